#[cfg(feature = "quick")]
use super::quick;
use super::{
    Lines,
    budget::Budget,
    load::Loader,
    split::{self, Split},
    text,
};
use crate::source::{Document, File, Findings, Problem, Sources, list, object};

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
        let (mut file, readable) = open(path, bytes, &mut findings);
        if readable {
            let split = split::split(&file.text);
            sources.documents.extend(documents(budget, &mut file, split, &mut findings));
        }
        sources.files.push(file);
        problems.append(&mut findings.into_problems());
    }
    (sources, problems)
}

/// A file before its documents are read, and whether it can be.
pub(super) fn open(path: String, bytes: Vec<u8>, findings: &mut Findings) -> (File, bool) {
    let (text, readable) = match text::decode(bytes, findings) {
        text::Decoded::Text(text) => (text, true),
        text::Decoded::Refused(text) => (text, false),
    };
    (File { path, lines: Lines::of(&text), text, apart: false }, readable)
}

/// The objects in parts of a file, which are all that its budget is spent on.
pub(super) fn documents(
    budget: &Budget,
    file: &mut File,
    split: Split,
    findings: &mut Findings,
) -> Vec<Document> {
    let mut documents = Vec::new();
    let mut left = budget.clone();
    for chunk in split.chunks {
        #[cfg(feature = "quick")]
        if let Some(mut objects) = quick::documents(findings.file(), &file.text, &chunk, &mut left.values) {
            documents.append(&mut objects);
            continue;
        }
        let start = chunk.range.start as u32;
        let loader = Loader::new(&file.text, &file.lines, chunk, &mut left, findings);
        let goes_on = loader.load(|document, findings| {
            let mut objects = Vec::new();
            list::expand(document, &mut objects, findings);
            objects.retain(|document| object::is_object(document, findings));
            documents.extend(objects.into_iter().map(|document| document.finish(&file.text, start)));
        });
        if !goes_on {
            break;
        }
    }
    // Else what one document may use up depends on the others. A byte holds two values at most.
    let within_budget = left.copied_bytes.is_whole() && file.text.len() <= left.values.most / 2;
    file.apart = split.apart && within_budget;
    documents
}
