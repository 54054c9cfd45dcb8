use super::{Lines, budget::Budget, load::Loader, split, text};
use crate::source::{File, Findings, Problem, Sources, list, object};

/// A file as somebody hands it over: its name is only for showing.
#[derive(Debug, Clone)]
pub struct Input {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// Reads every object of every file, with the place of each key and value, and tells what cannot be read.
///
/// One problem does not hide another: a file, and a document within a file, is read whatever stands before it.
pub fn read(inputs: Vec<Input>) -> (Sources, Vec<Problem>) {
    read_within(&Budget::default(), inputs)
}

/// [`read`], with the given budget for each file.
pub(super) fn read_within(budget: &Budget, inputs: Vec<Input>) -> (Sources, Vec<Problem>) {
    let mut sources = Sources::default();
    let mut problems = Vec::new();
    for Input { path, bytes } in inputs {
        let mut findings = Findings::of(sources.files.len());
        let file = match text::decode(bytes, &mut findings) {
            text::Decoded::Text(text) => {
                let lines = Lines::of(&text);
                documents(&text, &lines, budget.clone(), &mut sources, &mut findings);
                File { path, text, lines }
            }
            text::Decoded::Refused(text) => File { path, lines: Lines::of(&text), text },
        };
        sources.files.push(file);
        problems.append(&mut findings.into_problems());
    }
    (sources, problems)
}

fn documents(text: &str, lines: &Lines, mut budget: Budget, sources: &mut Sources, findings: &mut Findings) {
    for chunk in split::split(text) {
        let loader = Loader::new(text, lines, chunk, &mut budget, findings);
        loader.load(|document, findings| {
            let mut objects = Vec::new();
            list::expand(document, &mut objects, findings);
            objects.retain(|document| object::is_object(document, findings));
            sources.documents.extend(objects.into_iter().map(|document| document.finish(text)));
        });
    }
}
