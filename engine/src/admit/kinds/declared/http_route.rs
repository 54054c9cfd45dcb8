use super::{
    common::{backend_reference, duration, header_name, section_name, weight},
    http_filter::{filters, header_value},
    resource,
    route::{hostnames, parent_references, session_persistence, unique_rule_names, use_default_gateways},
};
use crate::admit::schema::{Declared, Evident, integer, list, object, string};

/// Rules in a route, which is also how many the rule about their matches adds up.
const MAX_RULES: u32 = 16;

const ANY_PREFIX: &str = r#"{"type": "PathPrefix", "value": "/"}"#;
const ANY_PATH: &str = r#"[{"path": {"type": "PathPrefix", "value": "/"}}]"#;

pub(super) fn http_route() -> Declared {
    let spec = object()
        .opt("parentRefs", parent_references())
        .opt("hostnames", hostnames())
        .opt("rules", rules())
        .experimental("useDefaultGateways", use_default_gateways());
    resource().req("spec", spec)
}

fn rules() -> Declared {
    let matches: Vec<_> = (0..MAX_RULES)
        .map(|index| format!("(self.size() > {index} ? self[{index}].matches.size() : 0)"))
        .collect();
    let rules = list(rule())
        .min(1)
        .max(MAX_RULES)
        .rule(
            &format!("{} <= 128", matches.join(" + ")),
            "While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128",
        )
        .evident(Evident::Rules);
    unique_rule_names(rules).default_json(&format!(r#"[{{"matches": {ANY_PATH}}}]"#))
}

fn rule() -> Declared {
    let rule = object()
        .opt("name", section_name())
        .opt("matches", list(route_match()).max(64).default_json(ANY_PATH))
        .opt("filters", filters())
        .opt("backendRefs", list(backend()).max(16))
        .opt("timeouts", timeouts())
        .experimental("retry", retry())
        .experimental("sessionPersistence", session_persistence())
    .rule(
        "(has(self.backendRefs) && size(self.backendRefs) > 0) ? (!has(self.filters) || self.filters.all(f, !has(f.requestRedirect))): true",
        "RequestRedirect filter must not be used together with backendRefs",
    );
    let one_prefix = "((size(self.matches) != 1 || !has(self.matches[0].path) || self.matches[0].path.type != 'PathPrefix') ? false : true) : true";
    let message = "filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified";
    let own = |filter: &str| {
        format!("(has(self.filters) && self.filters.{}) ? {one_prefix}", replaces_prefix(filter))
    };
    let of_backend = |filter: &str| {
        format!(
            "(has(self.backendRefs) && self.backendRefs.exists_one(b, (has(b.filters) && b.filters.{}) )) ? {one_prefix}",
            replaces_prefix(filter)
        )
    };
    rule.rule(&own("requestRedirect"), format!("When using RequestRedirect {message}"))
        .rule(&own("urlRewrite"), format!("When using URLRewrite {message}"))
        .rule(
            &of_backend("requestRedirect"),
            format!("Within backendRefs, when using RequestRedirect {message}"),
        )
        .rule(&of_backend("urlRewrite"), format!("Within backendRefs, When using URLRewrite {message}"))
        .evident(Evident::Rule)
}

fn replaces_prefix(filter: &str) -> String {
    format!(
        "exists_one(f, has(f.{filter}) && has(f.{filter}.path) && f.{filter}.path.type == 'ReplacePrefixMatch' && has(f.{filter}.path.replacePrefixMatch))"
    )
}

/// HTTPBackendRef.
fn backend() -> Declared {
    backend_reference().opt("weight", weight()).opt("filters", filters())
}

/// HTTPRouteMatch.
fn route_match() -> Declared {
    let method =
        string().one_of(&["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]);
    let header =
        object().opt("type", exact_or_regex()).req("name", header_name()).req("value", header_value());
    let query = object()
        .opt("type", exact_or_regex())
        .req("name", header_name())
        .req("value", string().min(1).max(1024));
    object()
        .opt("path", path_match())
        .opt("headers", list(header).max(16).keyed_by(&["name"]))
        .opt("queryParams", list(query).max(16).keyed_by(&["name"]))
        .opt("method", method)
}

fn exact_or_regex() -> Declared {
    string().one_of(&["Exact", "RegularExpression"]).default_to("Exact")
}

/// HTTPPathMatch.
fn path_match() -> Declared {
    let path = object()
        .opt("type", string().one_of(&["Exact", "PathPrefix", "RegularExpression"]).default_to("PathPrefix"))
        .opt("value", string().max(1024).default_to("/"))
        .rule(
            "(self.type in ['Exact','PathPrefix']) ? self.value.startsWith('/') : true",
            "value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']",
        );
    let path = ["//", "/./", "/../", "%2f", "%2F", "#"].into_iter().fold(path, |path, part| {
        path.rule(
            &format!("(self.type in ['Exact','PathPrefix']) ? !self.value.contains('{part}') : true"),
            format!("must not contain '{part}' when type one of ['Exact', 'PathPrefix']"),
        )
    });
    let path = ["/..", "/."].into_iter().fold(path, |path, part| {
        path.rule(
            &format!("(self.type in ['Exact','PathPrefix']) ? !self.value.endsWith('{part}') : true"),
            format!("must not end with '{part}' when type one of ['Exact', 'PathPrefix']"),
        )
    });
    path.rule(
        "self.type in ['Exact','PathPrefix'] || self.type == 'RegularExpression'",
        "type must be one of ['Exact', 'PathPrefix', 'RegularExpression']",
    )
    .rule(
        r#"(self.type in ['Exact','PathPrefix']) ? self.value.matches(r"""^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$""") : true"#,
        "must only contain valid characters (matching ^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$) for types ['Exact', 'PathPrefix']",
    )
    .evident(Evident::Path)
    .default_json(ANY_PREFIX)
}

/// HTTPRouteTimeouts.
fn timeouts() -> Declared {
    object()
        .opt("request", duration())
        .opt("backendRequest", duration()).rule(
        "!(has(self.request) && has(self.backendRequest) && duration(self.request) != duration('0s') && duration(self.backendRequest) > duration(self.request))",
        "backendRequest timeout cannot be longer than request timeout",
    )
}

/// HTTPRouteRetry.
fn retry() -> Declared {
    object()
        .opt("attempts", integer().min(1))
        .opt("backoff", duration())
        .opt("codes", list(integer().min(400).max(599)).set())
}
