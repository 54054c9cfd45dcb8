//! Brackets: `{a: b}` and `[a, b]`, which JSON consists of.

use std::ops::Range;

use super::{Id, Outline, Shape, Step, token};

/// Reads what stands in brackets, over several lines.
pub(super) struct Reader<'o, 't> {
    pub(super) outline: &'o mut Outline<'t>,
    pub(super) end: usize,
    pub(super) cursor: usize,
    /// Lines in brackets stand behind this column. One that does not ends them: the closing one is missing.
    pub(super) behind: Option<usize>,
}

/// A map or a list whose bracket is not closed yet.
struct Open {
    part: Id,
    /// Behind the bracket or the last comma.
    from: usize,
    /// The entry or the item behind it.
    entry: Option<Id>,
    /// Whether the entry's value is to come.
    awaits: bool,
}

impl Reader<'_, '_> {
    /// Reads into `part` from an opening bracket; answers where that ends.
    pub(super) fn read(mut self, part: Id, start: usize) -> usize {
        let mut stack = Vec::new();
        self.open(part, start, &mut stack);
        let mut at = start + 1;
        while at < self.end && !self.outline.is_full() {
            let rest = self.outline.text.get(at..self.end).unwrap_or_default();
            let Some(character) = rest.chars().next() else { break };
            match character {
                '}' | ']' => {
                    self.close_entry(&mut stack, at);
                    stack.pop();
                    at += 1;
                    if stack.is_empty() {
                        return at;
                    }
                    continue;
                }
                '{' | '[' => {
                    let part = self.target(&mut stack, at, at);
                    self.open(part, at, &mut stack);
                }
                ',' => {
                    self.close_entry(&mut stack, at);
                    if let Some(open) = stack.last_mut() {
                        (open.from, open.entry, open.awaits) = (at + 1, None, false);
                    }
                }
                '\n' if self.is_outside(rest.get(1..).unwrap_or_default()) => break,
                '#' => {
                    at += rest.find('\n').unwrap_or(rest.len());
                    continue;
                }
                ':' => self.colon(&mut stack, at),
                blank if blank.is_whitespace() => {}
                _ => {
                    at += self.token(&mut stack, at, rest);
                    continue;
                }
            }
            at += character.len_utf8();
        }
        while !stack.is_empty() {
            self.close_entry(&mut stack, at);
            stack.pop();
        }
        at
    }

    fn open(&mut self, part: Id, at: usize, stack: &mut Vec<Open>) {
        let is_map = self.outline.text.get(at..).is_some_and(|rest| rest.starts_with('{'));
        if let Some(part) = self.outline.part_mut(part) {
            part.shape = if is_map { Shape::Map } else { Shape::List };
            part.flow = true;
        }
        stack.push(Open { part, from: at + 1, entry: None, awaits: false });
    }

    /// Whether the next line goes on with the block around the brackets.
    fn is_outside(&self, below: &str) -> bool {
        let Some(behind) = self.behind else { return false };
        let line = below.split('\n').next().unwrap_or_default();
        let content = line.trim_start();
        let indent = line.len() - content.len();
        !content.is_empty() && indent <= behind && !content.starts_with(['}', ']'])
    }

    /// A scalar: a key, a value or an item. Answers its length.
    fn token(&mut self, stack: &mut [Open], at: usize, rest: &str) -> usize {
        let line = rest.split(['\n', '\r']).next().unwrap_or_default();
        let length = token::quoted(line).unwrap_or_else(|| plain(line)).max(1);
        let length = rest.get(..length).map_or(rest.len(), str::len);
        let part = self.target(stack, at, at + length);
        let is_key =
            matches!(self.outline.get(part).map(|part| &part.step), Some(Step::Field { colon: false, .. }));
        if !is_key
            && let Some(part) = self.outline.part_mut(part)
            && part.shape == Shape::Empty
        {
            part.shape = Shape::Scalar;
            part.value = at..at + length;
        }
        length
    }

    /// What the thing at `start..end` belongs to: the entry that awaits its value, or a new one.
    fn target(&mut self, stack: &mut [Open], start: usize, end: usize) -> Id {
        let Some(open) = stack.last_mut() else { return 0 };
        if let Some(entry) = open.entry {
            open.awaits = false;
            return entry;
        }
        let step = if self.outline.shape(open.part) == Shape::Map {
            Step::Field { key: start..end, colon: false }
        } else {
            Step::Item { dash: true }
        };
        let entry = self.outline.add(open.part, step, end..end, true);
        open.entry = Some(entry);
        entry
    }

    fn colon(&mut self, stack: &mut [Open], at: usize) {
        let Some(open) = stack.last_mut() else { return };
        let entry = open.entry.and_then(|entry| self.outline.part_mut(entry));
        if let Some(part) = entry
            && let Step::Field { colon, .. } = &mut part.step
            && !*colon
        {
            *colon = true;
            part.value = at + 1..at + 1;
            open.awaits = true;
        }
    }

    /// At a comma or a closing bracket: what was not written has its room up to here.
    fn close_entry(&mut self, stack: &mut [Open], at: usize) {
        let Some(open) = stack.last() else { return };
        let (part, from) = (open.part, open.from);
        match open.entry {
            Some(entry) if open.awaits => {
                if let Some(part) = self.outline.part_mut(entry) {
                    part.value.end = at;
                }
            }
            Some(_) => {}
            None if from <= self.cursor && self.cursor <= at => self.begin_empty(part, from..at),
            None => {}
        }
    }

    /// An entry or an item that somebody is about to write.
    fn begin_empty(&mut self, part: Id, room: Range<usize>) {
        if self.outline.shape(part) == Shape::Map {
            let key = self.cursor..self.cursor;
            self.outline.add(part, Step::Field { key, colon: false }, room.end..room.end, true);
        } else {
            self.outline.add(part, Step::Item { dash: true }, room, true);
        }
    }
}

/// The length of a scalar without quotes.
fn plain(line: &str) -> usize {
    let end = line.char_indices().find(|(at, character)| match character {
        ',' | '{' | '}' | '[' | ']' => true,
        ':' => line
            .get(at + 1..)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', ',', '}', ']', '{', '['])),
        '#' => line.get(..*at).is_some_and(|before| before.ends_with([' ', '\t'])),
        _ => false,
    });
    let text = line.get(..end.map_or(line.len(), |(at, _)| at)).unwrap_or_default();
    text.trim_end().len()
}
