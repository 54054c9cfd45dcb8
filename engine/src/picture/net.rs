use super::rank::Rank;
use crate::{
    Dictionary,
    analysis::Analysis,
    report::{Edge, GraphReport, Node, Subject},
};

/// The graph by numbers: who leads to whom.
pub(super) struct Net<'g> {
    graph: &'g GraphReport,
    ranks: Vec<Rank>,
    /// Policies and ReferenceGrants.
    aside: Vec<bool>,
    /// The edges that are drawn.
    pub(super) links: Vec<NetLink>,
    /// Numbers of links, by the node that they leave or reach.
    leaving: Vec<Vec<usize>>,
    reaching: Vec<Vec<usize>>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct NetLink {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Into the graph's edges.
    pub(super) edge: usize,
}

/// What listeners say of routes that are meant for others.
const OLD_NEWS: [&str; 2] = ["NoMatchingListenerHostname", "NotAllowedByListeners"];

impl<'g> Net<'g> {
    pub(super) fn of(analysis: &Analysis, graph: &'g GraphReport) -> Self {
        let links = graph.edges.iter().enumerate().map(|(edge, written)| {
            let (from, to) = written.ends;
            NetLink { from, to, edge }
        });
        let mut net = Net {
            graph,
            ranks: Vec::new(),
            aside: graph.nodes.iter().map(is_aside).collect(),
            links: links.collect(),
            leaving: vec![Vec::new(); graph.nodes.len()],
            reaching: vec![Vec::new(); graph.nodes.len()],
        };
        net.leave_out_old_news(analysis);
        for (number, link) in net.links.iter().enumerate() {
            if let Some(list) = net.leaving.get_mut(link.from) {
                list.push(number);
            }
            if let Some(list) = net.reaching.get_mut(link.to) {
                list.push(number);
            }
        }
        net.ranks = net.ranks();
        net
    }

    /// That one listener does not take a route is no news where another listener of the same Gateway does,
    /// unless the route names listeners one by one.
    fn leave_out_old_news(&mut self, analysis: &Analysis) {
        let owner = |link: &NetLink| match self.graph.nodes.get(link.from)?.subject {
            Subject::Listener { gateway, listener } => {
                let state = analysis.graph.gateways.get(gateway)?.listeners.get(listener)?;
                Some((link.to, gateway, state.set))
            }
            _ => None,
        };
        let edge = |link: &NetLink| self.graph.edges.get(link.edge);
        let is_refusal = |link: &NetLink| {
            edge(link).is_some_and(|edge| edge.reason.is_some_and(|reason| OLD_NEWS.contains(&reason)))
        };
        if !self.links.iter().any(is_refusal) {
            return;
        }
        let attached: Dictionary<_, _> = self
            .links
            .iter()
            .filter(|link| edge(link).is_some_and(|edge| edge.attached))
            .filter_map(owner)
            .map(|owner| (owner, ()))
            .collect();
        let chooses = |link: &NetLink| match self.graph.nodes.get(link.to).map(|node| node.subject) {
            Some(Subject::Route(route)) => analysis.graph.routes.get(route).is_some_and(|state| {
                let mut references = state.parents.iter().map(|parent| &parent.reference);
                references.any(|reference| reference.section_name.is_some() || reference.port.is_some())
            }),
            _ => true,
        };
        let is_old = |link: &NetLink| {
            is_refusal(link)
                && owner(link).is_some_and(|owner| attached.get(&owner).is_some())
                && !chooses(link)
        };
        let old = self.links.iter().filter(|link| is_old(link)).map(|link| (link.edge, ()));
        let old: Dictionary<_, _> = old.collect();
        self.links.retain(|link| old.get(&link.edge).is_none());
    }

    fn ranks(&self) -> Vec<Rank> {
        let nodes = self.graph.nodes.iter().enumerate();
        let own: Vec<_> =
            nodes.map(|(number, node)| Rank::of(node, self.after(number).next().is_some())).collect();
        let rank = |(number, own_rank): (usize, &Rank)| {
            if !self.is_aside(number) {
                return *own_rank;
            }
            let targets = self.after(number).filter_map(|link| own.get(link.to));
            targets.min().map_or(Rank::Before, |rank| rank.before())
        };
        own.iter().enumerate().map(rank).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.graph.nodes.len()
    }

    pub(super) fn node(&self, number: usize) -> Option<&'g Node> {
        self.graph.nodes.get(number)
    }

    pub(super) fn edge(&self, number: usize) -> Option<&'g Edge> {
        self.graph.edges.get(number)
    }

    pub(super) fn rank(&self, number: usize) -> Rank {
        self.ranks.get(number).copied().unwrap_or(Rank::Before)
    }

    pub(super) fn is_aside(&self, number: usize) -> bool {
        self.aside.get(number).copied().unwrap_or_default()
    }

    /// The links that leave a node.
    pub(super) fn after(&self, number: usize) -> impl Iterator<Item = &NetLink> {
        self.leaving.get(number).into_iter().flatten().filter_map(|link| self.links.get(*link))
    }

    /// The links that reach a node.
    pub(super) fn before(&self, number: usize) -> impl Iterator<Item = &NetLink> {
        self.reaching.get(number).into_iter().flatten().filter_map(|link| self.links.get(*link))
    }
}

fn is_aside(node: &Node) -> bool {
    matches!(
        node.subject,
        Subject::Grant(_)
            | Subject::BackendTlsPolicy(_)
            | Subject::BackendTrafficPolicy(_)
            | Subject::ForeignPolicy(_)
    )
}
