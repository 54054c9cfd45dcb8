//! Lines and their indentation.

use std::ops::Range;

use super::{Id, Outline, Shape, Step, flow, token};

/// Reads a document line by line.
pub(super) struct Reader<'o, 't> {
    outline: &'o mut Outline<'t>,
    range: Range<usize>,
    cursor: usize,
    /// The maps and lists that the next line may go on with, outermost first.
    levels: Vec<Level>,
    /// In a text of several lines: the column that its lines stand behind.
    text_behind: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Level {
    column: usize,
    part: Id,
}

/// A line without its end.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
}

impl<'o, 't> Reader<'o, 't> {
    pub(super) fn new(outline: &'o mut Outline<'t>, range: Range<usize>, cursor: usize) -> Self {
        Reader { outline, range, cursor, levels: Vec::new(), text_behind: None }
    }

    pub(super) fn read(mut self) {
        let mut start = self.range.start;
        while start < self.range.end && !self.outline.is_full() {
            let rest = self.text(start..self.range.end);
            let length = rest.find('\n').unwrap_or(rest.len());
            let line = rest.get(..length).unwrap_or_default();
            let end = start + line.strip_suffix('\r').unwrap_or(line).len();
            let read = self.line(Line { start, end });
            // What stands behind a closing bracket in its line is left out.
            let newline = self.text(read..self.range.end).find('\n');
            start = newline.map_or(self.range.end, |newline| read + newline + 1);
        }
        let ends_open = self.range.is_empty() || self.text(self.range.clone()).ends_with('\n');
        if ends_open && self.cursor == self.range.end {
            self.line(Line { start: self.cursor, end: self.cursor });
        }
    }

    fn text(&self, range: Range<usize>) -> &'t str {
        self.outline.text.get(range).unwrap_or_default()
    }

    /// Reads a line; answers how far that went.
    fn line(&mut self, line: Line) -> usize {
        let text = self.text(line.start..line.end);
        let content = text.trim_start_matches([' ', '\t']);
        let indent = text.len() - content.len();
        let here = line.start <= self.cursor && self.cursor <= line.end;
        if let Some(behind) = self.text_behind {
            if indent > behind || (content.is_empty() && !here) {
                return line.end;
            }
            self.text_behind = None;
        }
        if content.is_empty() {
            if here {
                self.begin_empty(line);
            }
            return line.end;
        }
        if content.starts_with('#') {
            return line.end;
        }
        self.node(line, line.start + indent)
    }

    /// An empty line with the cursor.
    fn begin_empty(&mut self, line: Line) {
        let levels = self.levels.clone();
        self.scalar(line, self.cursor..self.cursor);
        self.levels = levels;
    }

    fn node(&mut self, line: Line, mut at: usize) -> usize {
        let mut dashed = false;
        loop {
            let rest = self.text(at..line.end);
            let Some(behind) = rest.strip_prefix('-') else { break };
            if !behind.is_empty() && !behind.starts_with([' ', '\t']) {
                break;
            }
            let Some(item) = self.item(line, at) else { return line.end };
            dashed = true;
            let blank = behind.len() - behind.trim_start().len();
            at += 1 + blank;
            if behind.trim_start().is_empty() || behind.trim_start().starts_with('#') {
                // Room behind the dash; before a comment as well.
                self.set_room(item, at - blank..at);
                return line.end;
            }
        }
        let rest = self.text(at..line.end);
        if rest.starts_with('#') {
            return line.end;
        }
        if rest.starts_with(['{', '[']) {
            self.pop(at - line.start, false);
            return self.bare_flow(line, at);
        }
        match token::key(rest) {
            Some((key, value)) => self.entry(line, at..at + key.end, at + value),
            None => {
                let levels = (!dashed).then(|| self.levels.clone());
                let end = at + token::without_comment(rest).len();
                self.plain(line, at..end, dashed);
                if let Some(levels) = levels {
                    self.levels = levels;
                }
                line.end
            }
        }
    }

    /// A text without a key: behind a dash it is the item, else it may be half a key.
    fn plain(&mut self, line: Line, range: Range<usize>, dashed: bool) {
        let text = self.text(range.clone());
        if dashed && text.starts_with(['|', '>']) {
            if let Some(slot) = self.slot() {
                self.begin_text(slot, self.levels.last().map_or(0, |level| level.column));
            }
            return;
        }
        self.scalar(line, range);
    }

    fn scalar(&mut self, line: Line, range: Range<usize>) {
        let column = range.start - line.start;
        self.pop(column, false);
        if let Some(level) = self.levels.last().copied()
            && level.column == column
            && self.outline.shape(level.part) == Shape::Map
        {
            self.half_key(level.part, range);
            return;
        }
        let Some(slot) = self.slot() else { return };
        match self.outline.shape(slot) {
            Shape::Empty => self.set_scalar(slot, range, column),
            Shape::Map => {
                self.half_key(slot, range);
            }
            Shape::List => {
                let item = self.outline.add(slot, Step::Item { dash: false }, range.clone(), false);
                self.set_scalar(item, range, column);
            }
            // A line more of a text.
            Shape::Scalar | Shape::Block => {}
        }
    }

    fn half_key(&mut self, map: Id, key: Range<usize>) {
        let room = key.end..key.end;
        self.outline.add(map, Step::Field { key, colon: false }, room, false);
    }

    /// `key: value`; answers how far it goes.
    fn entry(&mut self, line: Line, key: Range<usize>, value: usize) -> usize {
        let column = key.start - line.start;
        self.pop(column, false);
        let Some(map) = self.map_at(column) else { return line.end };
        let rest = self.text(value..line.end);
        let content = rest.trim_start();
        let at = line.end - content.len();
        let part = self.outline.add(map, Step::Field { key, colon: true }, value..at, false);
        if content.is_empty() || content.starts_with('#') {
            return line.end;
        }
        if content.starts_with(['{', '[']) {
            return self.flow(part, line, at);
        }
        if content.starts_with(['|', '>']) {
            self.begin_text(part, column);
            return line.end;
        }
        let length = match token::quoted(content) {
            Some(length) => length,
            None => token::without_comment(content).len(),
        };
        self.set_scalar(part, at..at + length, usize::MAX);
        line.end
    }

    /// Brackets without a key before them.
    fn bare_flow(&mut self, line: Line, at: usize) -> usize {
        let Some(slot) = self.slot() else { return line.end };
        match self.outline.shape(slot) {
            Shape::Empty => self.flow(slot, line, at),
            // JSON objects one after the other.
            _ if slot == 0 && self.cursor >= at => {
                self.outline.restart();
                self.flow(slot, line, at)
            }
            _ if slot == 0 => self.range.end,
            _ => line.end,
        }
    }

    fn flow(&mut self, part: Id, line: Line, at: usize) -> usize {
        let behind = self.levels.last().map(|level| level.column);
        let reader = flow::Reader { outline: self.outline, end: self.range.end, cursor: self.cursor, behind };
        reader.read(part, at).max(line.end)
    }

    /// A new item of the list whose dashes stand in the column of `at`.
    fn item(&mut self, line: Line, at: usize) -> Option<Id> {
        let column = at - line.start;
        self.pop(column, true);
        let list = match self.levels.last() {
            Some(level) if level.column == column && self.outline.shape(level.part) == Shape::List => {
                level.part
            }
            _ => {
                let slot = self.slot()?;
                self.become_list(slot, column)?;
                self.levels.push(Level { column, part: slot });
                slot
            }
        };
        Some(self.outline.add(list, Step::Item { dash: true }, at + 1..at + 1, false))
    }

    /// The map whose keys stand in a column.
    fn map_at(&mut self, column: usize) -> Option<Id> {
        if let Some(level) = self.levels.last()
            && level.column == column
            && self.outline.shape(level.part) == Shape::Map
        {
            return Some(level.part);
        }
        let slot = self.slot()?;
        self.become_map(slot, column)?;
        self.levels.push(Level { column, part: slot });
        Some(slot)
    }

    /// The part that a line behind the innermost level goes into.
    fn slot(&self) -> Option<Id> {
        match self.levels.last() {
            Some(level) => self.outline.last_child(level.part),
            None => Some(0),
        }
    }

    /// Leaves the levels that a line in this column is no longer in.
    fn pop(&mut self, column: usize, dash: bool) {
        while let Some(level) = self.levels.last() {
            let list = self.outline.shape(level.part) == Shape::List;
            if level.column > column || (level.column == column && list && !dash) {
                self.levels.pop();
            } else {
                break;
            }
        }
    }

    fn become_map(&mut self, id: Id, column: usize) -> Option<()> {
        let cursor = self.cursor;
        let part = self.outline.part_mut(id)?;
        match part.shape {
            Shape::Map => return Some(()),
            Shape::Empty => {}
            // Half a key, or a key that is to come, above the first whole one.
            Shape::Scalar => {
                let half = part.value.clone();
                let held = half.start <= cursor && cursor <= half.end;
                if part.column != column && held {
                    return None;
                }
                part.shape = Shape::Map;
                part.column = column;
                if held {
                    self.half_key(id, half);
                }
                return Some(());
            }
            Shape::Block | Shape::List => return None,
        }
        part.shape = Shape::Map;
        part.column = column;
        Some(())
    }

    fn become_list(&mut self, id: Id, column: usize) -> Option<()> {
        let part = self.outline.part_mut(id)?;
        match part.shape {
            Shape::List => return Some(()),
            Shape::Empty => {}
            Shape::Scalar if part.value.is_empty() => {
                let room = part.value.clone();
                part.shape = Shape::List;
                part.column = column;
                let item = self.outline.add(id, Step::Item { dash: false }, room.clone(), false);
                self.set_scalar(item, room, column);
                return Some(());
            }
            _ => return None,
        }
        part.shape = Shape::List;
        part.column = column;
        Some(())
    }

    fn begin_text(&mut self, id: Id, behind: usize) {
        self.text_behind = Some(behind);
        if let Some(part) = self.outline.part_mut(id) {
            part.shape = Shape::Block;
        }
    }

    fn set_scalar(&mut self, id: Id, value: Range<usize>, column: usize) {
        if let Some(part) = self.outline.part_mut(id) {
            part.shape = Shape::Scalar;
            part.value = value;
            part.column = column;
        }
    }

    fn set_room(&mut self, id: Id, room: Range<usize>) {
        if let Some(part) = self.outline.part_mut(id) {
            part.value = room;
        }
    }
}
