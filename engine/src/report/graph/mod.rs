//! What has to do with what, as nodes and edges.

mod drawing;
mod id;
mod policies;
mod subject;

use std::borrow::Cow;

use serde::Serialize;

pub(super) use self::drawing::refused;
pub(crate) use self::{id::backend_node, subject::Subject};
use crate::{
    analysis::Analysis,
    source::{DocId, Range},
};

/// GatewayClass → Gateway → ListenerSet → Listener → Route → Rule → Backend, policies and grants, with
/// the edges that do not hold.
#[derive(Debug, Default, Serialize)]
pub struct GraphReport {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// `kind/name`, unique.
    pub id: String,
    /// `GatewayClass`, `Gateway`, `ListenerSet`, `Listener`, `Rule`, `Backend`, `ReferenceGrant`, or the
    /// kind of a route or of a policy.
    pub kind: Cow<'static, str>,
    pub name: String,
    /// Named by something, and not in the input.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub missing: bool,
    /// Of a listener, a rule, or the first reference to a backend that is missing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field_path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Of the whole object, listener or rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    #[serde(skip)]
    pub(crate) subject: Subject,
}

#[derive(Debug, Serialize)]
pub struct Edge {
    pub from: String,
    pub to: String,
    pub attached: bool,
    /// The condition that tells why, and its reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// The same ends by their places in the list of nodes.
    #[serde(skip)]
    pub(crate) ends: (usize, usize),
}

#[cfg(feature = "picture")]
impl Analysis {
    /// Everything, without places.
    pub(crate) fn drawn_graph(&self) -> &GraphReport {
        static NOTHING: GraphReport = GraphReport { nodes: Vec::new(), edges: Vec::new() };
        let drawn = self.drawn.get_or_init(|| Box::new(drawing::of(self, &|_| true)));
        drawn.downcast_ref().unwrap_or(&NOTHING)
    }
}

/// What the wanted objects, by their documents, have to do with each other, and where they are written.
pub(super) fn of(analysis: &Analysis, wanted: &dyn Fn(DocId) -> bool) -> GraphReport {
    let mut graph = drawing::of(analysis, wanted);
    for node in &mut graph.nodes {
        node.locate(analysis);
    }
    graph
}

impl Node {
    pub(super) fn locate(&mut self, analysis: &Analysis) {
        let Some((document, path)) = self.subject.place(analysis) else { return };
        let located = analysis.sources.locate(document, &path);
        self.field_path = path.to_string();
        self.file = analysis.sources.files.get(located.file).map(|file| file.path.clone());
        self.range = Some(located.range);
    }
}
