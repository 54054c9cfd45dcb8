use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use super::case::{Case, Step};
use super::check::{Subject, mismatches};
use super::fact::Fact;

/// New facts for fences. Steps that hold are left as they are written.
#[derive(Debug, Default)]
pub struct Update {
    fences: BTreeMap<PathBuf, Vec<Rewrite>>,
}

/// What to put into one fence.
#[derive(Debug)]
struct Rewrite {
    lines: Range<usize>,
    facts: Vec<String>,
}

// === impl Update ===

impl Update {
    /// An empty update when `UPDATE=1` asks for one.
    pub fn asked() -> Option<Self> {
        env::var_os("UPDATE").filter(|value| value == "1").map(|_| Self::default())
    }

    /// Takes what a subject did as what is expected from now on.
    pub fn take(&mut self, case: &Case, subject: &Subject, actual: &[Vec<Fact>]) {
        for (step, actual) in case.steps.iter().zip(actual) {
            if !mismatches(step, subject, actual).is_empty() {
                let facts = expectation(step, subject, actual);
                let facts = facts.iter().map(ToString::to_string).collect();
                self.put(&case.file, step.facts.clone(), facts);
            }
        }
    }

    /// Puts facts in the place of those lines of a file, which count from 0.
    pub(crate) fn put(&mut self, file: &Path, lines: Range<usize>, facts: Vec<String>) {
        self.fences.entry(file.to_owned()).or_default().push(Rewrite { lines, facts });
    }

    /// Rewrites the files and gives the number of fences that changed.
    pub fn write(self) -> io::Result<usize> {
        let mut count = 0;
        for (file, mut fences) in self.fences {
            let text = fs::read_to_string(&file)?;
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            // From the end, so that the ranges before stay right.
            fences.sort_by_key(|rewrite| rewrite.lines.start);
            for rewrite in fences.into_iter().rev() {
                lines.splice(rewrite.lines, rewrite.facts);
                count += 1;
            }
            fs::write(&file, lines.join("\n") + "\n")?;
        }
        Ok(count)
    }
}

/// What of the actual facts belongs in a case: the outcome, the reasons, what was rewritten, and of the headers
/// those that the case is about. A new case is about the headers that changed on the way.
fn expectation(step: &Step, subject: &Subject, actual: &[Fact]) -> Vec<Fact> {
    let of = |facts: &[Fact], wanted: fn(&Fact) -> bool| -> Vec<Fact> {
        facts.iter().filter(|fact| wanted(fact)).cloned().collect()
    };
    let mut facts = of(actual, Fact::is_outcome);
    let explained = if subject.explains { actual } else { &step.expect };
    facts.extend(of(explained, |fact| matches!(fact, Fact::Because(_))));
    facts.extend(actual.iter().filter(|fact| is_rewrite(step, fact)).cloned());
    if step.expect.is_empty() {
        facts.extend(changed_headers(step, actual));
    } else {
        facts.extend(listed_headers(step, actual));
    }
    facts
}

/// A path or a host that is not the client's, or that the case is about.
fn is_rewrite(step: &Step, fact: &Fact) -> bool {
    let changed = match fact {
        Fact::Path(path) => *path != step.request.path,
        Fact::Host(host) => *host != step.request.authority,
        _ => return false,
    };
    changed || step.expect.iter().any(|listed| listed.same_subject(fact))
}

fn listed_headers(step: &Step, actual: &[Fact]) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for listed in &step.expect {
        let absent = match listed {
            Fact::RequestHeader { name, .. } => Fact::RequestHeader { name: name.clone(), value: None },
            Fact::ResponseHeader { name, .. } => Fact::ResponseHeader { name: name.clone(), value: None },
            _ => continue,
        };
        if facts.iter().any(|fact| fact.same_subject(listed)) {
            continue;
        }
        let before = facts.len();
        facts.extend(actual.iter().filter(|fact| fact.same_subject(listed)).cloned());
        if facts.len() == before {
            facts.push(absent);
        }
    }
    facts
}

fn changed_headers(step: &Step, actual: &[Fact]) -> Vec<Fact> {
    let sent: Vec<Fact> =
        step.request.headers.iter().map(|(name, value)| Fact::request_header(name, value)).collect();
    let is_header = |fact: &&Fact| matches!(fact, Fact::RequestHeader { .. } | Fact::ResponseHeader { .. });
    let mut facts: Vec<Fact> =
        actual.iter().filter(is_header).filter(|fact| !sent.contains(fact)).cloned().collect();
    for fact in &sent {
        if let Fact::RequestHeader { name, .. } = fact
            && !actual.iter().any(|other| other.same_subject(fact))
        {
            facts.push(Fact::RequestHeader { name: name.clone(), value: None });
        }
    }
    facts
}
