use engine::attach::RetryBudget;
use serde_json::{Map, Value};

use crate::json::json;
use crate::plan::{Cluster, Endpoints, Protocol};
use crate::route::seconds;
use crate::upstream_tls::upstream_tls;

/// A cluster, with Envoy's defaults for what Gateway API is silent about.
pub(crate) fn cluster(cluster: &Cluster) -> Value {
    let mut out = Map::new();
    out.insert("@type".into(), "type.googleapis.com/envoy.config.cluster.v3.Cluster".into());
    out.insert("name".into(), json!(cluster.name));
    let endpoints = match &cluster.endpoints {
        Endpoints::Static(addresses) => {
            out.insert("type".into(), "STATIC".into());
            addresses.iter().map(|address| endpoint(&address.ip().to_string(), address.port())).collect()
        }
        Endpoints::Dns(hosts) => {
            out.insert("cluster_type".into(), dns());
            hosts.iter().map(|(host, port)| endpoint(host, *port)).collect()
        }
    };
    out.insert("load_assignment".into(), assignment(&cluster.name, endpoints));
    out.insert("circuit_breakers".into(), circuit_breakers(cluster.retry_budget));
    if let Some(options) = protocol_options(cluster.protocol) {
        out.insert("typed_extension_protocol_options".into(), options);
    }
    if let Some(tls) = &cluster.tls {
        out.insert("transport_socket".into(), upstream_tls(tls, cluster.protocol));
    }
    Value::Object(out)
}

fn dns() -> Value {
    json!({
        "name": "envoy.clusters.dns",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.clusters.dns.v3.DnsCluster",
            // The default asks again every 5 s, whatever the record says.
            "respect_dns_ttl": true,
            // By default a name with an address of IPv6 is nowhere else, as `localhost` on most machines.
            "dns_lookup_family": "V4_PREFERRED",
        },
    })
}

fn assignment(cluster: &str, endpoints: Vec<Value>) -> Value {
    json!({ "cluster_name": cluster, "endpoints": [{ "lb_endpoints": endpoints }] })
}

fn endpoint(address: &str, port: u16) -> Value {
    json!({ "endpoint": { "address": { "socket_address": { "address": address, "port_value": port } } } })
}

/// Gateway API limits neither connections nor requests, and a rule's retries are counted by the rule.
/// Envoy's defaults (1,024 and 3 retries at a time) would answer 503 under load.
fn circuit_breakers(budget: Option<RetryBudget>) -> Value {
    let mut thresholds = json!({
        "max_connections": u32::MAX,
        "max_pending_requests": u32::MAX,
        "max_requests": u32::MAX,
        "max_retries": u32::MAX,
    });
    if let Some(RetryBudget { percent, interval, least }) = budget {
        thresholds["retry_budget"] = json!({
            "budget_percent": { "value": percent },
            "budget_interval": seconds(interval),
            "min_retry_concurrency": least,
        });
    }
    json!({ "thresholds": [thresholds] })
}

fn protocol_options(protocol: Protocol) -> Option<Value> {
    match protocol {
        Protocol::Http1 | Protocol::Any => None,
        Protocol::Http2 => Some(json!({
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
                "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
                "explicit_http_config": { "http2_protocol_options": {} },
            },
        })),
    }
}
