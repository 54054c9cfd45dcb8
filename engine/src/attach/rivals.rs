//! HTTPRoutes and GRPCRoutes on one listener whose host names meet: the older route stays, the other
//! is refused (`GRPCRouteSpec.hostnames`, `HTTPRouteSpec.hostnames`).

use std::collections::BTreeMap;

use super::{ListenerVerdict, ParentState, Refusal, RouteState};
use crate::{
    SharedStr,
    admit::{Admitted, World},
    api::{Route, RouteKind},
    keyed::at,
    sort::sort_by_key,
};

/// Turns the verdict of every listener on the younger of two rivals into a refusal.
pub(super) fn refuse(world: &World, routes: &mut [RouteState]) {
    let has = |kind| world.routes.iter().any(|route| route.body.kind == kind);
    if !has(RouteKind::Http) || !has(RouteKind::Grpc) {
        return;
    }
    let mut order: Vec<usize> = (0..routes.len()).collect();
    // The order of the files decides nothing: of two that share age and name, the HTTPRoute stays.
    sort_by_key(&mut order, |number| {
        world.routes.get(*number).map(|route| (route.meta.age(), route.body.kind))
    });
    // By Gateway, then by listener.
    let mut listeners: Vec<Vec<Taken>> = Vec::new();
    for number in order {
        let Some((route, state)) = world.routes.get(number).zip(routes.get_mut(number)) else { continue };
        // A route none of whose rules can be served is not accepted, so it is in nobody's way.
        let is_served = state.rules.is_empty() || state.rules.iter().any(|rule| rule.invalid.is_none());
        if !route.body.kind.is_http() || !is_served {
            continue;
        }
        for (gateway, verdict) in verdicts(state) {
            let Ok(hostnames) = &verdict.result else { continue };
            let of_gateway = at(&mut listeners, gateway);
            let Some(taken) = of_gateway.and_then(|taken| at(taken, verdict.listener)) else { continue };
            match taken.rival(route, hostnames) {
                Some(rival) => verdict.result = Err(Refusal::Rival(rival)),
                None => taken.add(route, hostnames),
            }
        }
    }
}

fn verdicts(state: &mut RouteState) -> impl Iterator<Item = (usize, &mut ListenerVerdict)> {
    state.parents.iter_mut().flat_map(|parent| match &mut parent.state {
        ParentState::Gateway(parent) => {
            let gateway = parent.gateway;
            let of_gateway: Box<dyn Iterator<Item = _>> =
                Box::new(parent.listeners.iter_mut().map(move |verdict| (gateway, verdict)));
            of_gateway
        }
        ParentState::Elsewhere(_) => Box::new(std::iter::empty()),
    })
}

/// The host names that routes have taken on one listener, by kind of route. They are kept backwards,
/// so that all names below one domain stand together.
#[derive(Default)]
struct Taken {
    http: Names,
    grpc: Names,
}

type Names = BTreeMap<String, String>;

impl Taken {
    /// The route of the other kind that has one of these names.
    fn rival(&self, route: &Admitted<Route>, hostnames: &[SharedStr]) -> Option<String> {
        let others = if route.body.kind == RouteKind::Http { &self.grpc } else { &self.http };
        if others.is_empty() {
            return None;
        }
        if hostnames.is_empty() {
            return others.values().next().cloned();
        }
        hostnames.iter().find_map(|name| meeting(others, name)).cloned()
    }

    fn add(&mut self, route: &Admitted<Route>, hostnames: &[SharedStr]) {
        let name = format!("{} `{}`", route.body.kind.name(), route.meta.full_name());
        let own = if route.body.kind == RouteKind::Http { &mut self.http } else { &mut self.grpc };
        if hostnames.is_empty() {
            own.entry(String::new()).or_insert(name);
        } else {
            for hostname in hostnames {
                own.entry(backwards(hostname)).or_insert_with(|| name.clone());
            }
        }
    }
}

/// A name that has a host in common with `hostname`. The empty one has every host.
fn meeting<'a>(names: &'a Names, hostname: &str) -> Option<&'a String> {
    let key = backwards(hostname);
    if let Some(found) = names.get("").or_else(|| names.get(&key)) {
        return Some(found);
    }
    // Wider wildcards: `*.example.com` for `a.b.example.com` and for `*.b.example.com`.
    let dots = key.match_indices('.').filter_map(|(dot, _)| key.get(..=dot));
    if let Some(found) = dots.into_iter().find_map(|domain| names.get(&format!("{domain}*"))) {
        return Some(found);
    }
    // What lies below a wildcard.
    let domain = key.strip_suffix('*')?;
    let mut below = names.range(domain.to_owned()..);
    below.next().filter(|(name, _)| name.starts_with(domain)).map(|(_, route)| route)
}

fn backwards(hostname: &str) -> String {
    hostname.chars().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attach::hostname::intersect;

    /// Whether two names meet does not depend on which way it is asked.
    #[test]
    fn names_meet_as_listeners_and_routes_do() {
        let names = [
            "*.com",
            "example.com",
            "*.example.com",
            "a.example.com",
            "*.a.example.com",
            "b.a.example.com",
            "aexample.com",
        ];
        for one in names {
            for other in names {
                let taken = Names::from([(backwards(one), String::new())]);
                assert_eq!(meeting(&taken, other).is_some(), intersect(Some(one), other), "{one} {other}");
            }
        }
    }

    #[test]
    fn a_name_is_found_among_others() {
        let taken: Names =
            ["a.net", "x.example.com", "zexample.com"].map(|name| (backwards(name), name.to_owned())).into();
        assert_eq!(meeting(&taken, "*.example.com").map(String::as_str), Some("x.example.com"));
        assert_eq!(meeting(&taken, "*.org"), None);
    }
}
