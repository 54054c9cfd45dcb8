use std::rc::Rc;

use crate::{Shared, stream::Stream};

/// What a proxy knows by numbers: configurations, and streams of them.
pub(crate) struct Contexts {
    configurations: Vec<Configuration>,
    /// By the last bits of their numbers. A proxy counts, so chains are short.
    buckets: Vec<Option<Box<Entry>>>,
    streams: usize,
}

/// There are as many as configurations in use, and those from before a change whose streams still last.
struct Configuration {
    number: u32,
    shared: Option<Rc<Shared>>,
}

struct Entry {
    number: u32,
    stream: Stream,
    next: Option<Box<Entry>>,
}

const FEWEST: usize = 64;

// === impl Contexts ===

impl Contexts {
    pub(crate) const fn new() -> Self {
        Contexts { configurations: Vec::new(), buckets: Vec::new(), streams: 0 }
    }

    /// A stream belongs to a configuration; what belongs to nobody is a configuration.
    pub(crate) fn create(&mut self, number: u32, parent: u32) {
        if parent == 0 {
            // A proxy may begin with one again.
            if self.configuration(number).is_some() {
                return;
            }
            self.configurations.push(Configuration { number, shared: None });
            return;
        }
        let shared = self.configuration(parent).and_then(|parent| parent.shared.clone());
        if self.streams >= self.buckets.len() {
            self.grow();
        }
        self.put(Box::new(Entry { number, stream: Stream::new(shared), next: None }));
        self.streams += 1;
    }

    /// Whether there is such a configuration. Its streams keep the table that they began with.
    pub(crate) fn configure(&mut self, number: u32, shared: Shared) -> bool {
        let configuration = self.configuration(number);
        configuration.map(|configuration| configuration.shared = Some(Rc::new(shared))).is_some()
    }

    pub(crate) fn stream(&mut self, number: u32) -> Option<&mut Stream> {
        let mut entry = self.bucket(number)?.as_mut()?;
        while entry.number != number {
            entry = entry.next.as_mut()?;
        }
        Some(&mut entry.stream)
    }

    pub(crate) fn delete(&mut self, number: u32) {
        if self.take(number).is_some() {
            self.streams -= 1;
        } else {
            self.configurations.retain(|configuration| configuration.number != number);
        }
    }

    fn take(&mut self, number: u32) -> Option<Box<Entry>> {
        let mut link = self.bucket(number)?;
        while link.as_ref()?.number != number {
            link = &mut link.as_mut()?.next;
        }
        let mut entry = link.take()?;
        *link = entry.next.take();
        Some(entry)
    }

    fn configuration(&mut self, number: u32) -> Option<&mut Configuration> {
        self.configurations.iter_mut().find(|configuration| configuration.number == number)
    }

    fn bucket(&mut self, number: u32) -> Option<&mut Option<Box<Entry>>> {
        let mask = self.buckets.len().checked_sub(1)?;
        self.buckets.get_mut(usize::try_from(number).ok()? & mask)
    }

    fn put(&mut self, mut entry: Box<Entry>) {
        if let Some(bucket) = self.bucket(entry.number) {
            entry.next = bucket.take();
            *bucket = Some(entry);
        }
    }

    fn grow(&mut self) {
        let size = (self.buckets.len() * 2).max(FEWEST);
        for mut chain in std::mem::replace(&mut self.buckets, (0..size).map(|_| None).collect()) {
            while let Some(mut entry) = chain {
                chain = entry.next.take();
                self.put(entry);
            }
        }
    }
}
