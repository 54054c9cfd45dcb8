use std::cell::Cell;

use crate::host;

/// SplitMix64 (Steele, Lea and Flood 2014): draws for weights, seeded once in a VM. It keeps no
/// secrets.
pub(crate) struct Random(Cell<u64>);

impl Random {
    pub(crate) fn seeded() -> Self {
        Random(Cell::new(host::entropy().unwrap_or(0x9e37_79b9_7f4a_7c15)))
    }

    pub(crate) fn draw(&self) -> u64 {
        let state = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
