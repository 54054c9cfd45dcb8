//! What the program `vm` of the crate `bench` times as wasm: the same loop that it runs itself.

#![expect(unsafe_code, reason = "a name that is exported could be somebody else's")]

use std::cell::RefCell;
use std::hint::black_box;

use bench::engine::{Ready, Router, bundle};
use bench::workload::{Shape, WARM, Workload, definition, requests};

thread_local! {
    static ROUTER: RefCell<Option<(Router, Vec<Ready<'static>>)>> = const { RefCell::new(None) };
}

/// Makes the workload and its table.
#[unsafe(no_mangle)]
extern "C" fn load(one_host: u32, rules: u32) {
    let shape = if one_host == 0 { Shape::Spread } else { Shape::OneHost };
    let workload = Workload::of(shape, usize::try_from(rules).unwrap_or_default());
    let router = Router::load(&bundle(&definition(&workload)));
    let ready = requests(&workload, WARM).leak().iter().map(Ready::of).collect();
    ROUTER.set(Some((router, ready)));
}

/// How many requests have a rule, over so many passes.
#[unsafe(no_mangle)]
extern "C" fn decide(passes: u32) -> u32 {
    ROUTER.with_borrow(|loaded| {
        let Some((router, ready)) = loaded else { return 0 };
        (0..passes).map(|_| decided(router, black_box(ready))).sum()
    })
}

#[inline(never)]
fn decided(router: &Router, requests: &[Ready<'_>]) -> u32 {
    requests.iter().map(|request| u32::from(router.decide(black_box(request)).is_some())).sum()
}
