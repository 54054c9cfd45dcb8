use std::rc::Rc;

use crate::{Shared, stream::Stream};

/// What a proxy knows by numbers: configurations, and streams of them.
pub(crate) struct Contexts {
    /// There are as many as configurations in use, and those from before a change whose streams still last.
    configurations: Vec<(u32, Option<Rc<Shared>>)>,
    /// By number. A proxy counts up, so that new ones come at the end.
    streams: Vec<(u32, Stream)>,
}

// === impl Contexts ===

impl Contexts {
    pub(crate) const fn new() -> Self {
        Contexts { configurations: Vec::new(), streams: Vec::new() }
    }

    /// A stream belongs to a configuration; what belongs to nobody is a configuration. A proxy may begin with
    /// one again.
    pub(crate) fn create(&mut self, number: u32, parent: u32) {
        if parent != 0 {
            let shared = self.configuration(parent).and_then(|shared| shared.clone());
            let stream = Stream::new(shared);
            let place = self.place(number);
            if let Ok(known) = place {
                self.streams.remove(known);
            }
            let (Ok(place) | Err(place)) = place;
            self.streams.insert(place, (number, stream));
        } else if self.configuration(number).is_none() {
            self.configurations.push((number, None));
        }
    }

    /// Whether there is such a configuration. Its streams keep the table that they began with.
    pub(crate) fn configure(&mut self, number: u32, shared: Shared) -> bool {
        self.configuration(number).map(|known| *known = Some(Rc::new(shared))).is_some()
    }

    pub(crate) fn stream(&mut self, number: u32) -> Option<&mut Stream> {
        let place = self.place(number).ok()?;
        self.streams.get_mut(place).map(|(_, stream)| stream)
    }

    pub(crate) fn delete(&mut self, number: u32) {
        match self.place(number) {
            Ok(place) => drop(self.streams.remove(place)),
            Err(_) => self.configurations.retain(|(known, _)| *known != number),
        }
    }

    /// Where a stream is, or where it would be.
    fn place(&self, number: u32) -> Result<usize, usize> {
        self.streams.binary_search_by_key(&number, |(known, _)| *known)
    }

    fn configuration(&mut self, number: u32) -> Option<&mut Option<Rc<Shared>>> {
        self.configurations.iter_mut().find(|(known, _)| *known == number).map(|(_, shared)| shared)
    }
}
