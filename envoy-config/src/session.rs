//! Envoy's own session filter. It knows endpoints by their addresses and nothing of cookies: those are the wasm filter's.

use serde_json::Value;

use crate::contract::SESSION_HEADER;
use crate::json::json;

pub(crate) const NAME: &str = "envoy.filters.http.stateful_session";
const TYPE: &str = "type.googleapis.com/envoy.extensions.filters.http.stateful_session.v3";

/// Does nothing but on routes that say what a session is, and is not there without any.
pub(crate) fn filter() -> Value {
    json!({ "name": NAME, "disabled": true, "typed_config": { "@type": format!("{TYPE}.StatefulSession") } })
}

/// Not strict: where the endpoint is gone another one takes over, and the response says which.
pub(crate) fn route() -> Value {
    json!({
        "@type": format!("{TYPE}.StatefulSessionPerRoute"),
        "stateful_session": {
            "session_state": {
                "name": "envoy.http.stateful_session.header",
                "typed_config": {
                    "@type": "type.googleapis.com/envoy.extensions.http.stateful_session.header.v3.HeaderBasedSessionState",
                    "name": SESSION_HEADER,
                },
            },
        },
    })
}
