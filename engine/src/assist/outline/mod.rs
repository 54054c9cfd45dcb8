//! The structure of a document while somebody types it: whatever can be told from indentation and
//! brackets, of text that need not be YAML yet.

mod block;
mod flow;
mod token;

use std::ops::Range;

/// Parts of one document; a larger one is read this far.
const MOST_PARTS: usize = 400_000;

/// The parts of a document. The first is the document itself.
#[derive(Debug)]
pub(super) struct Outline<'t> {
    pub(super) text: &'t str,
    parts: Vec<Part>,
}

/// Index of a part.
pub(super) type Id = usize;

/// A value and the way to it.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) parent: Option<Id>,
    pub(super) step: Step,
    pub(super) shape: Shape,
    /// Of a scalar its text with its quotes, of what is empty the room for a value.
    pub(super) value: Range<usize>,
    /// Where the value begins in its line, in bytes; of a map or a list, its entries.
    pub(super) column: usize,
    /// Whether it stands in brackets.
    pub(super) flow: bool,
    children: Vec<Id>,
}

/// How a part is reached from its parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Document,
    Field {
        key: Range<usize>,
        /// Whether the key is complete.
        colon: bool,
    },
    /// An item, with its `-` or still without.
    Item {
        dash: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Empty,
    Scalar,
    /// A text of several lines, after `|` or `>`.
    Block,
    Map,
    List,
}

/// What an offset is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Key,
    Value,
}

impl<'t> Outline<'t> {
    /// The outline of `range`. At `cursor`, an empty line counts as a key or a value that is to come.
    pub(super) fn of(text: &'t str, range: Range<usize>, cursor: usize) -> Self {
        let document = Part {
            parent: None,
            step: Step::Document,
            shape: Shape::Empty,
            value: range.start..range.start,
            column: 0,
            flow: false,
            children: Vec::new(),
        };
        let mut outline = Outline { text, parts: vec![document] };
        block::Reader::new(&mut outline, range, cursor).read();
        outline
    }

    pub(super) fn get(&self, id: Id) -> Option<&Part> {
        self.parts.get(id)
    }

    /// What is written at an offset.
    pub(super) fn find(&self, offset: usize) -> Option<(Id, Side)> {
        let holds = |range: &Range<usize>| range.start <= offset && offset <= range.end;
        let parts = self.parts.iter().enumerate().rev();
        let mut found = parts.filter_map(|(id, part)| match &part.step {
            Step::Field { key, .. } if holds(key) => Some((id, Side::Key)),
            Step::Field { colon: false, .. } => None,
            _ => {
                let inside = matches!(part.shape, Shape::Scalar | Shape::Empty) && holds(&part.value);
                inside.then_some((id, Side::Value))
            }
        });
        found.next()
    }

    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        self.get(id).into_iter().flat_map(|part| part.children.iter().copied())
    }

    /// The part that a map has under a key.
    pub(super) fn field(&self, id: Id, name: &str) -> Option<Id> {
        self.children(id).find(|child| self.name(*child) == Some(name) && self.is_complete(*child))
    }

    /// The name of an entry of a map.
    pub(super) fn name(&self, id: Id) -> Option<&'t str> {
        match &self.get(id)?.step {
            Step::Field { key, .. } => Some(token::unquoted(self.text.get(key.clone())?)),
            _ => None,
        }
    }

    /// Whether an entry has its colon.
    pub(super) fn is_complete(&self, id: Id) -> bool {
        !matches!(self.get(id).map(|part| &part.step), Some(Step::Field { colon: false, .. }))
    }

    /// The text of a scalar, without quotes.
    pub(super) fn scalar(&self, id: Id) -> Option<&'t str> {
        let part = self.get(id)?;
        (part.shape == Shape::Scalar)
            .then(|| token::unquoted(self.text.get(part.value.clone()).unwrap_or("")))
    }

    /// The scalar that a map has under a key, if it is not empty.
    pub(super) fn text_of(&self, id: Id, name: &str) -> Option<&'t str> {
        self.scalar(self.field(id, name)?)
    }

    /// The same a few fields further down.
    pub(super) fn text_at(&self, id: Id, path: &[&str]) -> Option<&'t str> {
        let id = path.iter().try_fold(id, |id, name| self.field(id, name))?;
        self.scalar(id)
    }

    /// The scalars of a list.
    pub(super) fn texts_at(&self, id: Id, path: &[&str]) -> Vec<String> {
        let list = path.iter().try_fold(id, |id, name| self.field(id, name));
        let items = list.into_iter().flat_map(|list| self.children(list));
        items.filter_map(|item| self.scalar(item)).map(str::to_owned).collect()
    }

    /// How the lists of the document are indented against their keys, if it has any in lines of their own.
    pub(super) fn list_indent(&self) -> Option<usize> {
        self.parts.iter().find_map(|part| {
            let map = self.get(part.parent?)?;
            let list = part.shape == Shape::List && !part.flow && map.shape == Shape::Map;
            list.then(|| part.column.saturating_sub(map.column))
        })
    }

    fn part_mut(&mut self, id: Id) -> Option<&mut Part> {
        self.parts.get_mut(id)
    }

    fn shape(&self, id: Id) -> Shape {
        self.get(id).map_or(Shape::Empty, |part| part.shape)
    }

    fn last_child(&self, id: Id) -> Option<Id> {
        self.get(id)?.children.last().copied()
    }

    /// A new part below `parent`, whose value is to come.
    fn add(&mut self, parent: Id, step: Step, room: Range<usize>, flow: bool) -> Id {
        let id = self.parts.len();
        self.parts.push(Part {
            parent: Some(parent),
            step,
            shape: Shape::Empty,
            value: room,
            column: 0,
            flow,
            children: Vec::new(),
        });
        if let Some(parent) = self.part_mut(parent) {
            parent.children.push(id);
        }
        id
    }

    /// Forgets all that was read.
    fn restart(&mut self) {
        self.parts.truncate(1);
        if let Some(document) = self.part_mut(0) {
            document.children.clear();
            document.shape = Shape::Empty;
        }
    }

    fn is_full(&self) -> bool {
        self.parts.len() >= MOST_PARTS
    }
}
