//! Everything that is not as it should be, in the manner of `kubectl describe`.

use anstyle::{AnsiColor, Style};
use engine::{
    admit::Admitted,
    analysis::Analysis,
    api::{Gateway, ListenerSet, ParentReference, Route},
    attach::{
        Condition, GatewayState, ListenerSetState, ListenerState, ParentState, Reason, RefFault, RouteParent,
        RouteState,
    },
};

use crate::{
    manifests::Manifests,
    output::{clean, clean_lines},
    table::{columns, indented},
};

pub(super) fn of(manifests: &Manifests) -> String {
    let Manifests { analysis, scope, .. } = manifests;
    let mut page = Page::default();
    let classes = analysis.world.gateway_classes.iter().zip(&analysis.graph.classes).enumerate();
    for (number, (class, state)) in classes {
        if state.ours && !state.accepted.is_true() && scope.has_class(analysis, number) {
            page.title(&format!("GatewayClass {} is not accepted", class.meta.name));
            page.conditions(vec![Row::of(&state.accepted)], 2);
        }
    }
    let gateways = analysis.world.gateways.iter().zip(&analysis.graph.gateways).enumerate();
    for (number, (gateway, state)) in gateways {
        if scope.has_gateway(number) && !is_good(state) {
            page.gateway(gateway, state);
        }
    }
    let sets = analysis.world.listener_sets.iter().zip(&analysis.graph.listener_sets).enumerate();
    for (number, (set, state)) in sets {
        if scope.has_listener_set(analysis, number) {
            page.listener_set(set, number, state, analysis);
        }
    }
    let routes = analysis.world.routes.iter().zip(&analysis.graph.routes).enumerate();
    for (number, (route, state)) in routes {
        if scope.has_route(analysis, number) && !is_served(state) {
            page.route(route, state);
        }
    }
    page.policies(manifests);
    page.text
}

fn is_good(state: &GatewayState) -> bool {
    let listener = |state: &ListenerState| state.programmed.is_true() && state.resolved_refs.is_true();
    let resolved = state.resolved_refs.as_ref().is_none_or(Condition::is_true);
    state.programmed.is_true() && resolved && state.listeners_of(None).all(|(_, state)| listener(state))
}

fn is_served(state: &RouteState) -> bool {
    let parent = |parent: &RouteParent| match &parent.state {
        ParentState::Gateway(parent) => parent.accepted.is_true(),
        ParentState::Elsewhere(_) => false,
    };
    !state.parents.is_empty()
        && state.parents.iter().all(parent)
        && state.resolved_refs.is_true()
        && state.partially_invalid.is_none()
}

#[derive(Default)]
struct Page {
    text: String,
    /// What was said already: the routes of one broken Gateway all have the same to say.
    hints: Vec<String>,
}

/// A condition in words.
struct Row {
    cells: Vec<String>,
    hint: Option<String>,
}

impl Row {
    fn of<R: Reason>(condition: &Condition<R>) -> Self {
        let reason = condition.reason;
        Row {
            cells: vec![
                R::CONDITION.to_owned(),
                reason.truth().as_str().to_owned(),
                reason.name().to_owned(),
                clean(&condition.message).into_owned(),
            ],
            hint: condition.cause.as_ref().and_then(|cause| cause.hint.clone()),
        }
    }
}

impl Page {
    fn title(&mut self, title: &str) {
        let bold = Style::new().bold();
        self.text.push_str(&format!("\n{bold}{}{bold:#}\n", clean(title)));
    }

    fn line(&mut self, text: &str, indent: usize) {
        self.text.push_str(&indented(&clean(text), indent));
    }

    fn conditions(&mut self, rows: Vec<Row>, indent: usize) {
        let table = columns(None, rows.iter().map(|row| row.cells.clone()));
        self.text.push_str(&indented(&table, indent));
        for hint in rows.into_iter().filter_map(|row| row.hint) {
            self.hint(hint, indent);
        }
    }

    fn hint(&mut self, hint: String, indent: usize) {
        if self.hints.contains(&hint) {
            return;
        }
        let cyan = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
        let (first, rest) = hint.split_once('\n').unwrap_or((&hint, ""));
        self.text.push_str(&indented(&format!("{cyan}help:{cyan:#} {}", clean(first)), indent));
        self.text.push_str(&indented(&clean_lines(rest), indent + 4));
        self.hints.push(hint);
    }

    fn gateway(&mut self, gateway: &Admitted<Gateway>, state: &GatewayState) {
        let name = gateway.meta.full_name();
        let what = match (state.class, state.programmed.is_true()) {
            (None, _) => "waits for a controller",
            (Some(_), false) => "is not programmed",
            (Some(_), true) => "has a listener with a problem",
        };
        self.title(&format!("Gateway {name} {what}"));
        let mut rows = vec![Row::of(&state.accepted), Row::of(&state.programmed)];
        rows.extend(state.resolved_refs.as_ref().map(Row::of));
        self.conditions(rows, 2);
        state.listeners_of(None).for_each(|(_, listener)| self.listener(listener));
    }

    fn listener(&mut self, state: &ListenerState) {
        let (listener, routes) = (&state.spec, state.attached.len());
        let (name, protocol, port) = (&listener.name, &listener.protocol, listener.port);
        self.line(&format!("listener {name}, {protocol} {port}, attached routes: {routes}"), 2);
        let mut rows = vec![
            Row::of(&state.accepted),
            Row::of(&state.programmed),
            Row::of(&state.conflicted),
            Row::of(&state.resolved_refs),
        ];
        rows.extend(state.overlapping_tls.as_ref().map(Row::of));
        self.conditions(rows, 4);
    }

    /// A ListenerSet, if anything about it is not as it should be.
    fn listener_set(
        &mut self,
        set: &Admitted<ListenerSet>,
        number: usize,
        state: &ListenerSetState,
        analysis: &Analysis,
    ) {
        let name = set.meta.full_name();
        match state {
            ListenerSetState::Elsewhere(elsewhere) => {
                self.title(&format!("ListenerSet {name} has no Gateway"));
                self.line(&elsewhere.message, 2);
                if let Some(hint) = &elsewhere.hint {
                    self.hint(hint.clone(), 2);
                }
            }
            ListenerSetState::Gateway { gateway, accepted, programmed } => {
                let gateway = analysis.graph.gateways.get(*gateway);
                let listeners: Vec<_> =
                    gateway.into_iter().flat_map(|gateway| gateway.listeners_of(Some(number))).collect();
                let good =
                    |state: &ListenerState| state.programmed.is_true() && state.resolved_refs.is_true();
                if programmed.is_true() && listeners.iter().all(|(_, listener)| good(listener)) {
                    return;
                }
                let what =
                    if programmed.is_true() { "has a listener with a problem" } else { "is not programmed" };
                self.title(&format!("ListenerSet {name} {what}"));
                self.conditions(vec![Row::of(accepted), Row::of(programmed)], 2);
                listeners.into_iter().for_each(|(_, listener)| self.listener(listener));
            }
        }
    }

    fn policies(&mut self, manifests: &Manifests) {
        let Manifests { analysis, scope, .. } = manifests;
        let (world, policies) = (&analysis.world, &analysis.graph.policies);
        for (policy, state) in world.backend_tls_policies.iter().zip(&policies.backend_tls) {
            let good = state.accepted.is_true() && state.resolved_refs.is_true();
            if !good && scope.has_policy(&state.ancestors) {
                self.title(&format!("BackendTLSPolicy {} has a problem", policy.meta.full_name()));
                self.conditions(vec![Row::of(&state.accepted), Row::of(&state.resolved_refs)], 2);
            }
        }
        for (policy, state) in world.backend_traffic_policies.iter().zip(&policies.backend_traffic) {
            if !state.accepted.is_true() && scope.has_policy(&state.ancestors) {
                self.title(&format!("XBackendTrafficPolicy {} is not accepted", policy.meta.full_name()));
                self.conditions(vec![Row::of(&state.accepted)], 2);
            }
        }
    }

    fn route(&mut self, route: &Admitted<Route>, state: &RouteState) {
        let name = route.meta.full_name();
        let accepted = state.parents.iter().filter(
            |parent| matches!(&parent.state, ParentState::Gateway(parent) if parent.accepted.is_true()),
        );
        let what = match (accepted.count(), state.parents.len()) {
            (_, 0) => "names no Gateway",
            (0, _) => "is not served",
            (accepted, parents) if accepted < parents => "is not served everywhere",
            _ => "is served in part",
        };
        self.title(&format!("{} {name} {what}", route.body.kind.name()));
        for RouteParent { reference, state: parent, .. } in &state.parents {
            self.line(&format!("parent {}", parent_name(reference, &route.meta.namespace)), 2);
            match parent {
                ParentState::Elsewhere(elsewhere) => {
                    self.line(&elsewhere.message, 4);
                    if let Some(hint) = &elsewhere.hint {
                        self.hint(hint.clone(), 4);
                    }
                }
                ParentState::Gateway(parent) => {
                    let mut rows = vec![Row::of(&parent.accepted), Row::of(&state.resolved_refs)];
                    rows.extend(state.partially_invalid.as_ref().map(Row::of));
                    self.conditions(rows, 4);
                }
            }
        }
        self.rules(state);
    }

    /// The rules that are dropped or lead nowhere.
    fn rules(&mut self, state: &RouteState) {
        for rule in &state.rules {
            if let Some(fault) = &rule.invalid {
                self.line(&format!("{}: dropped, {}", fault.path, fault.message), 2);
                if let Some(hint) = &fault.hint {
                    self.hint(hint.clone(), 4);
                }
            }
            for RefFault { message, path, hint, .. } in rule.backend_faults() {
                self.line(&format!("{path}: answers 500, {message}"), 2);
                if let Some(hint) = hint {
                    self.hint(hint.clone(), 4);
                }
            }
        }
    }
}

fn parent_name(reference: &ParentReference, namespace: &str) -> String {
    let namespace = reference.namespace.as_deref().unwrap_or(namespace);
    let section =
        reference.section_name.as_ref().map(|section| format!(", listener {section}")).unwrap_or_default();
    let port = reference.port.map(|port| format!(", port {port}")).unwrap_or_default();
    format!("{} {namespace}/{}{section}{port}", reference.kind, reference.name)
}
