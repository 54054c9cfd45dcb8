//! The corpus: Markdown files that say what each data plane does with a request. `corpus/README.md` describes the
//! format.
//!
//! ```no_run
//! use host_tests::corpus::{self, Fact, Subject, Update};
//!
//! # fn decide(_: &str, _: &corpus::Request) -> Vec<Fact> { Vec::new() }
//! let subject = Subject { name: "native", explains: true };
//! let mut update = Update::asked();
//! for case in corpus::load("corpus".as_ref())? {
//!     let actual: Vec<_> = case.steps.iter().map(|step| decide(&case.manifests, &step.request)).collect();
//!     match &mut update {
//!         Some(update) => update.take(&case, &subject, &actual),
//!         None => corpus::check(&case, &subject, &actual)?,
//!     }
//! }
//! if let Some(update) = update {
//!     update.write()?;
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod case;
mod check;
mod fact;
pub(crate) mod markdown;
pub(crate) mod pairs;
mod problem;
mod request;
mod update;

#[cfg(test)]
mod tests;

pub use case::{Case, Step};
pub use check::{Mismatch, Report, Subject, check};
pub use fact::Fact;
pub use problem::{Problem, Problems};
pub use request::Request;
pub use update::Update;

use std::fs;
use std::path::{Path, PathBuf};

/// Reads every case of a directory's `.md` files, in the order of their names. `README.md` is about the corpus and
/// no part of it. All problems of all files are reported at once.
pub fn load(dir: &Path) -> Result<Vec<Case>, Problems> {
    let mut cases = Vec::new();
    let mut problems = Vec::new();
    for file in files(dir).map_err(Problems::from)? {
        match fs::read_to_string(&file) {
            Ok(text) => {
                let (mut found, mut wrong) = case::parse(&file, &text);
                cases.append(&mut found);
                problems.append(&mut wrong);
            }
            Err(error) => problems.push(Problem::unreadable(&file, &error)),
        }
    }
    if problems.is_empty() { Ok(cases) } else { Err(Problems(problems)) }
}

/// The `.md` files of a directory by name, without `README.md`.
pub(crate) fn files(dir: &Path) -> Result<Vec<PathBuf>, Problem> {
    let unreadable = |error| Problem::unreadable(dir, &error);
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "md") && !path.ends_with("README.md") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
