use std::ops::Range;
use std::path::Path;

use engine::source::Input;

use super::status::StatusFact;
use crate::corpus::markdown::{self, Block, Fence};
use crate::corpus::pairs::{Pairs, Wrong};
use crate::corpus::{Case, Problem};

/// One file of the gallery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The file's name without number and ending: what a link says behind `#gallery/`.
    pub slug: String,
    /// The heading that the gallery shows it under.
    pub group: String,
    /// Name and text of each file in the editor.
    pub files: Vec<(String, String)>,
    pub status: Vec<StatusFact>,
    /// The line of the `status` fence.
    pub status_line: usize,
    /// Where its facts stand, as line indices from 0.
    pub(super) status_lines: Range<usize>,
    /// Title, summary and requests.
    pub case: Case,
}

// === impl Example ===

impl Example {
    pub fn inputs(&self) -> Vec<Input> {
        let input =
            |(path, text): &(String, String)| Input { path: path.clone(), bytes: text.as_bytes().to_vec() };
        self.files.iter().map(input).collect()
    }
}

pub(super) fn parse(file: &Path, text: &str) -> Result<Example, Vec<Problem>> {
    let blocks = markdown::blocks(file, text).map_err(|problem| vec![problem])?;
    let mut reader = Reader::default();
    for block in blocks {
        if let Err((line, message)) = reader.block(block) {
            reader.problems.push(Problem::at(file, line, message));
        }
    }
    reader.end(file)
}

#[derive(Default)]
struct Reader {
    title: String,
    group: String,
    summary: Vec<String>,
    files: Vec<(String, String)>,
    status: Option<(usize, Range<usize>, Vec<StatusFact>)>,
    pairs: Pairs,
    problems: Vec<Problem>,
}

// === impl Reader ===

impl Reader {
    fn block(&mut self, block: Block) -> Result<(), Wrong> {
        match block {
            Block::Heading { level: 1, line: 1, text } => self.title = text,
            Block::Heading { line, .. } => return Err((line, "an example has one heading".to_owned())),
            Block::Prose(line) if self.files.is_empty() => self.introduction(line),
            Block::Prose(_) => {}
            Block::Fence(fence) => return self.fence(&fence),
        }
        Ok(())
    }

    fn introduction(&mut self, line: String) {
        match line.strip_prefix("Group: ") {
            Some(group) if self.group.is_empty() => self.group = group.trim().to_owned(),
            _ => self.summary.push(line),
        }
    }

    fn fence(&mut self, fence: &Fence) -> Result<(), Wrong> {
        let wrong = |message: &str| Err((fence.line, message.to_owned()));
        match fence.info.split_once(' ').unwrap_or((&fence.info, "")) {
            ("yaml", "") => wrong("a file of an example has a name: write ```yaml gateway.yaml"),
            ("yaml", _) if self.status.is_some() => wrong("manifests come before the status"),
            ("yaml", name) if self.files.iter().any(|(other, _)| other == name) => {
                wrong(&format!("another file is called `{name}`"))
            }
            ("yaml", name) => {
                self.files.push((name.to_owned(), fence.text.clone()));
                Ok(())
            }
            ("status", "") if self.status.is_none() && self.pairs.is_empty() => {
                let mut facts = Vec::new();
                for (line, text) in fence.lines() {
                    facts.push(StatusFact::parse(text).map_err(|message| (line, message))?);
                }
                self.status = Some((fence.line, fence.inside.clone(), facts));
                Ok(())
            }
            ("status", "") => wrong("one `status` fence comes before the requests"),
            ("request", "") => self.pairs.request(fence),
            ("expect", "") => self.pairs.expect(fence),
            _ => wrong(&format!(
                "unknown fence `{}`: an example has `yaml NAME`, `status`, `request` and `expect`",
                fence.info
            )),
        }
    }

    fn end(mut self, file: &Path) -> Result<Example, Vec<Problem>> {
        let mut wrong = |line, message: &str| self.problems.push(Problem::at(file, line, message));
        let slug = slug(file);
        if slug.is_none() {
            wrong(1, "the file's name is a number, `-` and words of a-z and 0-9 joined by `-`");
        }
        if self.title.is_empty() {
            wrong(1, "an example starts with its title: `# …`");
        }
        if self.group.is_empty() {
            wrong(1, "an example says where the gallery shows it: `Group: …`");
        }
        let summary = self.summary.join("\n").trim().to_owned();
        if summary.is_empty() {
            wrong(1, "an example says what one learns from it");
        }
        if self.files.is_empty() {
            wrong(1, "an example has a file: add a `yaml NAME` fence");
        }
        let (steps, unanswered) = self.pairs.end();
        if let Some((line, message)) = unanswered {
            wrong(line, message);
        }
        if self.status.is_none() {
            wrong(1, "an example has a `status` fence, empty for a first `UPDATE=1`");
        }
        let (Some(slug), Some((status_line, status_lines, status))) = (slug, self.status) else {
            return Err(self.problems);
        };
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let case = Case {
            file: file.to_owned(),
            line: 1,
            title: self.title,
            prose: summary,
            manifests: self.files.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("---\n"),
            steps,
        };
        Ok(Example { slug, group: self.group, files: self.files, status, status_line, status_lines, case })
    }
}

/// `simple-gateway` of `01-simple-gateway.md`.
fn slug(file: &Path) -> Option<String> {
    let (number, slug) = file.file_stem()?.to_str()?.split_once('-')?;
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let plain = number.bytes().all(|byte| byte.is_ascii_digit()) && slug.split('-').all(word);
    (plain && !number.is_empty()).then(|| slug.to_owned())
}
