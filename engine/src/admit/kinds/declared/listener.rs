//! Listeners, which Gateways and ListenerSets have.

use super::{
    GATEWAY_API,
    common::{
        annotation_value, group, hostname, kind, label_selector, port_number, secret_reference, section_name,
    },
    patterns,
};
use crate::admit::schema::{Declared, list, map, object, string};

/// Listeners of a Gateway.
pub(super) fn listeners() -> Declared {
    unique(
        "self.all(l1, self.exists_one(l2, l1.port == l2.port && l1.protocol == l2.protocol && (has(l1.hostname) && has(l2.hostname) ? l1.hostname == l2.hostname : !has(l1.hostname) && !has(l2.hostname))))",
    )
}

/// Listeners of a ListenerSet, whose rule allows for a port that is not there.
pub(super) fn entries() -> Declared {
    unique(
        "self.all(l1, !has(l1.port) || self.exists_one(l2, has(l2.port) && l1.port == l2.port && l1.protocol == l2.protocol && (has(l1.hostname) && has(l2.hostname) ? l1.hostname == l2.hostname : !has(l1.hostname) && !has(l2.hostname))))",
    )
}

/// Listeners that differ from each other as the rule `distinct` says.
fn unique(distinct: &'static str) -> Declared {
    list(listener())
        .min(1)
        .max(64)
        .keyed_by(&["name"])
        .rule(
            "self.all(l, l.protocol in ['HTTP', 'TCP', 'UDP'] ? !has(l.tls) : true)",
            "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
        )
        .rule(
            "self.all(l, (l.protocol == 'HTTPS' && has(l.tls)) ? (l.tls.mode == '' || l.tls.mode == 'Terminate') : true)",
            "tls mode must be Terminate for protocol HTTPS",
        )
        .rule(
            "self.all(l, (l.protocol == 'TLS' ? has(l.tls) && has(l.tls.mode) && l.tls.mode != '' : true))",
            "tls mode must be set for protocol TLS",
        )
        .rule(
            "self.all(l, l.protocol in ['TCP', 'UDP']  ? (!has(l.hostname) || l.hostname == '') : true)",
            "hostname must not be specified for protocols ['TCP', 'UDP']",
        )
        .rule(
            "self.all(l1, self.exists_one(l2, l1.name == l2.name))",
            "Listener name must be unique within the Gateway",
        )
        .rule(
            distinct,
            "Combination of port, protocol and hostname must be unique for each listener",
        )
}

fn listener() -> Declared {
    object()
        .req("name", section_name())
        .req("port", port_number())
        .req("protocol", string().min(1).max(255).pattern(&patterns::PROTOCOL))
        .opt("hostname", hostname())
        .opt("tls", listener_tls())
        .opt("allowedRoutes", allowed_routes())
}

fn listener_tls() -> Declared {
    object()
        .opt("mode", string().one_of(&["Terminate", "Passthrough"]).default_to("Terminate"))
        .opt("certificateRefs", list(secret_reference()).max(64))
        .opt("options", map(annotation_value()).max(16))
        .rule(
            "self.mode == 'Terminate' ? size(self.certificateRefs) > 0 || size(self.options) > 0 : true",
            "certificateRefs or options must be specified when mode is Terminate",
        )
}

fn allowed_routes() -> Declared {
    let route_kind = object().opt("group", group().default_to(GATEWAY_API)).req("kind", kind());
    object()
        .opt("kinds", list(route_kind).max(8))
        .opt("namespaces", namespaces(string().one_of(&["All", "Selector", "Same"]), "Same"))
        .default_json(r#"{"namespaces": {"from": "Same"}}"#)
}

/// RouteNamespaces and ListenerNamespaces, which differ in what they begin with.
pub(super) fn namespaces(from: Declared, default: &'static str) -> Declared {
    object()
        .opt("from", from.default_to(default))
        .opt("selector", label_selector())
        .default_json(&format!(r#"{{"from": "{default}"}}"#))
}
