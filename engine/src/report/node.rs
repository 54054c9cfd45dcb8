use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{
    BackendPolicy, Moment,
    graph::{Edge, Node, Subject},
    status,
};
use crate::{
    analysis::Analysis,
    sort::distinct,
    source::{DocId, FieldPath, Position},
};

/// What a [`super::Report`] says of one node of the graph.
#[derive(Debug, Serialize)]
pub struct NodeReport<'a> {
    pub node: Node,
    /// Its edges that do not hold.
    pub refused: Vec<&'a Edge>,
    /// The other ends of these, without places.
    pub others: Vec<&'a Node>,
    /// The object behind it, with its `status`. What a backend leads to need not be an object of its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<Value>,
    /// The policies that may be about it: of its route, or all.
    pub policies: Vec<BackendPolicy>,
}

impl Analysis {
    /// Nothing for a node that is not there. `now` becomes the `lastTransitionTime` of conditions.
    pub fn node(&self, id: &str, now: &str) -> Option<NodeReport<'_>> {
        let graph = self.drawn_graph();
        let number = graph.nodes.iter().position(|node| node.id == id)?;
        let mut node = graph.nodes.get(number)?.clone();
        node.locate(self);
        let other = |edge: &Edge| match edge.ends {
            (from, to) if to == number => Some(from),
            (from, to) if from == number => Some(to),
            _ => None,
        };
        let refused = graph.edges.iter().filter(|edge| !edge.attached && other(edge).is_some());
        let refused: Vec<_> = refused.collect();
        let others = distinct(refused.iter().filter_map(|edge| other(edge)));
        Some(NodeReport {
            refused,
            others: others.into_iter().filter_map(|other| graph.nodes.get(other)).collect(),
            object: self.object_behind(node.subject, now),
            policies: self.policies_near(node.subject),
            node,
        })
    }

    /// The node that is written most closely around a position of a file.
    pub fn node_at(&self, path: &str, position: Position) -> Option<&str> {
        let document = self.document_at(path, position)?;
        let mut best: Option<Node> = None;
        for node in &self.drawn_graph().nodes {
            if node.subject.document(self) != Some(document) {
                continue;
            }
            let mut node = node.clone();
            node.locate(self);
            let Some(range) = node.range else { continue };
            let is_around = range.start <= position && position <= range.end;
            let known = best.as_ref().and_then(|best| best.range);
            if is_around && known.is_none_or(|known| known.start <= range.start) {
                best = Some(node);
            }
        }
        let best = best?;
        let mut nodes = self.drawn_graph().nodes.iter();
        nodes.find(|node| node.id == best.id).map(|node| node.id.as_str())
    }

    /// The last document that begins before a position.
    fn document_at(&self, path: &str, position: Position) -> Option<DocId> {
        let file = self.sources.files.iter().position(|file| file.path == path)?;
        let start = |number: usize| self.sources.locate(DocId(number), &FieldPath::root()).range.start;
        let documents = self.sources.documents.iter();
        let first = documents.clone().take_while(|document| document.file < file).count();
        let behind = first + documents.skip(first).take_while(|document| document.file == file).count();
        let (mut least, mut most) = (first, behind);
        while least < most {
            let middle = least.midpoint(most);
            if start(middle) <= position {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        least.checked_sub(1).filter(|number| *number >= first).map(DocId)
    }

    fn object_behind(&self, subject: Subject, now: &str) -> Option<Value> {
        if matches!(subject, Subject::Backend { .. }) {
            return None;
        }
        let document = subject.document(self)?;
        let moment = Moment { now, addresses: &BTreeMap::new(), unusable: &BTreeMap::new() };
        status::objects(self, &moment, &|other| other == document).pop()
    }

    fn policies_near(&self, subject: Subject) -> Vec<BackendPolicy> {
        match subject {
            Subject::Route(_) | Subject::Rule { .. } => {
                let document = subject.document(self);
                self.backend_policies(&|other| Some(other) == document)
            }
            Subject::Backend { .. }
            | Subject::BackendTlsPolicy(_)
            | Subject::BackendTrafficPolicy(_)
            | Subject::ForeignPolicy(_) => self.backend_policies(&|_| true),
            _ => Vec::new(),
        }
    }
}
