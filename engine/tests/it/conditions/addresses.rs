//! What whoever runs a Gateway knows of its addresses.

use std::collections::BTreeMap;

use engine::{analysis::Options, report::Moment};
use serde_json::Value;

use super::manifests::{HTTP, class, gateway, object};
use crate::support::analyse_with;

fn programmed(conditions: &Value) -> String {
    let mut list = conditions.as_array().unwrap().iter();
    let it = list.find(|condition| condition["type"] == "Programmed").unwrap();
    format!("{}/{}", it["status"].as_str().unwrap(), it["reason"].as_str().unwrap())
}

/// `GatewaySpec.addresses`: an address that is not available is told.
#[test]
fn a_gateway_without_the_address_that_it_asks_for_is_not_programmed() {
    let extra = "  allowedListeners: {namespaces: {from: Same}}\n  addresses: [{value: 10.255.255.1}]\n";
    let set = "{parentRef: {name: x}, listeners: [{name: a, port: 81, protocol: HTTP}]}";
    let manifests = class("") + &gateway(HTTP, extra) + &object("ListenerSet", "x", set);
    let analysis = analyse_with(&manifests, &Options::default());
    let told = |unusable: &BTreeMap<String, String>| {
        let addresses = BTreeMap::from([("default/x".to_owned(), [127, 0, 0, 1].into())]);
        let moment = Moment { now: "2026-01-02T03:04:05Z", addresses: &addresses, unusable };
        let list = analysis.status_list_at(&moment, |_| true);
        let status = |number: usize| list["items"][number]["status"].clone();
        let (gateway, set) = (status(1), status(2));
        // Where it is instead.
        assert_eq!(gateway["addresses"][0]["value"], "127.0.0.1");
        [
            &gateway["conditions"],
            &gateway["listeners"][0]["conditions"],
            &set["conditions"],
            &set["listeners"][0]["conditions"],
        ]
        .map(programmed)
    };
    assert_eq!(told(&BTreeMap::new()), ["True/Programmed"; 4]);
    let unusable = BTreeMap::from([("default/x".to_owned(), "it is taken".to_owned())]);
    assert_eq!(
        told(&unusable),
        ["False/AddressNotUsable", "False/Pending", "False/ParentNotProgrammed", "False/Pending"]
    );
}
