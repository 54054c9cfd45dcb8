use serde::Deserialize;

use super::Listener;

#[derive(Debug, Clone, Deserialize)]
pub struct ListenerSet {
    pub spec: ListenerSetSpec,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListenerSetSpec {
    pub parent_ref: ParentGatewayReference,
    /// `ListenerEntry`, which has the fields of a `Listener`.
    pub listeners: Vec<Listener>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ParentGatewayReference {
    pub group: String,
    pub kind: String,
    pub name: String,
    pub namespace: Option<String>,
}
