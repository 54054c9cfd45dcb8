/// A place in a text as people count: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// From the first character to behind the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize)]
pub struct Range {
    pub start: Position,
    pub end: Position,
}

/// Where lines of a text start, one of many, so that a position is a search and a short walk.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    starts: Box<[u32]>,
}

// === impl Position ===

impl Default for Position {
    fn default() -> Self {
        Position { line: 1, column: 1 }
    }
}

// === impl Lines ===

impl Lines {
    const EVERY: usize = 8;

    pub(crate) fn of(text: &str) -> Self {
        let mut starts = vec![0];
        let (mut lines, mut start) = (0, 0);
        for line in text.as_bytes().split_inclusive(|byte| *byte == b'\n') {
            start += line.len() as u32;
            if line.ends_with(b"\n") {
                lines += 1;
                if lines % Self::EVERY == 0 {
                    starts.push(start);
                }
            }
        }
        Lines { starts: starts.into() }
    }

    /// The position of a byte offset; past the end and inside a character it is the nearest one before.
    pub(crate) fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset);
        let known = self.starts.partition_point(|start| *start as usize <= offset).saturating_sub(1);
        let start = self.starts.get(known).map_or(0, |start| *start as usize);
        let between = text.get(start..offset).unwrap_or_default();
        let lines = known * Self::EVERY + between.bytes().filter(|byte| *byte == b'\n').count();
        let before = between.rsplit('\n').next().unwrap_or_default();
        Position { line: lines + 1, column: before.chars().count() + 1 }
    }
}
