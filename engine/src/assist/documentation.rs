//! The documentation of kinds, fields and values, and examples of whole objects, in a text of a small format.
//!
//! A line with `@` is the place on the web that the types below it are documented at. A line that is not
//! indented begins a type: `Type < Base: text`, whose fields are those of the base as well. An indented line is a
//! field of it, `field Type: text`, or one of its values, `Value: text`. There is an empty line between types. A
//! line `---` is before each object.

use std::ops::Range;

use crate::sort;

/// The text for [`Documentation::read`]. A program that is loaded by people who wait for it leaves it out, and reads
/// it where somebody asks.
pub const DOCUMENTATION: &str = concat!(
    include_str!("docs/core.txt"),
    "\n",
    include_str!("docs/gateway.txt"),
    "\n",
    include_str!("docs/grpc_route.txt"),
    "\n",
    include_str!("docs/http_route.txt"),
    "\n",
    include_str!("docs/object.txt"),
    "\n",
    include_str!("docs/policy.txt"),
    "\n",
    include_str!("docs/route.txt"),
    "\n",
    include_str!("docs/x.txt"),
    "---\n",
    include_str!("docs/skeletons.yaml"),
);

/// Before the first object.
const OBJECTS: &str = "\n---\n";

/// What completion and hover say in words, beside what schemas tell. By default nothing.
#[derive(Debug, Clone, Default)]
pub struct Documentation {
    text: String,
    /// By name.
    types: Vec<Place>,
    /// Where the objects begin.
    objects: usize,
}

/// Where the text has a type.
#[derive(Debug, Clone)]
struct Place {
    web: Range<usize>,
    block: Range<usize>,
}

/// A documented type: a kind, a part of one, or a set of values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type<'d> {
    documentation: &'d Documentation,
    pub(super) name: &'d str,
    pub(super) text: &'d str,
    base: &'d str,
    /// Its lines.
    body: &'d str,
    web: &'d str,
}

/// A documented field or value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'d> {
    /// The type that declares it.
    pub(super) owner: Type<'d>,
    pub(super) name: &'d str,
    type_name: &'d str,
    pub(super) text: &'d str,
}

// === impl Documentation ===

impl Documentation {
    pub fn read(text: String) -> Self {
        let end = text.find(OBJECTS).unwrap_or(text.len());
        let mut read = Self { objects: end + OBJECTS.len(), text, types: Vec::new() };
        let mut types = Vec::new();
        let (mut start, mut web) = (0, 0..0);
        for block in read.text.get(..end).unwrap_or_default().split("\n\n") {
            let end = start + block.len();
            if block.starts_with('@') {
                let line = start + block.find('\n').unwrap_or(block.len());
                web = start + 1..line;
                start = line;
            }
            types.push(Place { web: web.clone(), block: start..end });
            start = end + 2;
        }
        types.retain(|place| read.at(place).is_some());
        sort::sort_by_key(&mut types, |place| read.at(place).map_or("", |known| known.name));
        read.types = types;
        read
    }

    /// An example of each kind that somebody may want to begin with, as YAML.
    pub(super) fn objects(&self) -> impl Iterator<Item = &str> {
        self.text.get(self.objects..).unwrap_or_default().split("---\n")
    }

    /// The type with a name.
    pub(super) fn find(&self, name: &str) -> Option<Type<'_>> {
        let name_at = |place: &Place| self.at(place).map_or("", |known| known.name);
        let found = self.types.binary_search_by(|place| name_at(place).cmp(name)).ok()?;
        self.at(self.types.get(found)?)
    }

    /// All types by name.
    #[cfg(test)]
    pub(super) fn types(&self) -> impl Iterator<Item = Type<'_>> {
        self.types.iter().filter_map(|place| self.at(place))
    }

    fn at(&self, place: &Place) -> Option<Type<'_>> {
        let block = self.text.get(place.block.clone())?.trim();
        let (head, body) = block.split_once('\n').unwrap_or((block, ""));
        let (names, text) = head.split_once(": ").unwrap_or((head, ""));
        let (name, base) = names.split_once(" < ").unwrap_or((names, ""));
        let web = self.text.get(place.web.clone())?;
        (!name.is_empty()).then_some(Type { documentation: self, name, text, base, body, web })
    }
}

// === impl Type ===

impl<'d> Type<'d> {
    /// Its own lines and those of its base.
    pub(super) fn entries(self) -> Vec<Entry<'d>> {
        let mut entries = Vec::new();
        let mut next = Some(self);
        // Three types in a row are the most there are.
        for _ in 0..3 {
            let Some(owner) = next else { break };
            entries.extend(owner.body.lines().filter_map(|line| Entry::read(line, owner)));
            next = owner.base();
        }
        entries
    }

    pub(super) fn base(self) -> Option<Type<'d>> {
        self.documentation.find(self.base)
    }

    pub(super) fn entry(self, name: &str) -> Option<Entry<'d>> {
        self.entries().into_iter().find(|entry| entry.name == name)
    }

    /// Where the specification describes it.
    pub(super) fn link(self) -> Option<String> {
        match self.web {
            "" => None,
            page if page.ends_with('#') => Some(format!("{page}{}", self.name.to_ascii_lowercase())),
            page => Some(page.to_owned()),
        }
    }
}

// === impl Entry ===

impl<'d> Entry<'d> {
    fn read(line: &'d str, owner: Type<'d>) -> Option<Self> {
        let (names, text) = line.trim().split_once(": ")?;
        let (name, type_name) = names.split_once(' ').unwrap_or((names, ""));
        Some(Entry { owner, name, type_name, text })
    }

    /// Whether the type that it names is there.
    #[cfg(test)]
    pub(super) fn is_whole(self) -> bool {
        self.type_name.is_empty() || self.content().is_some()
    }

    /// The type of the field, or of its items.
    pub(super) fn content(self) -> Option<Type<'d>> {
        self.owner.documentation.find(self.type_name)
    }
}
