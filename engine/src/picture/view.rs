//! Which nodes a view keeps: for each condition what fits, what leads there and what hangs from it.

use super::{View, card::Cards, net::Net};
use crate::{analysis::Analysis, report::Subject, table::host_matches};

/// For each node, whether it is shown, if nothing collapses.
pub(super) fn kept(analysis: &Analysis, net: &Net<'_>, cards: &Cards<'_>, view: &View) -> Vec<bool> {
    let Some(mut kept) = conditions(analysis, net, cards, view).into_iter().reduce(both) else {
        return vec![true; net.len()];
    };
    // A policy goes with what it is about.
    let with_target: Vec<_> = (0..net.len())
        .map(|number| {
            let mut targets = net.after(number);
            net.is_aside(number) && targets.any(|link| kept.get(link.to).copied().unwrap_or_default())
        })
        .collect();
    for (number, (kept, with_target)) in kept.iter_mut().zip(with_target).enumerate() {
        *kept = if net.is_aside(number) { with_target } else { *kept };
    }
    kept
}

fn both(left: Vec<bool>, right: Vec<bool>) -> Vec<bool> {
    left.into_iter().zip(right).map(|(left, right)| left && right).collect()
}

/// What each condition of the view keeps.
fn conditions(analysis: &Analysis, net: &Net<'_>, cards: &Cards<'_>, view: &View) -> Vec<Vec<bool>> {
    let mut list = Vec::new();
    let all = |_: usize| true;
    if let Some(namespace) = given(&view.namespace) {
        let fits = |number| {
            let name = net.node(number).and_then(|node| node.name.split_once('/'));
            name.is_some_and(|(own, _)| own == namespace)
        };
        list.push(connected(net, &fits, &all));
    }
    if let Some(gateway) = given(&view.gateway) {
        let fits = |number| {
            let node = net.node(number).filter(|node| node.kind == "Gateway");
            node.is_some_and(|node| {
                let (_, name) = node.name.split_once('/').unwrap_or_default();
                node.name == gateway || name == gateway
            })
        };
        list.push(connected(net, &fits, &all));
    }
    if let Some(host) = given(&view.hostname) {
        let host = host.to_ascii_lowercase();
        let serves = |number| serves(analysis, net, number, &host);
        let fits = |number| serves(number) == Some(true);
        let may_be = |number| serves(number) != Some(false);
        list.push(connected(net, &fits, &may_be));
    }
    if let Some(text) = given(&view.text) {
        let text = text.to_ascii_lowercase();
        let fits = |number| {
            let id = net.node(number).map(|node| node.id.to_ascii_lowercase()).unwrap_or_default();
            id.contains(&text) || cards.card(number).description.to_ascii_lowercase().contains(&text)
        };
        list.push(connected(net, &fits, &all));
    }
    list
}

fn given(condition: &Option<String>) -> Option<&str> {
    condition.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// Whether a listener or a route is there for a host; nothing for a node of another kind.
fn serves(analysis: &Analysis, net: &Net<'_>, number: usize, host: &str) -> Option<bool> {
    let fits = |pattern: &str| {
        let pattern = pattern.to_ascii_lowercase();
        host_matches(&pattern, host) || pattern.contains(host)
    };
    match net.node(number)?.subject {
        Subject::Listener { gateway, listener } => {
            let state = analysis.graph.gateways.get(gateway)?.listeners.get(listener)?;
            Some(fits(state.spec.hostname.as_deref().unwrap_or_default()))
        }
        Subject::Route(route) => {
            let hostnames = &analysis.world.routes.get(route)?.body.hostnames;
            Some(hostnames.is_empty() || hostnames.iter().any(|name| fits(name)))
        }
        _ => None,
    }
}

/// The nodes that fit, what leads to them, and what hangs from them, through nodes that may be there.
fn connected(net: &Net<'_>, fits: &dyn Fn(usize) -> bool, may_be: &dyn Fn(usize) -> bool) -> Vec<bool> {
    let mut seeds: Vec<_> = (0..net.len()).filter(|number| fits(*number)).collect();
    let targets = |number: &usize| net.after(*number).map(|link| link.to).collect::<Vec<_>>();
    let of_aside: Vec<_> = seeds.iter().filter(|seed| net.is_aside(**seed)).flat_map(targets).collect();
    seeds.extend(of_aside);
    seeds.retain(|seed| !net.is_aside(*seed) && may_be(*seed));
    let below = reached(net, &seeds, may_be, &|number| net.after(number).map(|link| link.to).collect());
    let above = reached(net, &seeds, may_be, &|number| net.before(number).map(|link| link.from).collect());
    below.into_iter().zip(above).map(|(below, above)| below || above).collect()
}

fn reached(
    net: &Net<'_>,
    seeds: &[usize],
    may_be: &dyn Fn(usize) -> bool,
    next: &dyn Fn(usize) -> Vec<usize>,
) -> Vec<bool> {
    let mut reached = vec![false; net.len()];
    let mut open = seeds.to_vec();
    while let Some(number) = open.pop() {
        if let Some(seen) = reached.get_mut(number).filter(|seen| !**seen) {
            *seen = true;
            open.extend(next(number).into_iter().filter(|next| !net.is_aside(*next) && may_be(*next)));
        }
    }
    reached
}
