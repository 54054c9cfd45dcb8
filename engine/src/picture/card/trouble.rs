use crate::{
    analysis::Analysis,
    attach::{
        BackendKind, Condition, GatewayState, ListenerSetState, ListenerState, ParentState, Reason,
        RouteState, RuleState,
    },
    report::{GraphReport, Subject},
};

use super::super::net::Net;

/// The first thing that is not as it should be.
#[derive(Debug, Clone)]
pub(super) struct Trouble {
    pub(super) reason: &'static str,
    pub(super) message: String,
}

impl Trouble {
    fn of<R: Reason>(condition: &Condition<R>) -> Option<Self> {
        let bad = !condition.is_true();
        bad.then(|| Trouble { reason: condition.reason.name(), message: condition.message.clone() })
    }
}

/// Of an object with a status, and of a rule.
pub(super) fn of(analysis: &Analysis, subject: Subject) -> Option<Trouble> {
    let graph = &analysis.graph;
    match subject {
        Subject::GatewayClass(number) => Trouble::of(&graph.classes.get(number)?.accepted),
        Subject::Gateway(number) => gateway(graph.gateways.get(number)?),
        Subject::ListenerSet(number) => listener_set(graph.listener_sets.get(number)?),
        Subject::Listener { gateway, listener } => {
            of_listener(graph.gateways.get(gateway)?.listeners.get(listener)?)
        }
        Subject::Route(number) => route(graph.routes.get(number)?),
        Subject::Rule { route, rule } => of_rule(graph.routes.get(route)?.rules.get(rule)?),
        Subject::Backend { object: Some((BackendKind::XBackend, number)), .. } => {
            Trouble::of(&graph.backends.get(number)?.accepted)
        }
        Subject::BackendTlsPolicy(number) => {
            let state = graph.policies.backend_tls.get(number)?;
            Trouble::of(&state.accepted).or_else(|| Trouble::of(&state.resolved_refs))
        }
        Subject::BackendTrafficPolicy(number) => {
            Trouble::of(&graph.policies.backend_traffic.get(number)?.accepted)
        }
        _ => None,
    }
}

/// Of backends that no reference reaches, and of policies with a target that does not hold.
pub(super) fn by_edges(graph: &GraphReport, net: &Net<'_>) -> Vec<Option<Trouble>> {
    let mut troubles = vec![None; net.len()];
    let mut reached = vec![false; net.len()];
    for link in &net.links {
        let Some(edge) = graph.edges.get(link.edge) else { continue };
        let aside = net.is_aside(link.from);
        let end = if aside { link.from } else { link.to };
        let (Some(trouble), Some(reached)) = (troubles.get_mut(end), reached.get_mut(end)) else { continue };
        if edge.attached {
            if !aside {
                *reached = true;
                *trouble = None;
            }
        } else if !*reached && trouble.is_none() {
            let message = edge.message.clone();
            *trouble = Some(Trouble { reason: edge.reason.unwrap_or("Invalid"), message });
        }
    }
    troubles
}

fn gateway(state: &GatewayState) -> Option<Trouble> {
    let resolved = || state.resolved_refs.as_ref().and_then(Trouble::of);
    Trouble::of(&state.accepted).or_else(|| Trouble::of(&state.programmed)).or_else(resolved)
}

fn listener_set(state: &ListenerSetState) -> Option<Trouble> {
    match state {
        ListenerSetState::Elsewhere(elsewhere) => {
            Some(Trouble { reason: elsewhere.why.name(), message: elsewhere.message.clone() })
        }
        ListenerSetState::Gateway { accepted, programmed, .. } => {
            Trouble::of(accepted).or_else(|| Trouble::of(programmed))
        }
    }
}

fn of_listener(state: &ListenerState) -> Option<Trouble> {
    let programmed = || if state.is_usable() { None } else { Trouble::of(&state.programmed) };
    Trouble::of(&state.accepted).or_else(|| Trouble::of(&state.resolved_refs)).or_else(programmed)
}

fn route(state: &RouteState) -> Option<Trouble> {
    if state.parents.is_empty() {
        return Some(Trouble { reason: "NoParent", message: "the route names no parent".to_owned() });
    }
    let parent = state.parents.iter().find_map(|parent| match &parent.state {
        ParentState::Elsewhere(elsewhere) => {
            Some(Trouble { reason: elsewhere.why.name(), message: elsewhere.message.clone() })
        }
        ParentState::Gateway(parent) => Trouble::of(&parent.accepted),
    });
    let partially = || {
        let condition = state.partially_invalid.as_ref()?;
        Some(Trouble { reason: condition.reason.name(), message: condition.message.clone() })
    };
    parent.or_else(|| Trouble::of(&state.resolved_refs)).or_else(partially)
}

fn of_rule(state: &RuleState) -> Option<Trouble> {
    if let Some(fault) = &state.invalid {
        return Some(Trouble { reason: fault.reason.name(), message: fault.message.clone() });
    }
    let fault = state.reference_faults().next()?;
    Some(Trouble { reason: fault.reason.name(), message: fault.message.clone() })
}
