use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use crate::SharedStr;

/// Texts that were read lately: what repeats itself is there once.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Each at the place that its hash says, until another one comes there.
    latest: Vec<SharedStr>,
}

/// As many as hold the names of a large cluster's Services, and no more than a processor has near.
const PLACES: usize = 1 << 12;

impl Texts {
    pub(super) fn shared(&mut self, text: &str) -> SharedStr {
        // Whoever reads little has little to gain.
        if !cfg!(feature = "quick") {
            return text.into();
        }
        self.latest.resize(PLACES, SharedStr::default());
        let hash = FixedState::default().hash_one(text);
        let Some(place) = self.latest.get_mut(hash as usize % PLACES) else { return text.into() };
        if *place != *text {
            *place = text.into();
        }
        place.clone()
    }
}
