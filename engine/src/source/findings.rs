use super::{Place, Problem, Severity, codes};

/// The problems of one file, up to a number that still helps somebody.
#[derive(Debug)]
pub(crate) struct Findings {
    file: usize,
    problems: Vec<Problem>,
}

impl Findings {
    const MOST: usize = 1000;

    pub(crate) fn of(file: usize) -> Self {
        Findings { file, problems: Vec::new() }
    }

    #[cfg(feature = "yaml")]
    pub(crate) fn file(&self) -> usize {
        self.file
    }

    /// Whether what is reported now is dropped. Worth asking where the message takes a search.
    pub(crate) fn is_full(&self) -> bool {
        self.problems.len() >= Self::MOST
    }

    pub(crate) fn error(&mut self, place: Place, code: &'static str, message: String, hint: &str) {
        self.push(Severity::Error, place, code, message, hint);
    }

    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    pub(crate) fn push(
        &mut self,
        severity: Severity,
        place: Place,
        code: &'static str,
        message: String,
        hint: &str,
    ) {
        if self.is_full() {
            return;
        }
        self.problems.push(Problem { severity, code, message, place, hint: super::hint(|| hint.to_owned()) });
        if self.problems.len() + 1 == Self::MOST {
            self.problems.push(Problem {
                severity: Severity::Error,
                code: codes::TOO_MANY_PROBLEMS,
                message: format!("this file has {} problems or more: the others are not shown", Self::MOST),
                place: Place::File(self.file),
                hint: super::hint(|| "mend the ones above and check again".to_owned()),
            });
        }
    }
}

/// A person's text for a message: its first line, and not much of that.
pub(crate) fn excerpt(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    let shown: String = line.chars().take(MOST).collect();
    if shown.len() < text.trim_end().len() { shown + "…" } else { shown }
}
