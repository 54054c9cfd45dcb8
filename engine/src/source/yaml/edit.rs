use std::mem;

use super::{
    budget::Budget,
    read,
    spans::Span,
    split::{self, Split},
    stretch::Stretch,
};
use crate::source::{Edited, Findings, Place, Problem, Sources, edited::split_off};

// === impl Sources ===

impl Sources {
    /// Gives a file another text and reads what differs. Afterwards all is as [`super::read`] makes it of the new
    /// files; `problems` are what it has found in the old ones, and then what it finds in the new ones.
    pub fn edit(&mut self, file: usize, text: String, problems: &mut Vec<Problem>) -> Option<Edited> {
        self.edit_within(&Budget::default(), file, text, problems)
    }

    /// [`Sources::edit`], with the budget that the files were read with.
    pub(super) fn edit_within(
        &mut self,
        budget: &Budget,
        number: usize,
        text: String,
        problems: &mut Vec<Problem>,
    ) -> Option<Edited> {
        let old = self.files.get_mut(number)?;
        let mut findings = Findings::of(number);
        let (mut file, readable) = read::open(mem::take(&mut old.path), text.into_bytes(), &mut findings);
        let behind = split_off(problems, |problem| file_of(problem) <= number);
        let found = split_off(problems, |problem| file_of(problem) < number);

        let apart = match extent(&found) {
            Ok(with) if old.apart && readable => Stretch::between(&old.text, &file.text, with),
            _ => None,
        };
        let stretch = apart.unwrap_or(Stretch::whole(&old.text, &file.text));
        let split = match apart {
            _ if !readable => Split::default(),
            Some(_) => {
                Split { chunks: split::documents(&file.text, stretch.start..stretch.new_end), apart: true }
            }
            None => split::split(&file.text),
        };
        let mut documents = read::documents(budget, &mut file, split, &mut findings);
        let grown = file.text.len().wrapping_sub(old.text.len()) as u32;
        *old = file;
        problems.append(&mut findings.into_problems());
        problems.extend(behind);

        let mut behind = split_off(&mut self.documents, |document| {
            (document.file, document.start as usize) < (number, stretch.old_end)
        });
        let replaced = split_off(&mut self.documents, |document| {
            (document.file, document.start as usize) < (number, stretch.start)
        });
        for document in behind.iter_mut().take_while(|document| document.file == number) {
            document.start = document.start.wrapping_add(grown);
        }
        let start = self.documents.len();
        let edited = Edited { start, old_end: start + replaced.len(), new_end: start + documents.len() };
        self.documents.append(&mut documents);
        self.documents.append(&mut behind);
        Some(edited)
    }
}

/// The stretch of the text that has the problems of a file. Of a problem of all of it nobody can tell.
fn extent(problems: &[Problem]) -> Result<Option<Span>, ()> {
    let mut extent = None;
    for problem in problems {
        let Place::Text(span) = problem.place else { return Err(()) };
        let Span { start, end } = extent.unwrap_or(Span { start: u32::MAX, end: 0 });
        extent = Some(Span { start: start.min(span.start as u32), end: end.max(span.end as u32) });
    }
    Ok(extent)
}

/// The file of a problem that reading found.
fn file_of(problem: &Problem) -> usize {
    match problem.place {
        Place::Text(span) => span.file,
        Place::File(file) => file,
        Place::Field { .. } | Place::Key { .. } => usize::MAX,
    }
}
