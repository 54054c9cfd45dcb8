//! Which filters there are for a request.

use engine::compile::Native;
use serde_json::Value;

use super::plans::natives;
use crate::routes;

/// What is on for every request, of all that listeners have turned off.
fn on(natives: impl IntoIterator<Item = Native>) -> Vec<String> {
    let natives: Vec<_> =
        natives.into_iter().enumerate().map(|(number, native)| (number.to_string(), native)).collect();
    let document = routes(&natives).json();
    let filters =
        document["resources"][0]["virtual_hosts"][0]["typed_per_filter_config"].as_object().cloned();
    filters.into_iter().flatten().map(|(name, _): (String, Value)| name).collect()
}

#[test]
fn authorizers_and_sessions_cost_nothing_where_no_route_has_them() {
    assert_eq!(on([]), [""; 0]);
    let others = natives().into_iter().filter(|native| native.external_auth.is_none() && !native.session);
    assert_eq!(on(others), [""; 0]);
}

#[test]
fn one_route_with_an_authorizer_turns_its_filter_on() {
    let guarded = natives().into_iter().filter(|native| native.external_auth.is_some());
    assert_eq!(on(guarded), ["gatewright.external_auth"]);
    assert_eq!(on(natives()), ["gatewright.external_auth", "envoy.filters.http.stateful_session"]);
}
