//! The documentation of kinds, fields and values, in texts of a small format.
//!
//! A file begins with `@` and the place on the web that its types are documented at. A line that is not
//! indented begins a type: `Type < Base: text`, whose fields are those of the base as well. An indented line is a
//! field of it, `field Type: text`, or one of its values, `Value: text`.

use std::sync::OnceLock;

use crate::sort;

const TEXTS: [&str; 8] = [
    include_str!("docs/object.txt"),
    include_str!("docs/gateway.txt"),
    include_str!("docs/route.txt"),
    include_str!("docs/http_route.txt"),
    include_str!("docs/grpc_route.txt"),
    include_str!("docs/policy.txt"),
    include_str!("docs/x.txt"),
    include_str!("docs/core.txt"),
];

/// A documented type: a kind, a part of one, or a set of values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
    base: &'static str,
    /// Its lines.
    body: &'static str,
    web: &'static str,
}

/// A documented field or value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// The type that declares it.
    pub(super) owner: Type,
    pub(super) name: &'static str,
    type_name: &'static str,
    pub(super) text: &'static str,
}

/// The type with a name.
pub(super) fn find(name: &str) -> Option<Type> {
    let all = all();
    let place = all.binary_search_by_key(&name, |known| known.name).ok()?;
    all.get(place).copied()
}

/// All types by name.
pub(super) fn all() -> &'static [Type] {
    static ALL: OnceLock<Vec<Type>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = Vec::new();
        for text in TEXTS {
            let (web, types) =
                text.strip_prefix('@').and_then(|text| text.split_once('\n')).unwrap_or_default();
            all.extend(types.split("\n\n").filter_map(|block| Type::read(block.trim(), web)));
        }
        sort::sort_by_key(&mut all, |known| known.name);
        all
    })
}

impl Type {
    fn read(block: &'static str, web: &'static str) -> Option<Self> {
        let (head, body) = block.split_once('\n').unwrap_or((block, ""));
        let (names, text) = head.split_once(": ").unwrap_or((head, ""));
        let (name, base) = names.split_once(" < ").unwrap_or((names, ""));
        (!name.is_empty()).then_some(Type { name, text, base, body, web })
    }

    /// Its own lines and those of its base.
    pub(super) fn entries(self) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut next = Some(self);
        // Three types in a row are the most there are.
        for _ in 0..3 {
            let Some(owner) = next else { break };
            entries.extend(owner.body.lines().filter_map(|line| Entry::read(line, owner)));
            next = find(owner.base);
        }
        entries
    }

    #[cfg(test)]
    pub(super) fn base(self) -> Option<Type> {
        find(self.base)
    }

    pub(super) fn entry(self, name: &str) -> Option<Entry> {
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

impl Entry {
    fn read(line: &'static str, owner: Type) -> Option<Self> {
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
    pub(super) fn content(self) -> Option<Type> {
        find(self.type_name)
    }
}
