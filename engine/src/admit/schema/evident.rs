use serde_json::{Map, Value};

use crate::admit::fields;

/// How a value is told at a glance to keep all rules of its node: there are twenty of them for each rule of a route, and
/// to evaluate them takes several times what all else takes that is asked of it. Values that are more complicated may
/// keep them as well; a test evaluates the rules of those of which this says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Evident {
    /// `HTTPPathMatch`
    Path,
    /// `GRPCMethodMatch`
    Method,
    /// `BackendObjectReference`
    Reference,
    /// `HTTPRouteFilter` and `GRPCRouteFilter`
    Filter,
    /// The filters of a rule or of a backend.
    Filters,
    /// `HTTPRouteRule`
    Rule,
    /// The rules of a route.
    Rules,
    /// `CommonRouteSpec.parentRefs`
    Parents,
    #[default]
    Never,
}

/// Each type of filter (of `HTTPRouteFilter`), and the field that configures it.
pub(crate) const FILTERS: [(&str, &str); 8] = [
    ("CORS", "cors"),
    ("RequestHeaderModifier", "requestHeaderModifier"),
    ("ResponseHeaderModifier", "responseHeaderModifier"),
    ("RequestMirror", "requestMirror"),
    ("RequestRedirect", "requestRedirect"),
    ("URLRewrite", "urlRewrite"),
    ("ExternalAuth", "externalAuth"),
    ("ExtensionRef", "extensionRef"),
];

/// Matches that all rules of a route may have together.
const MOST_MATCHES: usize = 128;

impl Evident {
    pub(crate) fn keeps_rules(self, value: &Value) -> bool {
        match (self, value) {
            (Evident::Path, Value::Object(path)) => keeps_of_path(path),
            (Evident::Method, Value::Object(method)) => keeps_of_method(method),
            (Evident::Reference, Value::Object(one)) => {
                text(one, "group").is_some() && text(one, "kind").is_some() && port(one) == Some(true)
            }
            // Its own field and no other one's.
            (Evident::Filter, Value::Object(filter)) => {
                let kind = text(filter, "type");
                let of_kind = FILTERS.iter().find(|(known, _)| Some(*known) == kind);
                filter.len() == 2 && of_kind.is_some_and(|(_, field)| present(filter, field).is_some())
            }
            // What there is one of is neither repeated nor beside another one.
            (Evident::Filters, Value::Array(filters)) => match filters.as_slice() {
                [] => true,
                [Value::Object(filter)] => text(filter, "type").is_some(),
                _ => false,
            },
            (Evident::Rule, Value::Object(rule)) => {
                let of_backends = match present(rule, "backendRefs") {
                    None => true,
                    Some(Value::Array(backends)) => backends
                        .iter()
                        .all(|backend| backend.as_object().is_some_and(has_filters_for_any_match)),
                    Some(_) => false,
                };
                of_backends && has_filters_for_any_match(rule)
            }
            (Evident::Rules, Value::Array(rules)) => keeps_of_rules(rules),
            (Evident::Parents, Value::Array(parents)) => match parents.as_slice() {
                [] => true,
                [Value::Object(parent)] => {
                    let named = ["group", "kind", "name"].iter().all(|name| text(parent, name).is_some());
                    named && port(parent) != Some(false)
                }
                _ => false,
            },
            _ => false,
        }
    }
}

/// A field that is there for a rule, for which null is nothing.
fn present<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    fields::get(object, name).filter(|value| !value.is_null())
}

/// Whether a port is a number that rules understand, which `80.0` is not; nothing where there is none.
fn port(object: &Map<String, Value>) -> Option<bool> {
    present(object, "port").map(Value::is_i64)
}

fn text<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v str> {
    fields::get(object, name)?.as_str()
}

fn keeps_of_path(path: &Map<String, Value>) -> bool {
    match (text(path, "type"), text(path, "value")) {
        (Some("RegularExpression"), Some(_)) => true,
        (Some("Exact" | "PathPrefix"), Some(value)) => {
            let mut before = 0;
            value.starts_with('/')
                && value.bytes().all(|byte| {
                    let doubled = byte == b'/' && before == b'/';
                    before = byte;
                    !doubled && (byte.is_ascii_alphanumeric() || b"/-_~".contains(&byte))
                })
        }
        _ => false,
    }
}

/// By name, of which there is one at least.
fn keeps_of_method(method: &Map<String, Value>) -> bool {
    let is_name = |name: &str| {
        let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        !name.starts_with(|first: char| first.is_ascii_digit())
            && !name.is_empty()
            && name.bytes().all(is_of_name)
    };
    let service = present(method, "service").map(|service| service.as_str().unwrap_or_default());
    let own = present(method, "method").map(|own| own.as_str().unwrap_or_default());
    text(method, "type") == Some("Exact")
        && (service.is_some() || own.is_some())
        && service.is_none_or(|service| service.split('.').all(is_name))
        && own.is_none_or(is_name)
}

/// Redirects and rewrites ask something of the matches and backends beside them.
fn has_filters_for_any_match(owner: &Map<String, Value>) -> bool {
    let is_for_any = |filter: &Value| {
        filter.as_object().is_some_and(|filter| {
            present(filter, "requestRedirect").is_none() && present(filter, "urlRewrite").is_none()
        })
    };
    match present(owner, "filters") {
        None => true,
        Some(Value::Array(filters)) => filters.iter().all(is_for_any),
        Some(_) => false,
    }
}

/// None has a name, and there are few matches.
fn keeps_of_rules(rules: &[Value]) -> bool {
    let mut matches = 0;
    rules.iter().all(|rule| {
        let Value::Object(rule) = rule else { return false };
        let Some(Value::Array(list)) = fields::get(rule, "matches") else { return false };
        matches += list.len();
        matches <= MOST_MATCHES && present(rule, "name").is_none()
    })
}
