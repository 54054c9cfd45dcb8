//! The only shapes that leave the engine as JSON: what the CLI prints with `-o json`, what the
//! browser and the npm package get.

mod decision;
mod diagnostic;
mod graph;
mod status;

pub use self::{
    decision::*,
    diagnostic::{Diagnostic, ObjectReference},
    graph::{Edge, GraphReport, Node},
};
use serde::Serialize;
use serde_json::Value;

use crate::{
    analysis::Analysis,
    source::{DocId, Problem},
};

/// Everything about a set of manifests.
#[derive(Debug, Serialize)]
pub struct Report {
    pub diagnostics: Vec<Diagnostic>,
    /// The objects with their `status`.
    pub objects: Vec<Value>,
    pub graph: GraphReport,
}

impl Analysis {
    /// `now` becomes the `lastTransitionTime` of conditions: RFC 3339.
    pub fn report(&self, now: &str) -> Report {
        Report {
            diagnostics: self.diagnostics(),
            objects: status::objects(self, now, |_| true),
            graph: graph::of(self),
        }
    }

    /// What is wrong, in the order of the files.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.drawn(self.problems.iter())
    }

    /// Why the API server would refuse some of the input, in the order of the files.
    pub fn refusal_diagnostics(&self) -> Vec<Diagnostic> {
        self.drawn(self.refusals())
    }

    fn drawn<'a>(&'a self, problems: impl Iterator<Item = &'a Problem>) -> Vec<Diagnostic> {
        let mut list: Vec<_> = problems.map(|problem| Diagnostic::of(problem, &self.sources)).collect();
        list.sort_by_key(|diagnostic| (diagnostic.file_number, diagnostic.range.map(|range| range.start)));
        list
    }

    /// A `v1` List of the objects with the status that the controller would write.
    /// Of those that `wanted` chooses.
    pub fn status_list(&self, now: &str, wanted: impl Fn(DocId) -> bool) -> Value {
        let items = status::objects(self, now, wanted);
        serde_json::json!({ "apiVersion": "v1", "kind": "List", "items": items })
    }
}
