use std::collections::{HashMap, hash_map::Entry};

use foldhash::fast::FixedState;

use super::{net::Net, rank::Rank};
use crate::Dictionary;

/// Of more nodes than that, rules collapse into their routes.
const CROWD: usize = 60;

/// What is drawn. A place is an index into `nodes`.
pub(super) struct Shown {
    /// Numbers in the net.
    pub(super) nodes: Vec<usize>,
    /// By place, how many rules a route stands for.
    pub(super) collapsed: Vec<usize>,
    pub(super) links: Vec<Link>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    /// Places.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) attached: bool,
    /// The graph's edge that tells of it.
    pub(super) edge: usize,
}

impl Shown {
    pub(super) fn of(net: &Net<'_>, kept: &[bool], expanded: &[String]) -> Self {
        let is_kept = |number: usize| kept.get(number).copied().unwrap_or_default();
        let all: Vec<_> = (0..net.len()).filter(|number| is_kept(*number)).collect();
        let expanded: Dictionary<_, _> = expanded.iter().map(|id| (id.as_str(), ())).collect();
        // The route that each rule collapses into.
        let mut folded = vec![None; net.len()];
        if all.len() > CROWD {
            for rule in
                all.iter().filter(|number| net.rank(**number) == Rank::Rule && !net.is_aside(**number))
            {
                let route = net
                    .before(*rule)
                    .map(|link| link.from)
                    .find(|from| net.rank(*from) == Rank::Route && !net.is_aside(*from) && is_kept(*from));
                let is_open = |route: &usize| {
                    net.node(*route).is_some_and(|node| expanded.get(node.id.as_str()).is_some())
                };
                if let Some(slot) = folded.get_mut(*rule) {
                    *slot = route.filter(|route| !is_open(route));
                }
            }
        }
        let into = |rule: usize| folded.get(rule).copied().flatten();
        let nodes: Vec<_> = all.into_iter().filter(|number| into(*number).is_none()).collect();
        let mut places = vec![None; net.len()];
        for (place, number) in nodes.iter().enumerate() {
            if let Some(slot) = places.get_mut(*number) {
                *slot = Some(place);
            }
        }
        let place_of = |number: usize| places.get(number).copied().flatten();
        let mut collapsed = vec![0; nodes.len()];
        for route in folded.iter().flatten() {
            if let Some(count) = place_of(*route).and_then(|place| collapsed.get_mut(place)) {
                *count += 1;
            }
        }
        let place = |number: usize| place_of(into(number).unwrap_or(number));
        Shown { links: links(net, &place), nodes, collapsed }
    }
}

/// One link for all edges between two nodes: it holds if one of them does.
fn links(net: &Net<'_>, place: &dyn Fn(usize) -> Option<usize>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    // Only looked up, so that its order does not matter.
    let mut known: HashMap<_, _, FixedState> = HashMap::default();
    for link in &net.links {
        let (Some(from), Some(to)) = (place(link.from), place(link.to)) else { continue };
        if from == to {
            continue;
        }
        let attached = net.edge(link.edge).is_some_and(|edge| edge.attached);
        let link = Link { from, to, attached, edge: link.edge };
        match known.entry((from, to)) {
            Entry::Vacant(entry) => {
                entry.insert(links.len());
                links.push(link);
            }
            Entry::Occupied(entry) => {
                if let Some(known) = links.get_mut(*entry.get()).filter(|known| attached && !known.attached) {
                    *known = link;
                }
            }
        }
    }
    links
}
