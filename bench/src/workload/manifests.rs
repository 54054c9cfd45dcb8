//! The workload as people write it.

use serde_json::{Value, json};

use super::{CLUSTERS, Path, Rule, Workload, route_name, rule::SET_HEADER};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Documents one after the other.
    Yaml,
    /// One List.
    Json,
}

/// A GatewayClass, a Gateway, the Services, and HTTPRoutes.
pub fn manifests(workload: &Workload, format: Format) -> String {
    let first = [gateway_class(), gateway()].into_iter().chain((0..CLUSTERS).map(service));
    let routes = workload.routes().enumerate().map(|(number, rules)| route(workload, number, rules));
    let documents = first.chain(routes);
    match format {
        Format::Yaml => {
            let mut text = String::new();
            for document in documents {
                text.push_str("---\n");
                yaml(&document, 0, &mut text);
            }
            text
        }
        Format::Json => {
            json!({ "apiVersion": "v1", "kind": "List", "items": documents.collect::<Vec<_>>() }).to_string()
        }
    }
}

fn gateway_class() -> Value {
    json!({
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "GatewayClass",
        "metadata": { "name": "bench" },
        "spec": { "controllerName": "example.com/gateway-controller" },
    })
}

fn gateway() -> Value {
    json!({
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "Gateway",
        "metadata": { "name": "edge" },
        "spec": {
            "gatewayClassName": "bench",
            "listeners": [{ "name": "http", "port": 80, "protocol": "HTTP" }],
        },
    })
}

fn service(number: usize) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": { "name": format!("backend-{number}") },
        "spec": { "ports": [{ "port": 8080 }] },
    })
}

fn route(workload: &Workload, number: usize, rules: &[Rule]) -> Value {
    let host = rules.first().map(|rule| workload.host(rule)).unwrap_or_default();
    json!({
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": { "name": route_name(number) },
        "spec": {
            "parentRefs": [{ "name": "edge" }],
            "hostnames": [host],
            "rules": rules.iter().map(manifest_rule).collect::<Vec<_>>(),
        },
    })
}

fn manifest_rule(rule: &Rule) -> Value {
    let kind = match rule.path {
        Path::Exact(_) => "Exact",
        Path::Prefix(_) => "PathPrefix",
        Path::Pattern(_) => "RegularExpression",
    };
    let mut one = json!({ "path": { "type": kind, "value": rule.path.text() } });
    if let Some(method) = rule.method {
        one["method"] = method.into();
    }
    let field = |(name, value): &(&str, String)| json!({ "name": name, "value": value });
    if !rule.headers.is_empty() {
        one["headers"] = rule.headers.iter().map(field).collect();
    }
    if rule.query.is_some() {
        one["queryParams"] = rule.query.iter().map(field).collect();
    }
    let backends = rule.backends.iter().map(
        |(weight, cluster)| json!({ "name": format!("backend-{cluster}"), "port": 8080, "weight": weight }),
    );
    let mut out = json!({ "matches": [one], "backendRefs": backends.collect::<Vec<_>>() });
    if let Some(value) = &rule.sets {
        let set = json!([{ "name": SET_HEADER, "value": value }]);
        out["filters"] =
            json!([{ "type": "RequestHeaderModifier", "requestHeaderModifier": { "set": set } }]);
    }
    out
}

/// Block style. What could be read as something else is in quotes.
fn yaml(value: &Value, indent: usize, text: &mut String) {
    let Value::Object(fields) = value else { return };
    for (name, value) in fields {
        if !text.ends_with("- ") {
            text.push_str(&" ".repeat(indent));
        }
        text.push_str(name);
        text.push(':');
        match value {
            Value::Object(_) => {
                text.push('\n');
                yaml(value, indent + 2, text);
            }
            Value::Array(items) => {
                text.push('\n');
                for item in items {
                    text.push_str(&format!("{}- ", " ".repeat(indent)));
                    match item {
                        Value::Object(_) => yaml(item, indent + 2, text),
                        scalar => text.push_str(&format!("{}\n", self::scalar(scalar))),
                    }
                }
            }
            scalar => text.push_str(&format!(" {}\n", self::scalar(scalar))),
        }
    }
}

fn scalar(value: &Value) -> String {
    match value.as_str() {
        Some(word)
            if word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/')
                && !word.contains(['[', '#']) =>
        {
            word.to_owned()
        }
        _ => value.to_string(),
    }
}
