//! What a node says: two lines, its state, and a sentence for a screen reader.

mod facts;
mod trouble;

use self::{facts::Facts, trouble::Trouble};
use super::{State, net::Net};
use crate::{
    analysis::Analysis,
    report::{GraphReport, Node, Subject},
};

pub(super) struct Card {
    pub(super) label: String,
    pub(super) detail: String,
    pub(super) state: State,
    pub(super) description: String,
}

pub(super) struct Cards<'a> {
    graph: &'a GraphReport,
    facts: Facts<'a>,
    /// What is wrong with a node goes back to its edges: those that no edge holds, and policies with one
    /// that does not.
    by_edges: Vec<Option<Trouble>>,
}

impl<'a> Cards<'a> {
    pub(super) fn of(analysis: &'a Analysis, graph: &'a GraphReport, net: &Net<'_>) -> Self {
        Cards { graph, facts: Facts::of(analysis), by_edges: trouble::by_edges(graph, net) }
    }

    pub(super) fn card(&self, number: usize) -> Card {
        let Some(node) = self.graph.nodes.get(number) else {
            return Card {
                label: String::new(),
                detail: String::new(),
                state: State::Missing,
                description: String::new(),
            };
        };
        let label = self.facts.label(node);
        let facts = self.facts.detail(node);
        let kind = if node.kind == "Rule" { "rule" } else { &*node.kind };
        let said = if facts.is_empty() || facts == kind { String::new() } else { format!(", {facts}") };
        let described = |state: &str| format!("{kind} {}{said}, {state}", node.name);
        if node.missing {
            let described = format!("{kind} {}, not in the input", node.name);
            return Card {
                label,
                detail: "not in the input".to_owned(),
                state: State::Missing,
                description: described,
            };
        }
        match self.trouble(number, node) {
            None => Card { label, description: described("ok"), detail: facts, state: State::Ok },
            Some(Trouble { reason, message }) => {
                let description = described(&format!("refused: {reason}, {message}"));
                let detail =
                    if facts.is_empty() { reason.to_owned() } else { format!("{reason} · {facts}") };
                Card { label, detail, state: State::Refused, description }
            }
        }
    }

    fn trouble(&self, number: usize, node: &Node) -> Option<Trouble> {
        let own = trouble::of(self.facts.analysis, node.subject);
        own.or_else(|| {
            let by_edges = matches!(node.subject, Subject::Backend { .. } | Subject::ForeignPolicy(_));
            self.by_edges.get(number).filter(|_| by_edges)?.clone()
        })
    }
}
