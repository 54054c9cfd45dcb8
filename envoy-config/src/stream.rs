use serde_json::Value;

use crate::access_log::stream_log;
use crate::contract::FILTER_NAME;
use crate::json::json;
use crate::listener::extension;
use crate::plan::{AccessLog, Stream};

/// Carries a connection to one of the clusters, drawn by weight. Where there is none, Envoy finds no
/// cluster by the name of the reason and closes the connection.
pub(crate) fn tcp(stream: &Stream, log: Option<&AccessLog>) -> Value {
    let weighted = |share: &(_, u32)| json!({ "name": name(&share.0), "weight": share.1 });
    let mut config = json!({
        "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
        "stat_prefix": FILTER_NAME,
        "weighted_clusters": { "clusters": stream.shares.iter().map(weighted).collect::<Vec<_>>() },
    });
    add_log(&mut config, stream, log);
    extension("envoy.filters.network.tcp_proxy", config)
}

/// Carries the datagrams of one client address and port to one of the clusters, as long as the session
/// lasts. Envoy draws no cluster for a session, so the hash of the client's port stands for the draw.
pub(crate) fn udp(stream: &Stream, log: Option<&AccessLog>) -> Value {
    let total: u32 = stream.shares.iter().fold(0, |sum, share| sum.saturating_add(share.1));
    let action = |share: &(_, u32)| {
        json!({ "action": extension("route", json!({
            "@type": "type.googleapis.com/envoy.extensions.filters.udp.udp_proxy.v3.Route",
            "cluster": name(&share.0),
        })) })
    };
    // From the last to the second: each takes what is above the weights before it.
    let (mut above, mut matchers) = (total, Vec::new());
    for share in stream.shares.iter().skip(1).rev() {
        above = above.saturating_sub(share.1);
        matchers.push(
            json!({ "predicate": { "single_predicate": drawn(above, total) }, "on_match": action(share) }),
        );
    }
    let mut matcher = json!({});
    if !matchers.is_empty() {
        matcher["matcher_list"] = json!({ "matchers": matchers });
    }
    if let Some(first) = stream.shares.first() {
        matcher["on_no_match"] = action(first);
    }
    let mut config = json!({
        "@type": "type.googleapis.com/envoy.extensions.filters.udp.udp_proxy.v3.UdpProxyConfig",
        "stat_prefix": FILTER_NAME,
        "matcher": matcher,
    });
    add_log(&mut config, stream, log);
    extension("envoy.filters.udp_listener.udp_proxy", config)
}

/// Whether the draw, one of `total`, is at least `threshold`.
fn drawn(threshold: u32, total: u32) -> Value {
    json!({
        "input": extension("port", json!({
            "@type": "type.googleapis.com/envoy.extensions.matching.common_inputs.network.v3.SourcePortInput",
        })),
        "custom_match": extension("draw", json!({
            "@type": "type.googleapis.com/envoy.extensions.matching.input_matchers.consistent_hashing.v3.ConsistentHashing",
            "threshold": threshold,
            "modulo": total,
        })),
    })
}

fn name(cluster: &Result<String, &'static str>) -> Value {
    json!(cluster.as_ref().map_or_else(|reason| *reason, String::as_str))
}

fn add_log(config: &mut Value, stream: &Stream, log: Option<&AccessLog>) {
    if let Some(log) = log {
        config["access_log"] = json!([stream_log(log, stream)]);
    }
}
