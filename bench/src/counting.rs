//! An allocator that counts: how often, how much there is, how much there was at most.

#![expect(unsafe_code, reason = "only an allocator sees allocations")]

use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// An allocator, watched. The measured programs have one thread.
#[derive(Debug)]
pub struct Counting<A>(pub A);

static CALLS: AtomicUsize = AtomicUsize::new(0);
static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// What something did with the heap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heap {
    pub allocations: usize,
    /// Bytes that are there afterwards and were not before.
    pub kept: usize,
    /// Bytes that were there at most, beyond those before.
    pub peak: usize,
}

/// Runs something, and what it did with the heap while its result is still there.
pub fn watched<T>(run: impl FnOnce() -> T) -> (T, Heap) {
    let (calls, live) = (CALLS.load(Relaxed), LIVE.load(Relaxed));
    PEAK.store(live, Relaxed);
    let result = run();
    let heap = Heap {
        allocations: CALLS.load(Relaxed) - calls,
        kept: LIVE.load(Relaxed).saturating_sub(live),
        peak: PEAK.load(Relaxed).saturating_sub(live),
    };
    (result, heap)
}

fn took(bytes: usize) {
    CALLS.store(CALLS.load(Relaxed) + 1, Relaxed);
    let live = LIVE.load(Relaxed) + bytes;
    LIVE.store(live, Relaxed);
    if live > PEAK.load(Relaxed) {
        PEAK.store(live, Relaxed);
    }
}

fn gave(bytes: usize) {
    LIVE.store(LIVE.load(Relaxed).wrapping_sub(bytes), Relaxed);
}

// SAFETY: every call goes to that allocator as it came.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Counting<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        took(layout.size());
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        gave(layout.size());
        unsafe { self.0.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        gave(layout.size());
        took(size);
        unsafe { self.0.realloc(pointer, layout, size) }
    }
}
