use serde_json::Value;

use crate::json::json;
use crate::listener::extension;
use crate::plan::{AccessLog, Chain, Termination};
use crate::resources::{Layout, watched};
use crate::stream;

/// Reads the name that a client asks for, and gives it back untouched.
pub(crate) fn inspector() -> Value {
    extension(
        "envoy.filters.listener.tls_inspector",
        json!({ "@type": "type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector" }),
    )
}

pub(crate) fn chain(
    chain: &Chain,
    requests: impl Fn() -> Value,
    log: Option<&AccessLog>,
    secrets: Option<&Layout>,
) -> Value {
    // What does not begin with a handshake is for nobody here.
    let mut fits = json!({ "transport_protocol": "tls" });
    if !chain.name.is_empty() {
        fits["server_names"] = json!([chain.name]);
    }
    let carries = chain.stream.as_ref().map_or_else(requests, |stream| stream::tcp(stream, log));
    let mut out = json!({ "filter_chain_match": fits, "filters": [carries] });
    if let Some(tls) = &chain.tls {
        // By default a client may take for ever.
        out["transport_socket_connect_timeout"] = "15s".into();
        out["transport_socket"] = termination(tls, chain.stream.is_none(), secrets);
    }
    out
}

fn termination(tls: &Termination, http: bool, secrets: Option<&Layout>) -> Value {
    let by_name = |name: &String| {
        let mut secret = json!({ "name": name });
        if let Some(layout) = secrets {
            secret["sds_config"] = watched(&layout.secret(name));
        }
        secret
    };
    // Of several certificates Envoy takes the one for the name that the client asks for, else the first.
    let certificates = tls.certificates.iter().map(by_name).collect::<Vec<_>>();
    let mut common = json!({ "tls_certificate_sds_secret_configs": certificates });
    if http {
        common["alpn_protocols"] = json!(["h2", "http/1.1"]);
    }
    let mut context = json!({
        "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
    });
    if let Some(clients) = &tls.clients {
        context["require_client_certificate"] = (!clients.optional).into();
        // Whoever is let in in any case is still asked for a certificate.
        let trust = if clients.optional { "ACCEPT_UNTRUSTED" } else { "VERIFY_TRUST_CHAIN" };
        common["combined_validation_context"] = json!({
            "default_validation_context": { "trust_chain_verification": trust },
            "validation_context_sds_secret_config": by_name(&clients.authorities),
        });
    }
    context["common_tls_context"] = common;
    extension("envoy.transport_sockets.tls", context)
}
