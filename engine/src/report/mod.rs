//! The only shapes that leave the engine as JSON: what the CLI prints with `-o json`, what the
//! browser and the npm package get.

mod attachments;
mod comparison;
mod decision;
mod diagnostic;
mod graph;
#[cfg(feature = "picture")]
mod node;
mod overview;
mod status;

#[cfg(feature = "picture")]
pub(crate) use self::graph::Subject;
pub(crate) use self::graph::backend_node;
#[cfg(feature = "picture")]
pub use self::node::NodeReport;
pub use self::{
    attachments::Attachment,
    comparison::{AttachmentChange, BackendChange, Comparison, RequestChange, Summary},
    decision::*,
    diagnostic::{Diagnostic, ObjectReference},
    graph::{Edge, GraphReport, Node},
    overview::{Row, Table},
};
use std::{collections::BTreeMap, net::IpAddr};

use serde::Serialize;
use serde_json::Value;

use crate::{
    analysis::Analysis,
    compile::rule_label,
    sort::sort_by_key,
    source::{DocId, Problem},
};

/// Everything about a set of manifests.
#[derive(Debug, Serialize)]
pub struct Report {
    pub diagnostics: Vec<Diagnostic>,
    /// The objects with their `status`.
    pub objects: Vec<Value>,
    pub graph: GraphReport,
    /// What policies and rules say of backends, where they say anything.
    pub policies: Vec<BackendPolicy>,
}

/// What a status says and no manifest does.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The `lastTransitionTime` of conditions: RFC 3339.
    pub now: &'a str,
    /// Where Gateways really listen, by `namespace/name`.
    pub addresses: &'a BTreeMap<String, IpAddr>,
    /// Why a Gateway does not have an address of its `spec.addresses`, by `namespace/name`.
    pub unusable: &'a BTreeMap<String, String>,
}

/// The effective policy of one backend of one rule (GEP-713).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BackendPolicy {
    pub route_kind: &'static str,
    /// `namespace/name`.
    pub route: String,
    /// `namespace/route/rule`.
    pub rule: String,
    /// `namespace/service:port`; nothing for one that cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backend: Option<String>,
    pub fields: Vec<PolicyField>,
}

impl Analysis {
    /// `now` becomes the `lastTransitionTime` of conditions: RFC 3339. `wanted` chooses objects, and
    /// with them what is drawn; the diagnostics are all there.
    pub fn report(&self, now: &str, wanted: impl Fn(DocId) -> bool) -> Report {
        Report {
            diagnostics: self.diagnostics(),
            objects: status::objects(
                self,
                &Moment { now, addresses: &BTreeMap::new(), unusable: &BTreeMap::new() },
                &wanted,
            ),
            graph: graph::of(self, &wanted),
            policies: self.backend_policies(&wanted),
        }
    }

    fn backend_policies(&self, wanted: &dyn Fn(DocId) -> bool) -> Vec<BackendPolicy> {
        let mut list = Vec::new();
        for (number, (route, state)) in self.world.routes.iter().zip(&self.graph.routes).enumerate() {
            if !wanted(route.document) {
                continue;
            }
            for (rule, (written, rule_state)) in route.body.rules.iter().zip(&state.rules).enumerate() {
                for (backend, target) in rule_state.backends.iter().enumerate() {
                    let fields = self.policy(number, rule, Some(backend));
                    if !fields.is_empty() {
                        list.push(BackendPolicy {
                            route_kind: route.body.kind.name(),
                            route: route.meta.full_name(),
                            rule: rule_label(&route.meta.full_name(), rule, written.name.as_deref()),
                            backend: target.as_ref().ok().map(|target| target.label()),
                            fields,
                        });
                    }
                }
            }
        }
        list
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
        sort_by_key(&mut list, |it| (it.file_number, it.range.map(|range| range.start)));
        list
    }

    /// A `v1` List of the objects with the status that the controller would write, of those that `wanted`
    /// chooses.
    pub fn status_list(&self, now: &str, wanted: impl Fn(DocId) -> bool) -> Value {
        self.status_list_at(&Moment { now, addresses: &BTreeMap::new(), unusable: &BTreeMap::new() }, wanted)
    }

    /// The same of Gateways that run somewhere.
    pub fn status_list_at(&self, moment: &Moment<'_>, wanted: impl Fn(DocId) -> bool) -> Value {
        let items = status::objects(self, moment, &wanted);
        serde_json::json!({ "apiVersion": "v1", "kind": "List", "items": items })
    }
}
