use std::path::Path;

use engine::compile::Native;
use serde_json::Value;

use crate::access_log::access_log;
use crate::bootstrap::untyped;
use crate::contract::{FILTER_NAME, HEADER_PREFIX, SOCKET_HEADER};
use crate::external_auth::external_auth;
use crate::json::json;
use crate::plan::AccessLog;
use crate::resources::watched;
use crate::route::route_configuration;
use crate::session;

/// Where the routes of a listener are.
#[derive(Clone, Copy)]
pub(crate) enum Routes<'a> {
    Here(&'a [(String, Native)]),
    File(&'a Path),
}

/// The HTTP side of a listener. Fields that are absent stand at Envoy's default, among them the codec
/// (HTTP/1.1, and HTTP/2 for a client that starts with it), the request id, and slashes left unmerged.
pub(crate) fn connection_manager(
    socket: &str,
    filter: Value,
    routes: Routes<'_>,
    log: Option<&AccessLog>,
) -> Value {
    let mut manager = json!({
        "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": FILTER_NAME,
        "early_header_mutation_extensions": [early_headers(socket)],
        // `.` and `..` must be gone before a path is compared, or a client walks around a rule.
        "normalize_path": true,
        // An encoded slash is a character of a segment: Gateway API knows no other reading.
        "path_with_escaped_slashes_action": "KEEP_UNCHANGED",
        // We are the edge: the client is who opened the connection, not who a header claims.
        "use_remote_address": true,
        // Envoy takes orders for its router (`x-envoy-retry-on`, timeouts and others) from internal clients, and takes
        // them out of everybody else's requests. Nobody is internal: no client has this address.
        "internal_address_config": { "cidr_ranges": [{ "address_prefix": "255.255.255.255", "prefix_len": 32 }] },
        // Off by default. Gateway API expects upgrades to pass without being asked for.
        "upgrade_configs": [{ "upgrade_type": "websocket" }],
        // The same for clients that speak HTTP/2 (RFC 8441).
        "http2_protocol_options": { "allow_connect": true, "max_concurrent_streams": 100 },
        // By default a client may take for ever over its headers. Bodies may, they are streams.
        "request_headers_timeout": "30s",
        // A backend's `server` header is the backend's; the default replaces it with `envoy`.
        "server_header_transformation": "PASS_THROUGH",
        "http_filters": [filter, external_auth(), session::filter(), router()],
    });
    match routes {
        Routes::Here(natives) => manager["route_config"] = untyped(route_configuration(natives)),
        // In a file of their own, as the filter's configuration, so that their change drains nothing.
        Routes::File(file) => {
            manager["rds"] = json!({ "route_config_name": FILTER_NAME, "config_source": watched(file) });
        }
    }
    if let Some(log) = log {
        manager["access_log"] = json!([access_log(log)]);
    }
    manager
}

/// Runs before the first filter and also when the filter's VM is down, so what the route reads can only come
/// from the filter, and what the filter reads of ours only from here.
fn early_headers(socket: &str) -> Value {
    let forged = json!({ "remove_on_match": { "key_matcher": { "prefix": HEADER_PREFIX } } });
    // Added, since there is none any more: to look for one first would cost as much as half of all this.
    let socket = json!({ "append": { "header": { "key": SOCKET_HEADER, "value": socket } } });
    json!({
        "name": "gatewright.forged_headers",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation",
            "mutations": [forged, socket],
        },
    })
}

fn router() -> Value {
    json!({
        "name": "envoy.filters.http.router",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router",
            // Responses carry no `x-envoy-*`, and backends no `x-envoy-expected-rq-timeout-ms`.
            "suppress_envoy_headers": true,
        },
    })
}
