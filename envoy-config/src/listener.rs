use serde_json::{Value, json};

use crate::connection_manager::{Routes, connection_manager};
use crate::contract::{METADATA_NAMESPACE, METADATA_SOCKET};
use crate::plan::{AccessLog, Socket};

/// A listener. It depends on nothing but its socket, so it never changes while its socket stays.
pub(crate) fn listener(socket: &Socket, filter: Value, routes: Routes<'_>, log: Option<&AccessLog>) -> Value {
    json!({
        "@type": "type.googleapis.com/envoy.config.listener.v3.Listener",
        "name": socket.name,
        "address": { "socket_address": { "address": socket.address, "port_value": socket.port } },
        // How the filter, which is the same on every listener, learns where a request came in.
        "metadata": { "filter_metadata": { METADATA_NAMESPACE: { METADATA_SOCKET: socket.name } } },
        "filter_chains": [{
            "filters": [{
                "name": "envoy.filters.network.http_connection_manager",
                "typed_config": connection_manager(filter, routes, log),
            }],
        }],
    })
}
