use std::collections::BTreeMap;

use crate::sort::sort_by;

/// Strings to numbers, each once, in the order of their first use.
#[derive(Debug, Default)]
pub(super) struct Interned {
    ids: BTreeMap<String, u32>,
}

impl Interned {
    pub(super) fn id(&mut self, text: &str) -> u32 {
        let next = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        *self.ids.entry(text.to_owned()).or_insert(next)
    }

    pub(super) fn into_list(self) -> Vec<String> {
        let mut pairs: Vec<_> = self.ids.into_iter().collect();
        sort_by(&mut pairs, |(_, left), (_, right)| left.cmp(right));
        pairs.into_iter().map(|(text, _)| text).collect()
    }
}
