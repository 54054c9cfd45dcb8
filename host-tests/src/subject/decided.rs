//! A `Decision` of the package as an observation: what a proxy would make of it, with an echo behind it.

use serde_json::{Value, json};

use super::{Headers, Observed, Upstream, echo, observed::last_part};
use crate::corpus::{Case, Request};

/// What the package is asked about a case.
pub(super) fn question(case: &Case) -> Value {
    json!({
        "files": [{ "path": "case.yaml", "text": case.manifests }],
        "requests": case.steps.iter().map(|step| request(&step.request)).collect::<Vec<_>>(),
    })
}

/// As the type `Request` of the package.
fn request(request: &Request) -> Value {
    let Request { method, scheme, connect, authority, path, headers } = request;
    let host = (authority != connect).then(|| ("host".to_owned(), authority.clone()));
    let headers: Vec<_> = host.into_iter().chain(headers.clone()).collect();
    json!({ "method": method, "url": format!("{scheme}://{connect}{path}"), "headers": headers })
}

pub(super) fn observed(request: &Request, decision: &Value) -> Observed {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let actions = &decision["actions"];
    let reasons = list(&decision["trace"]).iter().map(reason);
    let nearest = decision["nearest"].as_u64().and_then(|number| usize::try_from(number).ok());
    let nearest = nearest.map(|number| format!("nearest: {}", reason(&decision["trace"][number])));
    let mut observed = Observed {
        status: actions["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(200),
        response_headers: Headers::default(),
        details: text(&actions["details"]),
        upstream: None,
        reasons: reasons.chain(nearest).collect(),
    };
    if decision["outcome"] == "forward" {
        let mut headers: Headers = request.headers.iter().map(|(name, value)| (name, value)).collect();
        change(&mut headers, &actions["requestHeaders"]);
        observed.response_headers = echo(&headers);
        observed.upstream = Some(Upstream {
            rule: text(&decision["rule"]).unwrap_or_default(),
            backend: text(&decision["backend"]).unwrap_or_default(),
            host: text(&actions["host"]).unwrap_or_else(|| request.authority.clone()),
            path: text(&actions["path"]).unwrap_or_else(|| request.path.clone()),
            headers,
        });
    }
    if let Some(location) = actions["location"].as_str() {
        observed.response_headers.set("location", location);
    }
    change(&mut observed.response_headers, &actions["responseHeaders"]);
    observed
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn change(headers: &mut Headers, changes: &Value) {
    for change in list(changes) {
        let [operation, name, value] =
            ["operation", "name", "value"].map(|field| change[field].as_str().unwrap_or_default());
        match operation {
            "set" => headers.set(name, value),
            "add" => headers.add(name, value),
            "remove" => headers.remove(name),
            unknown => panic!("`{unknown}` is no operation on headers"),
        }
    }
}

/// A step in one line, as `because` has it.
fn reason(step: &Value) -> String {
    let field = |name: &str| step[name].as_str().unwrap_or_default();
    let (subject, reason) = (field("subject"), field("reason"));
    let name = match field("step") {
        "listener" => format!("listener {}", last_part(subject)),
        "attachment" => return format!("route {subject} not attached: {reason}"),
        _ => last_part(subject).to_owned(),
    };
    let values = match (step["expected"].as_str(), step["actual"].as_str()) {
        (Some(expected), Some(actual)) => format!(", expected {expected}, actual {actual}"),
        _ => String::new(),
    };
    match field("verdict") {
        "failed" => format!("{name} failed: {reason}{values}"),
        "outranked" if reason.starts_with("outranked") => format!("{name} {reason}"),
        verdict => format!("{name} {verdict}: {reason}"),
    }
}
