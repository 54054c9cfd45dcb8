//! Streams of one VM, which end in any order.

use crate::shop::{get, start};

/// More than the filter makes room for at first.
const STREAMS: usize = 300;

#[test]
fn streams_that_end_out_of_order_have_the_answers_of_their_own_requests() {
    let mut plugin = start();
    // Every third has a rule that changes the response.
    let is_changed = |number: usize| number.is_multiple_of(3);
    let mut exchanges: Vec<_> = (0..STREAMS)
        .map(|number| {
            let path = if is_changed(number) { "/rewrite/a" } else { "/plain" };
            (number, plugin.request(get(path)))
        })
        .collect();
    // 7 and the number of streams have no factor in common, so each has its turn.
    exchanges.sort_by_key(|(number, _)| number * 7 % STREAMS);
    for (number, mut exchange) in exchanges {
        let response = plugin.respond(&mut exchange, [(":status", "200")].into()).expect("no traps");
        assert_eq!(response.text("x-response"), is_changed(number).then_some("3"), "{number}");
    }
}

#[test]
fn memory_does_not_grow_with_streams_that_are_over() {
    let mut plugin = start();
    let mut wave = || {
        let exchanges: Vec<_> = (0..STREAMS).map(|_| plugin.request(get("/plain"))).collect();
        exchanges.into_iter().for_each(|exchange| plugin.abandon(exchange).expect("no traps"));
        plugin.memory_bytes()
    };
    let before = wave();
    (0..20).for_each(|_| {
        wave();
    });
    assert_eq!(wave(), before);
}
