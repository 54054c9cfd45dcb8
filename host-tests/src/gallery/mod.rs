//! The examples that the playground offers: one Markdown file each, in the corpus' format with file names and facts
//! about conditions. `web-playground/gallery/README.md` describes them.

mod example;
mod said;
mod status;

#[cfg(test)]
mod tests;

pub use example::Example;
pub use said::said;
pub use status::StatusFact;

use std::fs;
use std::path::Path;

use crate::corpus::{self, Problem, Problems, Update};

/// Reads every example of a directory, in the order of their names.
pub fn load(dir: &Path) -> Result<Vec<Example>, Problems> {
    let mut examples: Vec<Example> = Vec::new();
    let mut problems = Vec::new();
    for file in corpus::files(dir).map_err(Problems::from)? {
        let read = fs::read_to_string(&file).map_err(|error| vec![Problem::unreadable(&file, &error)]);
        match read.and_then(|text| example::parse(&file, &text)) {
            Ok(example) => {
                let twin = examples
                    .iter()
                    .find(|other| other.slug == example.slug || other.case.title == example.case.title);
                if let Some(twin) = twin {
                    let message = format!("{} has this name or this title already", twin.case.file.display());
                    problems.push(Problem::at(&file, 1, message));
                }
                examples.push(example);
            }
            Err(mut wrong) => problems.append(&mut wrong),
        }
    }
    if problems.is_empty() { Ok(examples) } else { Err(Problems(problems)) }
}

/// Compares the conditions and problems of an example's manifests with its `status` fence. Of conditions only those
/// that are listed are compared; problems are listed all.
pub fn check(example: &Example, actual: &[StatusFact]) -> Result<(), String> {
    let wrong = status::differences(&example.status, actual);
    if wrong.is_empty() {
        return Ok(());
    }
    let place = format!("{}:{}: {}", example.case.file.display(), example.status_line, example.case.title);
    Err(format!("{place}\n{}\nif the new facts are right, run again with `UPDATE=1`", wrong.join("\n")))
}

/// Takes the conditions and problems of now as what is expected from now on.
pub fn update(update: &mut Update, example: &Example, actual: &[StatusFact]) {
    if !status::differences(&example.status, actual).is_empty() {
        let facts = status::expectation(&example.status, actual);
        update.put(&example.case.file, example.status_lines.clone(), facts);
    }
}
