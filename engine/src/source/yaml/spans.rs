use crate::source::{FileSpan, Place};

/// A stretch of a file's text, by byte offset. Files are far below 4 GiB.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Where a value and everything in it is written: a tree of the same shape as the value.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spans {
    pub(crate) value: Span,
    pub(crate) children: Children,
}

/// In the order of the value's own list or map.
#[derive(Debug, Clone, Default)]
pub(crate) enum Children {
    #[default]
    None,
    List(Box<[Spans]>),
    Map(Box<[Entry]>),
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    pub(crate) key: Span,
    pub(crate) spans: Spans,
}

// === impl Span ===

impl Span {
    pub(crate) fn is_empty(self) -> bool {
        self.start >= self.end
    }

    pub(crate) fn of(self, file: usize) -> FileSpan {
        FileSpan { file, start: self.start as usize, end: self.end as usize }
    }

    pub(crate) fn place(self, file: usize) -> Place {
        Place::Text(self.of(file))
    }

    pub(crate) fn slice(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

// === impl Spans ===

impl Spans {
    /// Where a document stands; files that are read without spans have no better place than themselves.
    pub(crate) fn place(&self, file: usize) -> Place {
        let head = self.head();
        if head.is_empty() { Place::File(file) } else { head.place(file) }
    }

    /// A word to point at when the value as a whole would be too much: a mapping's first key.
    pub(crate) fn head(&self) -> Span {
        match &self.children {
            Children::Map(entries) => entries.first().map_or(self.value, |entry| entry.key),
            _ => self.value,
        }
    }

    /// Takes the spans of the list that is the map entry at `position`, item by item.
    pub(crate) fn take_items(&mut self, position: usize) -> impl Iterator<Item = Spans> + use<> {
        let entry = match &mut self.children {
            Children::Map(entries) => entries.get_mut(position).map(std::mem::take),
            _ => None,
        };
        let items = match entry {
            Some(Entry { spans: Spans { children: Children::List(items), .. }, .. }) => items,
            _ => Box::default(),
        };
        items.into_iter()
    }
}
