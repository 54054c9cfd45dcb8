use std::collections::BTreeMap;

use host_tests::proxy_wasm::{Fault, Plugin, Settings, Status};

use crate::shop::{CLUSTER, get, run, start_with};

fn shares(mut plugin: Plugin) -> BTreeMap<String, u32> {
    let mut shares = BTreeMap::new();
    for _ in 0..10_000 {
        let exchange = run(&mut plugin, get("/weighted"));
        let headers = exchange.forwarded().expect("every request has a backend");
        *shares.entry(headers.text(CLUSTER).expect("text").to_owned()).or_default() += 1;
    }
    shares
}

/// Three standard deviations of 10,000 draws with a chance of 10 % are 90; the seed is fixed.
fn assert_ninety_to_ten(shares: &BTreeMap<String, u32>) {
    assert_eq!(shares.keys().collect::<Vec<_>>(), ["shop/canary:80", "shop/stable:80"]);
    assert!((910..=1_090).contains(&shares["shop/canary:80"]), "{shares:?}");
}

#[test]
fn backends_get_their_shares_and_weight_0_gets_nothing() {
    assert_ninety_to_ten(&shares(start_with(Settings { seed: 1, ..Settings::default() })));
}

#[test]
fn a_host_without_entropy_changes_no_shares() {
    let faults = vec![Fault::named("random_get", Status::InternalFailure)];
    assert_ninety_to_ten(&shares(start_with(Settings { faults, ..Settings::default() })));
}
