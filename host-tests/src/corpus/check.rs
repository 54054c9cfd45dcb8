use std::fmt;
use std::path::PathBuf;

use super::case::{Case, Step};
use super::fact::Fact;

/// Who is asked: the engine itself, the filter in a VM, a real Envoy, the browser build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    pub name: &'static str,
    /// Whether it can say why; only then `because` is checked.
    pub explains: bool,
}

/// Where a subject disagrees with a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub file: PathBuf,
    pub title: String,
    pub subject: Subject,
    pub mismatches: Vec<Mismatch>,
}

/// One expected fact that is not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The line of the `request` fence.
    pub line: usize,
    pub request: String,
    /// `None` when the case expects nothing yet.
    pub expected: Option<Fact>,
    /// What the subject says to the same question.
    pub actual: Vec<Fact>,
}

/// Compares what a subject did with each step. Only the facts that a case lists are compared; a subject lists every
/// header that it sees.
///
/// # Panics
///
/// When there are not as many lists of facts as steps.
pub fn check(case: &Case, subject: &Subject, actual: &[Vec<Fact>]) -> Result<(), Report> {
    assert_eq!(case.steps.len(), actual.len(), "one list of facts for each step of `{}`", case.title);
    let mismatches: Vec<_> =
        case.steps.iter().zip(actual).flat_map(|(step, actual)| mismatches(step, subject, actual)).collect();
    if mismatches.is_empty() {
        return Ok(());
    }
    Err(Report { file: case.file.clone(), title: case.title.clone(), subject: *subject, mismatches })
}

pub(crate) fn mismatches(step: &Step, subject: &Subject, actual: &[Fact]) -> Vec<Mismatch> {
    let mismatch = |expected: Option<&Fact>, actual: Vec<Fact>| Mismatch {
        line: step.line,
        request: step.request.to_string(),
        expected: expected.cloned(),
        actual,
    };
    if step.expect.is_empty() {
        let outcome = actual.iter().filter(|fact| fact.is_outcome()).cloned().collect();
        return vec![mismatch(None, outcome)];
    }
    step.expect
        .iter()
        .filter(|expected| subject.explains || !matches!(expected, Fact::Because(_)))
        .filter(|expected| !holds(expected, actual))
        .map(|expected| {
            let answers = actual.iter().filter(|fact| expected.same_subject(fact)).cloned().collect();
            mismatch(Some(expected), answers)
        })
        .collect()
}

fn holds(expected: &Fact, actual: &[Fact]) -> bool {
    match expected {
        // A case may leave the details out.
        Fact::Reply { status, details: None } => {
            actual.iter().any(|fact| matches!(fact, Fact::Reply { status: other, .. } if other == status))
        }
        Fact::RequestHeader { value: None, .. } | Fact::ResponseHeader { value: None, .. } => {
            !actual.iter().any(|fact| expected.same_subject(fact) && fact != expected)
        }
        _ => actual.contains(expected),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, name) = (self.file.display(), self.subject.name);
        for Mismatch { line, request, expected, actual } in &self.mismatches {
            writeln!(f, "{file}:{line}: {} ({name})", self.title)?;
            writeln!(f, "  request   {request}")?;
            match expected {
                Some(expected) => writeln!(f, "  expected  {expected}")?,
                None => writeln!(f, "  expected  nothing yet")?,
            }
            for fact in actual {
                writeln!(f, "  actual    {fact}")?;
            }
            if actual.is_empty() {
                writeln!(f, "  actual    nothing of the kind")?;
            }
        }
        write!(f, "if the new facts are right, run again with `UPDATE=1`")
    }
}

impl std::error::Error for Report {}
