use engine::compile::{Mirror, Native, Retry};
use serde_json::Value;

use crate::contract::{
    CLUSTER_HEADER, DECISION_HEADER, FILTER_NAME, GUARDED_CLUSTER_HEADER, NATIVE_PROPERTY, SESSION_HEADER,
    SOCKET_HEADER,
};
use crate::external_auth::{EXTERNAL_AUTH, asking};
use crate::json::json;
use crate::session;

/// Envoy's own: a stream on which nothing happens for longer is closed.
const STREAM_IDLE: u64 = 5 * 60 * 1000;

/// The routes of all listeners.
pub(crate) fn route_configuration(natives: &[(String, Native)]) -> Value {
    let mut host = json!({
        "name": FILTER_NAME,
        // Any host: the filter may rewrite the authority, and Envoy picks again after it.
        "domains": ["*"],
    });
    // Envoy makes the chain of filters before ours has decided, so these are there for every request once a route needs them.
    // They are named in one resource with those routes: no request sees the one without the other.
    let needed = [
        (EXTERNAL_AUTH, natives.iter().any(|(_, native)| native.external_auth.is_some())),
        (session::NAME, natives.iter().any(|(_, native)| native.session)),
    ];
    for (name, _) in needed.into_iter().filter(|(_, needed)| *needed) {
        host["typed_per_filter_config"][name] =
            json!({ "@type": "type.googleapis.com/envoy.config.route.v3.FilterConfig", "config": {} });
    }
    // Without native routes there is nothing to look up.
    if natives.is_empty() {
        host["routes"] = json!([route(FILTER_NAME)]);
    } else {
        host["matcher"] = matcher(natives);
    }
    json!({
        "@type": "type.googleapis.com/envoy.config.route.v3.RouteConfiguration",
        "name": FILTER_NAME,
        "virtual_hosts": [host],
    })
}

/// Whatever the filter asks for by name, else the route for everybody.
fn matcher(natives: &[(String, Native)]) -> Value {
    let map = natives.iter().map(|(name, it)| (name.clone(), action(native(name, it))));
    json!({
        "matcher_tree": {
            "input": {
                "name": NATIVE_PROPERTY,
                "typed_config": {
                    "@type": "type.googleapis.com/envoy.extensions.matching.common_inputs.network.v3.FilterStateInput",
                    // Envoy files what a wasm filter sets under this prefix.
                    "key": format!("wasm.{NATIVE_PROPERTY}"),
                },
            },
            "exact_match_map": { "map": map.collect::<serde_json::Map<_, _>>() },
        },
        "on_no_match": action(route(FILTER_NAME)),
    })
}

fn action(mut route: Value) -> Value {
    route["@type"] = "type.googleapis.com/envoy.config.route.v3.Route".into();
    json!({ "action": { "name": FILTER_NAME, "typed_config": route } })
}

/// The filter has matched already: the route takes every request.
fn route(name: &str) -> Value {
    json!({
        "name": name,
        "match": { "prefix": "/" },
        "route": {
            "cluster_header": CLUSTER_HEADER,
            // The default of 15 s cuts streams.
            "timeout": "0s",
            // What Gateway API answers where a backend does not exist. The default is 503.
            "cluster_not_found_response_code": "INTERNAL_SERVER_ERROR",
        },
        "request_headers_to_remove": [CLUSTER_HEADER, SESSION_HEADER, SOCKET_HEADER],
        // A backend's own; the filter and Envoy set theirs later.
        "response_headers_to_remove": [DECISION_HEADER, SESSION_HEADER],
    })
}

fn native(name: &str, native: &Native) -> Value {
    let mut out = route(name);
    let action = &mut out["route"];
    let mut timeout = native.request_timeout.unwrap_or(0);
    // A stream lives as long as all its tries: how long is known where there is one.
    let whole = native.request_timeout.or(match (&native.retry, native.backend_request_timeout) {
        (Some(_), Some(each)) if each > STREAM_IDLE => Some(0),
        (_, each) => each,
    });
    if let Some(long) = whole.filter(|long| *long == 0 || *long > STREAM_IDLE) {
        action["idle_timeout"] = seconds(long);
    }
    let each = native.backend_request_timeout.unwrap_or(0);
    match &native.retry {
        Some(retry) => action["retry_policy"] = retry_policy(retry, each),
        // With one try it is the whole exchange. Envoy's limit for a try would end with the response's
        // headers (`HTTPRouteTimeouts.backendRequest` is about all of the response).
        None if each > 0 && (timeout == 0 || each < timeout) => timeout = each,
        None => {}
    }
    action["timeout"] = seconds(timeout);
    if !native.mirrors.is_empty() {
        action["request_mirror_policies"] = native.mirrors.iter().map(mirror).collect();
    }
    if let Some(auth) = &native.external_auth {
        action["cluster_header"] = GUARDED_CLUSTER_HEADER.into();
        out["request_headers_to_remove"] = json!([GUARDED_CLUSTER_HEADER, SESSION_HEADER, SOCKET_HEADER]);
        out["typed_per_filter_config"] = json!({ EXTERNAL_AUTH: asking(auth, timeout) });
    }
    if native.session {
        out["typed_per_filter_config"][session::NAME] = session::route();
    }
    out
}

fn mirror(mirror: &Mirror) -> Value {
    let mut policy = json!({
        "cluster": mirror.cluster,
        // A mirror sees the host that the backend sees.
        "disable_shadow_host_suffix_append": true,
    });
    if mirror.numerator < mirror.denominator {
        // A small part is better rounded up than to nothing.
        let millionths = u64::from(mirror.numerator) * 1_000_000 / u64::from(mirror.denominator);
        policy["runtime_fraction"] =
            json!({ "default_value": { "numerator": millionths.max(1), "denominator": "MILLION" } });
    }
    policy
}

/// Statuses, and failures of the connection, to which an expired try belongs (`HTTPRouteRetry`).
fn retry_policy(retry: &Retry, each: u64) -> Value {
    let mut policy = json!({
        "retry_on": "connect-failure,refused-stream,reset,retriable-status-codes",
        "retriable_status_codes": retry.codes,
    });
    if let Some(attempts) = retry.attempts {
        policy["num_retries"] = attempts.into();
    }
    if each > 0 {
        policy["per_try_timeout"] = seconds(each);
    }
    // Envoy waits for a random part of the interval, and takes twice the interval the next time. Twice
    // what is asked for is that long on average (`HTTPRouteRetry.backoff`).
    if let Some(backoff) = retry.backoff.filter(|backoff| *backoff > 0) {
        policy["retry_back_off"] = json!({ "base_interval": seconds(backoff.saturating_mul(2)) });
    }
    policy
}

/// As protobuf writes a duration.
pub(crate) fn seconds(milliseconds: u64) -> Value {
    format!("{}.{:03}s", milliseconds / 1000, milliseconds % 1000).into()
}
