use super::spans::{Children, Span, Spans};
use serde_json::Value;

/// A value that is read, with what is needed to bound copies of it.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) spans: Spans,
    /// How many lists and mappings are nested in it, itself included.
    pub(crate) height: usize,
    /// About how many bytes a copy takes.
    pub(crate) weight: usize,
}

// === impl Node ===

impl Node {
    pub(crate) const OVERHEAD: usize = 128;

    pub(crate) fn scalar(value: Value, span: Span) -> Self {
        let weight = Self::OVERHEAD + value.as_str().map_or(0, str::len);
        Node { value, spans: Spans { value: span, children: Children::None }, height: 0, weight }
    }
}

/// A list while its items arrive.
#[derive(Debug, Default)]
pub(crate) struct ListBuilder {
    values: Vec<Value>,
    spans: Vec<Spans>,
    height: usize,
    weight: usize,
}

impl ListBuilder {
    pub(crate) fn push(&mut self, node: Node) {
        self.height = self.height.max(node.height);
        self.weight += node.weight;
        self.values.push(node.value);
        self.spans.push(node.spans);
    }

    /// Where the last item ends.
    pub(crate) fn end(&self) -> Option<u32> {
        self.spans.last().map(|spans| spans.value.end)
    }

    pub(crate) fn finish(self, span: Span) -> Node {
        Node {
            value: Value::Array(self.values),
            spans: Spans { value: span, children: Children::List(self.spans.into()) },
            height: self.height + 1,
            weight: self.weight + Node::OVERHEAD,
        }
    }
}
