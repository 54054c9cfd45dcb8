use super::{
    node::Node,
    spans::{Children, Entry, Span, Spans},
};
use foldhash::fast::FixedState;
use serde_json::{Map, Value, map};
use std::collections::HashMap;

/// A mapping while its entries arrive. The last value of a key wins, as in `kubectl`.
#[derive(Debug, Default)]
pub(crate) struct MapBuilder {
    values: Map<String, Value>,
    entries: Vec<Entry>,
    /// Which entries came by `<<`, in a mapping that has one.
    inherited: Vec<bool>,
    /// Where each key stands, from the first time that somebody asks: hardly any mapping repeats a key.
    index: Option<HashMap<String, usize, FixedState>>,
    height: usize,
    weight: usize,
}

// === impl MapBuilder ===

impl MapBuilder {
    /// Sets a key, and tells where it was set already.
    pub(crate) fn set(&mut self, key: String, key_span: Span, node: Node) -> Option<Span> {
        self.height = self.height.max(node.height);
        self.weight += key.len() + node.weight;
        let entry = Entry { key: key_span, spans: node.spans };
        let earlier = self.put(key, node.value, entry, false)?;
        (!earlier.inherited).then_some(earlier.key)
    }

    /// Takes over the entries of another mapping, and tells one key that this replaced.
    pub(crate) fn inherit(&mut self, source: Inherited) -> Option<String> {
        let mut replaced = None;
        for ((key, value), entry) in source.values.into_iter().zip(source.entries) {
            let name = key.clone();
            let earlier = self.put(key, value, entry, true);
            if earlier.is_some_and(|earlier| !earlier.inherited) {
                replaced = replaced.or(Some(name));
            }
        }
        replaced
    }

    /// Counts what was inherited.
    pub(crate) fn account(&mut self, height: usize, weight: usize) {
        self.height = self.height.max(height.saturating_sub(1));
        self.weight += weight;
    }

    pub(crate) fn finish(self, span: Span) -> Node {
        Node {
            value: Value::Object(self.values),
            spans: Spans { value: span, children: Children::Map(self.entries.into()) },
            height: self.height + 1,
            weight: self.weight + Node::OVERHEAD,
        }
    }

    fn put(&mut self, key: String, value: Value, spans: Entry, inherited: bool) -> Option<Earlier> {
        let end = self.entries.len();
        if inherited {
            self.inherited.resize(end, false);
        }
        let position = match self.values.entry(key) {
            map::Entry::Vacant(place) => {
                if let Some(index) = &mut self.index {
                    index.insert(place.key().clone(), end);
                }
                place.insert(value);
                self.entries.push(spans);
                if inherited {
                    self.inherited.push(true);
                }
                return None;
            }
            map::Entry::Occupied(mut place) => {
                place.insert(value);
                let key = place.key().clone();
                self.position(&key)?
            }
        };
        let was_inherited =
            self.inherited.get_mut(position).is_some_and(|flag| std::mem::replace(flag, inherited));
        let earlier = std::mem::replace(self.entries.get_mut(position)?, spans);
        Some(Earlier { key: earlier.key, inherited: was_inherited })
    }

    fn position(&mut self, key: &str) -> Option<usize> {
        let index = self.index.get_or_insert_with(|| self.values.keys().cloned().zip(0..).collect());
        index.get(key).copied()
    }
}

/// The entry that another one replaced.
struct Earlier {
    key: Span,
    inherited: bool,
}

/// A mapping that stands behind `<<`.
#[derive(Debug)]
pub(crate) struct Inherited {
    values: Map<String, Value>,
    entries: Box<[Entry]>,
}

impl Inherited {
    /// The mappings behind a `<<`, the one that wins last; `None` where something else is written there.
    pub(crate) fn from_node(node: Node) -> Option<Vec<Inherited>> {
        match (node.value, node.spans.children) {
            (Value::Array(values), Children::List(spans)) => values
                .into_iter()
                .zip(spans)
                .rev()
                .map(|(value, spans)| Self::of(value, spans.children))
                .collect(),
            (value, children) => Self::of(value, children).map(|one| vec![one]),
        }
    }

    fn of(value: Value, children: Children) -> Option<Inherited> {
        match (value, children) {
            (Value::Object(values), Children::Map(entries)) => Some(Inherited { values, entries }),
            _ => None,
        }
    }
}
