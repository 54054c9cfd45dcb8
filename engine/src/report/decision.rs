use serde::Serialize;
use serde_json::Value;

use super::ObjectReference;
use crate::{compile::Native, table::Operation};

/// What happens to one request or connection, and why.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    pub outcome: Outcome,
    /// `namespace/gateway`.
    pub gateway: String,
    /// `namespace/gateway/listener`, or `namespace/listenerset/listener`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listener: Option<String>,
    /// `namespace/name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// `HTTPRoute` and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route_kind: Option<&'static str>,
    /// `namespace/route/rule`: the rule's name, or its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The field path of the match that won.
    #[serde(rename = "match", skip_serializing_if = "Option::is_none")]
    pub matched: Option<String>,
    /// The backend that was drawn: `namespace/service:port`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backend: Option<String>,
    pub actions: ActionReport,
    /// What holds for the backend that was drawn, and who says so: timeouts, retries, session
    /// persistence, TLS.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub policy: Vec<PolicyField>,
    /// From the listener down to each match, the best first.
    pub trace: Vec<Step>,
    /// For an answer of 404: the step that came closest, as an index into `trace`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<usize>,
    /// The ids of the graph nodes that the request goes through, from the GatewayClass to the backend.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    Forward,
    Redirect,
    Reply,
    NoMatch,
}

/// What the backend and the client receive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionReport {
    /// Of an answer that no backend gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The word in the access log that names the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The host that the backend sees, if a filter changes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The path and query that the backend sees, if a filter changes them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub request_headers: Vec<HeaderChange>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub response_headers: Vec<HeaderChange>,
    /// All backends of the rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub backends: Vec<BackendShare>,
    /// What the proxy carries out by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub native: Option<Native>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionReport>,
}

/// A session that sticks to a backend and one of its endpoints (GEP-1619).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionReport {
    /// Of the cookie; of the header, where the session is in a header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cookie: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// Whether the request brought one, so that no backend was drawn.
    pub continued: bool,
}

/// One field of the effective policy (GEP-713).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyField {
    /// `tls.hostname`, `retry.attempts` and the like.
    pub name: &'static str,
    pub value: Value,
    /// The object that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<ObjectReference>,
    pub field_path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

/// One operation on headers, in the order they are carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeaderChange {
    pub operation: &'static str,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BackendShare {
    pub name: String,
    pub weight: u32,
    /// False for one that answers 500.
    pub usable: bool,
}

/// One thing that a decision looked at.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    pub step: StepKind,
    /// `namespace/gateway/listener`, `namespace/route` or `namespace/route/rule`.
    pub subject: String,
    pub verdict: Verdict,
    /// In words: the predicate that failed, or the precedence rule that decided.
    pub reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field_path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The id of a graph node: the listener, the route or the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum StepKind {
    Listener,
    /// A route that names this Gateway and is not attached to the listener.
    Attachment,
    Match,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Takes the request.
    Won,
    /// Would have taken it, but another has precedence.
    Outranked,
    /// Does not match.
    Failed,
}

impl Step {
    /// A step whose place is not known yet.
    pub(crate) fn new(step: StepKind, subject: String, verdict: Verdict, reason: String) -> Self {
        Step {
            step,
            subject,
            verdict,
            reason,
            expected: None,
            actual: None,
            field_path: String::new(),
            file: None,
            line: None,
            node: None,
        }
    }
}

impl HeaderChange {
    pub(crate) fn list<'a>(operations: impl Iterator<Item = Operation<'a>>) -> Vec<Self> {
        operations
            .map(|operation| match operation {
                Operation::Set(name, value) => ("set", name, Some(value)),
                Operation::Add(name, value) => ("add", name, Some(value)),
                Operation::Remove(name) => ("remove", name, None),
            })
            .map(|(operation, name, value)| HeaderChange {
                operation,
                name: name.to_owned(),
                value: value.map(str::to_owned),
            })
            .collect()
    }
}
