use std::ops::Range;
use std::path::{Path, PathBuf};

use super::fact::Fact;
use super::markdown::{self, Block, Fence};
use super::pairs::{Pairs, Wrong};
use super::problem::Problem;
use super::request::Request;

/// A section of a corpus file: manifests and what requests to them get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub file: PathBuf,
    /// The line of the title.
    pub line: usize,
    pub title: String,
    pub prose: String,
    /// The file's shared manifests and the case's own, as one YAML stream.
    pub manifests: String,
    pub steps: Vec<Step>,
}

/// A request and what is expected of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The line of the `request` fence.
    pub line: usize,
    pub request: Request,
    /// Empty when the case waits for its first update.
    pub expect: Vec<Fact>,
    /// Where the facts stand in the file, as line indices from 0.
    pub(crate) facts: Range<usize>,
}

/// Reads a file's cases and collects what is wrong with them.
pub(crate) fn parse(file: &Path, text: &str) -> (Vec<Case>, Vec<Problem>) {
    let blocks = match markdown::blocks(file, text) {
        Ok(blocks) => blocks,
        Err(problem) => return (Vec::new(), vec![problem]),
    };
    let mut reader =
        Reader { file, shared: String::new(), open: None, cases: Vec::new(), problems: Vec::new() };
    if !matches!(blocks.first(), Some(Block::Heading { level: 1, .. })) {
        reader.problem(1, "a corpus file starts with its title: `# …`");
    }
    for block in blocks {
        reader.block(block);
    }
    reader.close();
    if reader.cases.is_empty() && reader.problems.is_empty() {
        reader.problem(1, "the file has no case: start one with `## …`");
    }
    (reader.cases, reader.problems)
}

struct Reader<'a> {
    file: &'a Path,
    shared: String,
    open: Option<Open>,
    cases: Vec<Case>,
    problems: Vec<Problem>,
}

/// A case whose end has not been seen.
struct Open {
    case: Case,
    pairs: Pairs,
    /// Whether a fence of it could not be read, so that what misses is no news.
    broken: bool,
}

// === impl Reader ===

impl Reader<'_> {
    fn block(&mut self, block: Block) {
        match block {
            Block::Heading { level: 2, line, text } => self.open(line, text),
            Block::Heading { level: 1, line: 1, .. } => {}
            Block::Heading { level: 1, line, .. } => {
                self.problem(line, "a file has one title: start a case with `##`")
            }
            Block::Heading { text, .. } => self.prose(&text),
            Block::Prose(line) => self.prose(&line),
            Block::Fence(fence) => {
                if let Err((line, message)) = self.fence(&fence) {
                    self.problem(line, message);
                    if let Some(open) = &mut self.open {
                        open.broken = true;
                    }
                }
            }
        }
    }

    fn open(&mut self, line: usize, title: String) {
        self.close();
        if self.cases.iter().any(|case| case.title == title) {
            self.problem(line, format!("the file has another case `{title}`"));
        }
        let manifests = self.shared.clone();
        let case = Case {
            file: self.file.to_owned(),
            line,
            title,
            prose: String::new(),
            manifests,
            steps: Vec::new(),
        };
        self.open = Some(Open { case, pairs: Pairs::default(), broken: false });
    }

    fn close(&mut self) {
        let Some(Open { mut case, pairs, broken }) = self.open.take() else { return };
        case.prose = case.prose.trim().to_owned();
        let unanswered;
        (case.steps, unanswered) = pairs.end();
        let missing = if let Some((line, message)) = unanswered {
            Some((line, message))
        } else if case.manifests.is_empty() {
            Some((case.line, "the case has no manifests: add a `yaml` fence"))
        } else if case.steps.is_empty() {
            Some((case.line, "the case has no request: add a `request` and an `expect` fence"))
        } else {
            None
        };
        match missing {
            _ if broken => {}
            Some((line, message)) => self.problem(line, message),
            None => self.cases.push(case),
        }
    }

    fn prose(&mut self, line: &str) {
        if let Some(open) = &mut self.open {
            open.case.prose.push_str(line);
            open.case.prose.push('\n');
        }
    }

    fn fence(&mut self, fence: &Fence) -> Result<(), Wrong> {
        let wrong = |message: &str| Err((fence.line, message.to_owned()));
        match (fence.info.as_str(), &mut self.open) {
            ("text", _) => Ok(()),
            ("yaml", None) => {
                append(&mut self.shared, &fence.text);
                Ok(())
            }
            ("yaml", Some(open)) if open.pairs.is_empty() => {
                append(&mut open.case.manifests, &fence.text);
                Ok(())
            }
            ("yaml", Some(_)) => wrong("manifests come before the first request of a case"),
            ("request" | "expect", None) => wrong("this belongs to a case: start one with `## …`"),
            ("request", Some(open)) => open.pairs.request(fence),
            ("expect", Some(open)) if open.broken && !open.pairs.waits() => Ok(()),
            ("expect", Some(open)) => open.pairs.expect(fence),
            (info, _) => wrong(&format!(
                "unknown fence `{info}`: a case has `yaml`, `request` and `expect`; anything else is `text`"
            )),
        }
    }

    fn problem(&mut self, line: usize, message: impl Into<String>) {
        self.problems.push(Problem::at(self.file, line, message));
    }
}

fn append(stream: &mut String, documents: &str) {
    if !stream.is_empty() {
        stream.push_str("---\n");
    }
    stream.push_str(documents);
}
