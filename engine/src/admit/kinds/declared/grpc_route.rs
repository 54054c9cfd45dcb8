use super::{
    common::{backend_reference, header_name, local_reference, section_name, weight},
    http_filter::{header_modifier, request_mirror, union_rules},
    resource,
    route::{hostnames, parent_references, session_persistence, unique_rule_names, use_default_gateways},
};
use crate::admit::schema::{Declared, Evident, list, object, string};

/// Rules in a route, which is also how many the rule about their matches adds up.
const MAX_RULES: u32 = 16;

/// Each type of filter, and the field that configures it.
const FILTER_TYPES: [(&str, &str); 4] = [
    ("RequestHeaderModifier", "requestHeaderModifier"),
    ("ResponseHeaderModifier", "responseHeaderModifier"),
    ("RequestMirror", "requestMirror"),
    ("ExtensionRef", "extensionRef"),
];

pub(super) fn grpc_route() -> Declared {
    let spec = object()
        .opt("parentRefs", parent_references())
        .opt("hostnames", hostnames())
        .opt("rules", rules())
        .experimental("useDefaultGateways", use_default_gateways());
    resource().req("spec", spec)
}

fn rules() -> Declared {
    let matches: Vec<_> = (0..MAX_RULES)
        .map(|index| {
            format!(
                "(self.size() > {index} ? (has(self[{index}].matches) ? self[{index}].matches.size() : 0) : 0)"
            )
        })
        .collect();
    let rules = list(rule()).max(MAX_RULES).rule(
        &format!("{} <= 128", matches.join(" + ")),
        "While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128",
    )
    .evident(Evident::Rules);
    unique_rule_names(rules)
}

/// GRPCRouteRule.
fn rule() -> Declared {
    object()
        .opt("name", section_name())
        .opt("matches", list(route_match()).max(64))
        .opt("filters", filters())
        .opt("backendRefs", list(backend()).max(16))
        .experimental("sessionPersistence", session_persistence())
}

/// GRPCBackendRef.
fn backend() -> Declared {
    backend_reference().opt("weight", weight()).opt("filters", filters())
}

/// GRPCRouteMatch.
fn route_match() -> Declared {
    let header = object()
        .opt("type", string().one_of(&["Exact", "RegularExpression"]).default_to("Exact"))
        .req("name", header_name())
        .req("value", string().min(1).max(4096));
    object().opt("method", method_match()).opt("headers", list(header).max(16).keyed_by(&["name"]))
}

/// GRPCMethodMatch.
fn method_match() -> Declared {
    object()
        .opt("type", string().one_of(&["Exact", "RegularExpression"]).default_to("Exact"))
        .opt("service", string().max(1024))
        .opt("method", string().max(1024))
    .rule(
        "has(self.type) ? has(self.service) || has(self.method) : true",
        "One or both of 'service' or 'method' must be specified",
    )
    .rule(
        r#"(!has(self.type) || self.type == 'Exact') && has(self.service) ? self.service.matches(r"""^(?i)\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$"""): true"#,
        r"service must only contain valid characters (matching ^(?i)\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$)",
    )
    .rule(
        r#"(!has(self.type) || self.type == 'Exact') && has(self.method) ? self.method.matches(r"""^[A-Za-z_][A-Za-z_0-9]*$"""): true"#,
        "method must only contain valid characters (matching ^[A-Za-z_][A-Za-z_0-9]*$)",
    )
    .evident(Evident::Method)
}

/// The filters of a rule or of a backend.
fn filters() -> Declared {
    let once = ["RequestHeaderModifier", "ResponseHeaderModifier"];
    let filters = once.into_iter().fold(list(filter()).max(16), |filters: Declared, kind| {
        filters.rule(
            &format!("self.filter(f, f.type == '{kind}').size() <= 1"),
            format!("{kind} filter cannot be repeated"),
        )
    });
    filters.evident(Evident::Filters)
}

/// GRPCRouteFilter.
fn filter() -> Declared {
    let kinds = ["ResponseHeaderModifier", "RequestHeaderModifier", "RequestMirror", "ExtensionRef"];
    let filter = object()
        .req("type", string().one_of(&kinds))
        .opt("extensionRef", local_reference())
        .opt("requestHeaderModifier", header_modifier())
        .opt("requestMirror", request_mirror())
        .opt("responseHeaderModifier", header_modifier());
    let filter = FILTER_TYPES.into_iter().fold(filter, |filter: Declared, (kind, field)| {
        let ([absent, absent_message], [present, present_message]) = union_rules(kind, field);
        filter.rule(&absent, absent_message).rule(&present, present_message)
    });
    filter.evident(Evident::Filter)
}
