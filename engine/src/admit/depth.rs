use serde_json::Value;

/// As deep as `serde_json` itself reads. Past it nothing in this crate recurses.
pub(crate) const MAX_DEPTH: usize = 128;

/// What one look at everything in a value finds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Lists and objects nest deeper than [`MAX_DEPTH`]; then not all of it was looked at.
    pub(crate) too_deep: bool,
    pub(crate) nulls: bool,
}

impl Seen {
    /// Without recursion.
    pub(crate) fn of(value: &Value) -> Self {
        let mut seen = Seen::default();
        let mut open = vec![(value, 1)];
        while let Some((value, depth)) = open.pop() {
            if depth > MAX_DEPTH {
                return Seen { too_deep: true, ..seen };
            }
            match value {
                Value::Array(items) => open.extend(items.iter().map(|item| (item, depth + 1))),
                Value::Object(fields) => open.extend(fields.values().map(|field| (field, depth + 1))),
                value => seen.nulls |= value.is_null(),
            }
        }
        seen
    }
}

/// Drops a value without the recursion that its own `Drop` would use.
pub(crate) fn dismantle(value: Value) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(fields) => open.extend(fields.into_iter().map(|(_, field)| field)),
            _ => {}
        }
    }
}
