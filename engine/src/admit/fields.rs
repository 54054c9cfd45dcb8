use serde_json::{Map, Value};

/// More fields than objects have whose kind is known.
const FEW: usize = 16;

/// A field of an object. Among few, to hash its name takes longer than to look for it.
pub(crate) fn get<'v>(fields: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    if fields.len() > FEW {
        return fields.get(name);
    }
    fields.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
}

pub(crate) fn get_mut<'v>(fields: &'v mut Map<String, Value>, name: &str) -> Option<&'v mut Value> {
    if fields.len() > FEW {
        return fields.get_mut(name);
    }
    fields.iter_mut().find(|(key, _)| *key == name).map(|(_, value)| value)
}
