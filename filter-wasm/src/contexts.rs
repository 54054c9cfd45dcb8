use std::{collections::BTreeMap, rc::Rc};

use crate::{Shared, stream::Stream};

/// What a proxy knows by numbers: configurations, and streams of them.
pub(crate) struct Contexts {
    /// There are as many as configurations in use, and those from before a change whose streams still last.
    configurations: Vec<(u32, Option<Rc<Shared>>)>,
    streams: BTreeMap<u32, Stream>,
}

// === impl Contexts ===

impl Contexts {
    pub(crate) const fn new() -> Self {
        Contexts { configurations: Vec::new(), streams: BTreeMap::new() }
    }

    /// A stream belongs to a configuration; what belongs to nobody is a configuration. A proxy may begin with
    /// one again.
    pub(crate) fn create(&mut self, number: u32, parent: u32) {
        if parent != 0 {
            let shared = self.configuration(parent).and_then(|shared| shared.clone());
            self.streams.insert(number, Stream::new(shared));
        } else if self.configuration(number).is_none() {
            self.configurations.push((number, None));
        }
    }

    /// Whether there is such a configuration. Its streams keep the table that they began with.
    pub(crate) fn configure(&mut self, number: u32, shared: Shared) -> bool {
        self.configuration(number).map(|known| *known = Some(Rc::new(shared))).is_some()
    }

    pub(crate) fn stream(&mut self, number: u32) -> Option<&mut Stream> {
        self.streams.get_mut(&number)
    }

    pub(crate) fn delete(&mut self, number: u32) {
        if self.streams.remove(&number).is_none() {
            self.configurations.retain(|(known, _)| *known != number);
        }
    }

    fn configuration(&mut self, number: u32) -> Option<&mut Option<Rc<Shared>>> {
        self.configurations.iter_mut().find(|(known, _)| *known == number).map(|(_, shared)| shared)
    }
}
