use crate::map::Map;

/// Strings to numbers, each once, in the order of their first use.
#[derive(Debug, Default)]
pub(super) struct Interned {
    ids: Map<String, usize>,
}

impl Interned {
    pub(super) fn id(&mut self, text: &str) -> u32 {
        let number = match self.ids.get(text) {
            Some(number) => *number,
            None => {
                let next = self.ids.len();
                self.ids.insert(text.to_owned(), next);
                next
            }
        };
        super::id(number)
    }

    pub(super) fn into_list(self) -> Vec<String> {
        let mut list = vec![String::new(); self.ids.len()];
        for (text, id) in self.ids {
            if let Some(place) = list.get_mut(id) {
                *place = text;
            }
        }
        list
    }
}
