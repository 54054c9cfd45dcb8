use engine::{attach::BackendTarget, compile::ExternalAuth, table::normalize};
use serde_json::Value;

use crate::contract::HEADER_PREFIX;
use crate::json::json;
use crate::route::seconds;

/// The filter's name in the chain, by which a route configures it.
pub(crate) const EXTERNAL_AUTH: &str = "gatewright.external_auth";

/// How long an authorizer may take, in milliseconds.
const PATIENCE: u64 = 5000;

/// What an authorizer's answer must not change: where a request goes and where it ends. Envoy keeps
/// pseudo-headers, `host` and its own from it by itself.
const KEPT: &str =
    "x-gatewright-.*|content-length|transfer-encoding|connection|keep-alive|te|trailer|upgrade";

/// A place in the chain, behind the wasm filter. What is done there a native route says, all of it: the
/// settings of Envoy's authorization filter that a route can override are too few. Where no route asks, it is not there
/// (see [`crate::route::route_configuration`]).
pub(crate) fn external_auth() -> Value {
    json!({
        "name": EXTERNAL_AUTH,
        "disabled": true,
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.common.matching.v3.ExtensionWithMatcher",
            "xds_matcher": {},
            "extension_config": {
                "name": EXTERNAL_AUTH,
                "typed_config": {
                    "@type": "type.googleapis.com/envoy.extensions.filters.http.composite.v3.Composite",
                },
            },
        },
    })
}

/// What a native route does in that place. Whatever goes wrong, the request is denied, which is Envoy's
/// default (`HTTPRouteFilter.externalAuth`).
pub(crate) fn asking(auth: &ExternalAuth, request_timeout: u64) -> Value {
    let timeout = seconds(if request_timeout == 0 { PATIENCE } else { PATIENCE.min(request_timeout) });
    let mut config = json!({
        "@type": "type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz",
        "transport_api_version": "V3",
        "disallowed_headers": { "patterns": [{ "prefix": HEADER_PREFIX }] },
        "decoder_header_mutation_rules": { "disallow_expression": { "regex": KEPT } },
    });
    if !auth.allowed_headers.is_empty() {
        config["allowed_headers"] = exactly(&auth.allowed_headers);
    }
    if auth.max_body > 0 {
        // A longer body is refused with 413: cut off, it would not be what the authorizer agreed to
        // (`HTTPExternalAuthFilter.forwardBody`).
        config["with_request_body"] = json!({ "max_request_bytes": auth.max_body });
    }
    if auth.grpc {
        config["grpc_service"] = json!({
            "envoy_grpc": { "cluster_name": auth.cluster, "authority": authority(&auth.cluster) },
            "timeout": timeout,
        });
    } else {
        config["http_service"] = http(auth, timeout);
    }
    json!({
        "@type": "type.googleapis.com/envoy.extensions.common.matching.v3.ExtensionWithMatcherPerRoute",
        "xds_matcher": { "on_no_match": { "action": {
            "name": EXTERNAL_AUTH,
            "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.filters.http.composite.v3.ExecuteFilterAction",
                "typed_config": { "name": EXTERNAL_AUTH, "typed_config": config },
            },
        } } },
    })
}

/// What is sent always, Envoy sends by itself (`HTTPAuthConfig.allowedHeaders`).
fn http(auth: &ExternalAuth, timeout: Value) -> Value {
    let copied = match auth.allowed_response_headers.as_slice() {
        [] => json!({ "patterns": [{ "safe_regex": { "regex": ".*" } }] }),
        names => exactly(names),
    };
    let mut service = json!({
        "server_uri": { "uri": "http://authorizer", "cluster": auth.cluster, "timeout": timeout },
        "authorization_response": { "allowed_upstream_headers": copied },
    });
    let path = format!("/{}", auth.path.trim_matches('/'));
    if path != "/" {
        service["path_prefix"] = normalize(&path).into();
    }
    service
}

fn exactly(names: &[String]) -> Value {
    let patterns = names.iter().map(|name| json!({ "exact": name, "ignore_case": true }));
    json!({ "patterns": patterns.collect::<Vec<_>>() })
}

/// A host, which the name of a cluster is not.
fn authority(cluster: &str) -> String {
    let label = BackendTarget::label_of(cluster);
    let (namespace, name) = label.split_once('/').unwrap_or(("default", label));
    let name = name.split(':').next().unwrap_or(name);
    format!("{name}.{namespace}")
}
