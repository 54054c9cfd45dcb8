//! The little of Markdown that a case is made of: headings, fences, and everything else.

use std::ops::Range;
use std::path::Path;

use super::problem::Problem;

/// A part of a file; lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Heading {
        level: usize,
        line: usize,
        text: String,
    },
    Fence(Fence),
    /// A line outside of fences, blank ones included.
    Prose(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fence {
    /// The word after the opening backticks.
    pub(crate) info: String,
    /// The line of the opening backticks.
    pub(crate) line: usize,
    /// The lines between the backticks, as indices from 0 into the file's lines.
    pub(crate) inside: Range<usize>,
    pub(crate) text: String,
}

pub(crate) fn blocks(file: &Path, text: &str) -> Result<Vec<Block>, Problem> {
    let lines: Vec<&str> = text.lines().collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some((ticks, info)) = opening(line) {
            let start = at + 1;
            let end = (start..lines.len()).find(|&end| closes(lines[end], ticks)).ok_or_else(|| {
                Problem::at(file, at + 1, "this fence is never closed: end it with a line of backticks")
            })?;
            let mut text = lines[start..end].join("\n");
            if start < end {
                text.push('\n');
            }
            blocks.push(Block::Fence(Fence { info, line: at + 1, inside: start..end, text }));
            at = end + 1;
            continue;
        }
        blocks.push(heading(line, at + 1).unwrap_or_else(|| Block::Prose((*line).to_owned())));
        at += 1;
    }
    Ok(blocks)
}

fn heading(line: &str, number: usize) -> Option<Block> {
    let level = line.len() - line.trim_start_matches('#').len();
    let text = line[level..].strip_prefix(' ')?.trim().to_owned();
    (level > 0).then_some(Block::Heading { level, line: number, text })
}

fn opening(line: &str) -> Option<(usize, String)> {
    let rest = line.trim_start_matches('`');
    let ticks = line.len() - rest.len();
    (ticks >= 3 && !rest.contains('`')).then(|| (ticks, rest.trim().to_owned()))
}

fn closes(line: &str, ticks: usize) -> bool {
    let line = line.trim_end();
    line.len() >= ticks && line.bytes().all(|byte| byte == b'`')
}

// === impl Fence ===

impl Fence {
    /// Each line that says something, with its number in the file.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let first = self.line + 1;
        self.text
            .lines()
            .enumerate()
            .map(move |(at, line)| (first + at, line.trim()))
            .filter(|(_, line)| !line.is_empty())
    }
}
