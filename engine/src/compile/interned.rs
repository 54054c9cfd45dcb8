use crate::map::Map;

/// Strings to numbers, each once, in the order of their first use.
#[derive(Debug, Default)]
pub(super) struct Interned {
    ids: Map<String, u32>,
}

impl Interned {
    pub(super) fn id(&mut self, text: &str) -> u32 {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let next = super::id(self.ids.len());
        self.ids.insert(text.to_owned(), next);
        next
    }

    pub(super) fn into_list(self) -> Vec<String> {
        let mut list = vec![String::new(); self.ids.len()];
        for (text, id) in self.ids {
            if let Some(place) = usize::try_from(id).ok().and_then(|id| list.get_mut(id)) {
                *place = text;
            }
        }
        list
    }
}
