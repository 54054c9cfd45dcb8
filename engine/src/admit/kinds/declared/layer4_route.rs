//! TLSRoute, TCPRoute and UDPRoute, whose rules only have backends.

use super::{
    common::{backend_reference, hostname, section_name, weight},
    resource,
    route::{parent_references, rule_names_differ, use_default_gateways},
};
use crate::admit::schema::{Declared, list, object};

pub(super) fn tls_route(version: &str) -> Declared {
    // v1alpha3 is already what v1 is.
    let rules = if version == "v1alpha2" { several_rules() } else { one_rule() };
    let spec = object().opt("parentRefs", parent_references());
    let spec = match version {
        "v1alpha2" => spec.opt("hostnames", list(hostname()).max(1024)),
        _ => spec.req("hostnames", server_names()),
    };
    let spec = spec.req("rules", rules).experimental("useDefaultGateways", use_default_gateways());
    resource().req("spec", spec)
}

/// TCPRoute and UDPRoute.
pub(super) fn port_route(version: &str) -> Declared {
    let rules = if version == "v1alpha2" { several_rules() } else { one_rule() };
    let spec = object()
        .opt("parentRefs", parent_references())
        .req("rules", rules)
        .experimental("useDefaultGateways", use_default_gateways());
    resource().req("spec", spec)
}

/// Hostnames of a TLSRoute, which are compared with what clients say in SNI.
fn server_names() -> Declared {
    list(hostname())
        .min(1)
        .max(1024)
        .rule("self.all(h, !isIP(h))", "Hostnames cannot contain an IP")
        .rule(
            r"self.all(h, !h.contains('*') ? h.matches('^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$') : true)",
            "Hostnames must be valid based on RFC-1123",
        )
        .rule(
            r"self.all(h, h.contains('*') ? (h.startsWith('*.') && h.substring(2).matches('^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$')) : true)",
            "Wildcards on hostnames must be the first label, and the rest of hostname must be valid based on RFC-1123",
        )
}

fn one_rule() -> Declared {
    let backend = backend_reference().opt("weight", weight());
    let rule = object().opt("name", section_name()).req("backendRefs", list(backend).min(1).max(16));
    list(rule).min(1).max(1)
}

fn several_rules() -> Declared {
    let (expression, message) = rule_names_differ();
    one_rule().max(16).rule(expression, message)
}
