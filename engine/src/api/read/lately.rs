use std::{
    borrow::Borrow,
    hash::{BuildHasher, Hash},
};

use foldhash::fast::FixedState;

/// Values that were read lately: what repeats itself is there once.
#[derive(Debug)]
pub(super) struct Lately<T> {
    /// Each at the place that its hash says, until another one comes there.
    latest: Vec<Option<T>>,
}

/// As many as hold the names of a large cluster's Services, and no more than a processor has near.
const PLACES: usize = 1 << 12;

impl<T> Default for Lately<T> {
    fn default() -> Self {
        Lately { latest: Vec::new() }
    }
}

impl<T: Clone> Lately<T> {
    pub(super) fn shared<Q: Hash + Eq + ?Sized>(&mut self, sought: &Q, make: impl FnOnce() -> T) -> T
    where
        T: Borrow<Q>,
    {
        // Whoever reads little has little to gain.
        if !cfg!(feature = "quick") {
            return make();
        }
        self.latest.resize(PLACES, None);
        let hash = FixedState::default().hash_one(sought);
        let Some(place) = self.latest.get_mut(hash as usize % PLACES) else { return make() };
        match place {
            Some(known) if (*known).borrow() == sought => known.clone(),
            _ => place.insert(make()).clone(),
        }
    }
}
