//! The specification, read naively: every match of every attached route is tested, those that
//! match are compared pair by pair, the best one stays. No index, no shared code with the engine,
//! nothing but the admitted objects. Where the specification leaves a choice, the comment says
//! which one is ours.

pub(crate) mod age;
pub(crate) mod attachment;
pub(crate) mod backend;
mod call;
pub(crate) mod connection;
pub(crate) mod hostname;
pub(crate) mod listeners;
pub(crate) mod precedence;
pub(crate) mod predicate;

use engine::{
    admit::{Admitted, World},
    api::{Gateway, Route, RouteMatch, RouteRule},
};

use self::listeners::Owned;
use crate::support::Asked;

/// One of a rule's matches, on the listener that a request came to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate<'a> {
    pub(crate) on: Owned<'a>,
    /// Index into the world's routes.
    pub(crate) number: usize,
    pub(crate) route: &'a Admitted<Route>,
    pub(crate) rule: usize,
    pub(crate) one: usize,
}

impl<'a> Candidate<'a> {
    pub(crate) fn rule(&self) -> &'a RouteRule {
        &self.route.body.rules[self.rule]
    }

    pub(crate) fn matched(&self) -> &'a RouteMatch {
        &self.rule().matches[self.one]
    }

    /// Everything but the host name.
    pub(crate) fn fits(&self, asked: &Asked) -> bool {
        predicate::all(self.matched(), asked).iter().all(|predicate| predicate.holds)
    }

    pub(crate) fn host_fits(&self, asked: &Asked) -> bool {
        let own = hostname::that_count(self.route, self.on.listener);
        own.is_none_or(|names| names.iter().any(|name| hostname::matches(name, &hostname::of(asked))))
    }
}

/// What the specification says about one request.
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    /// The listener that it comes to.
    pub(crate) listener: Option<Owned<'a>>,
    /// Every listener of the port.
    pub(crate) listeners: Vec<Owned<'a>>,
    /// The routes of the listener.
    pub(crate) routes: Vec<usize>,
    /// Every match of each of them.
    pub(crate) all: Vec<Candidate<'a>>,
    /// Those that take the request, the best first.
    pub(crate) takers: Vec<Candidate<'a>>,
}

pub(crate) fn answer<'a>(
    world: &'a World,
    gateway: &'a Admitted<Gateway>,
    port: u16,
    asked: &Asked,
) -> Answer<'a> {
    let mut listeners = listeners::accepted(world, gateway);
    listeners.retain(|one| {
        one.listener.port == port && ["HTTP", "HTTPS"].contains(&one.listener.protocol.as_str())
    });
    let listener = hostname::most_specific_listener(&listeners, &hostname::of(asked));
    let routes = listener.map(|one| attachment::routes(world, &one)).unwrap_or_default();
    let mut all = Vec::new();
    for number in &routes {
        let route = &world.routes[*number];
        for (rule, definition) in route.body.rules.iter().enumerate() {
            if attachment::rule_is_valid(definition) {
                let matches = 0..definition.matches.len();
                let candidate = |one| Candidate { on: listener.unwrap(), number: *number, route, rule, one };
                all.extend(matches.map(candidate));
            }
        }
    }
    let mut takers: Vec<_> =
        all.iter().filter(|one| one.host_fits(asked) && one.fits(asked)).copied().collect();
    takers.sort_by(|left, right| precedence::compare(left, right, asked).0);
    Answer { listener, listeners, routes, all, takers }
}
