use serde_json::Value;

use crate::connection_manager::{Routes, connection_manager};
use crate::contract::{METADATA_GATEWAY, METADATA_NAMESPACE, METADATA_SOCKET};
use crate::json::json;
use crate::plan::{AccessLog, Serves, Socket};
use crate::resources::Layout;
use crate::{stream, tls};

/// A listener. It depends on nothing but its socket: routes of requests never change it, and neither
/// does a renewed certificate. Secrets are in the layout's files, or in the bootstrap without one.
pub(crate) fn listener(
    socket: &Socket,
    filter: Value,
    routes: Routes<'_>,
    log: Option<&AccessLog>,
    secrets: Option<&Layout>,
) -> Value {
    let mut listener = json!({
        "@type": "type.googleapis.com/envoy.config.listener.v3.Listener",
        "name": socket.name,
        "address": { "socket_address": { "address": socket.address, "port_value": socket.port } },
        // How the filter, which is the same on every listener, learns where a request came in.
        "metadata": { "filter_metadata": { METADATA_NAMESPACE: {
            METADATA_SOCKET: socket.name,
            METADATA_GATEWAY: socket.name.rsplit_once(':').map(|(gateway, _)| gateway),
        } } },
    });
    let requests = || {
        extension(
            "envoy.filters.network.http_connection_manager",
            connection_manager(&socket.name, filter.clone(), routes, log),
        )
    };
    match &socket.serves {
        Serves::Http => listener["filter_chains"] = json!([{ "filters": [requests()] }]),
        Serves::Tcp(stream) => {
            listener["filter_chains"] = json!([{ "filters": [stream::tcp(stream, log)] }]);
        }
        Serves::Tls(chains) => {
            listener["listener_filters"] = json!([tls::inspector()]);
            let chain = |chain: &_| tls::chain(chain, requests, log, secrets);
            listener["filter_chains"] = chains.iter().map(chain).collect();
        }
        Serves::Udp(stream) => {
            listener["address"]["socket_address"]["protocol"] = "UDP".into();
            listener["udp_listener_config"] = json!({});
            listener["listener_filters"] = json!([stream::udp(stream, log)]);
        }
    }
    listener
}

/// Something of Envoy's that is configured by its own type.
pub(crate) fn extension(name: &str, typed_config: Value) -> Value {
    json!({ "name": name, "typed_config": typed_config })
}
