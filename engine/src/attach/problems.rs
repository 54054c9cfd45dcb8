//! What a person should know of a graph: every condition that is not as its author wanted, and
//! every reference that leads nowhere, at its field.

use super::{
    BackendTlsState, BackendTrafficState, Condition, Elsewhere, ElsewhereReason, GatewayAccepted,
    GatewayState, Graph, ListenerSetState, ListenerState, ParentState, Reason, RefFault, RouteState,
    TargetOutcome, TargetState, Truth,
};
use crate::{
    admit::{Admitted, World},
    api::{ForeignPolicy, Gateway, GatewayClass, HTTPRouteFilter, ListenerSet, Route, RouteRule},
    source::{DocId, FieldPath, Place, Problem, Severity, hint},
};

/// The codes of this stage; DIAGNOSTICS.md lists them.
mod codes {
    pub(super) const CLASS_NOT_ACCEPTED: &str = "gatewayclass-not-accepted";
    pub(super) const CLASS_NOT_FOUND: &str = "gatewayclass-not-found";
    pub(super) const PARAMETERS_IGNORED: &str = "parameters-ignored";
    pub(super) const GATEWAY_NOT_ACCEPTED: &str = "gateway-not-accepted";
    pub(super) const GATEWAY_NOT_PROGRAMMED: &str = "gateway-not-programmed";
    pub(super) const GATEWAY_REFS: &str = "gateway-refs-not-resolved";
    pub(super) const INSECURE_FRONTEND: &str = "insecure-frontend-validation";
    pub(super) const LISTENER_SET_NOT_ACCEPTED: &str = "listenerset-not-accepted";
    pub(super) const LISTENER_NOT_ACCEPTED: &str = "listener-not-accepted";
    pub(super) const LISTENER_REFS: &str = "listener-refs-not-resolved";
    pub(super) const LISTENERS_OVERLAP: &str = "listeners-overlap";
    pub(super) const PARENT_NOT_FOUND: &str = "parent-not-found";
    pub(super) const PARENT_NOT_MANAGED: &str = "parent-not-managed";
    pub(super) const PARENT_NOT_GATEWAY: &str = "parent-not-a-gateway";
    pub(super) const NO_PARENT: &str = "no-parent";
    pub(super) const ROUTE_NOT_ACCEPTED: &str = "route-not-accepted";
    pub(super) const RULE_DROPPED: &str = "rule-dropped";
    pub(super) const REF_NOT_RESOLVED: &str = "ref-not-resolved";
    pub(super) const NO_BACKEND: &str = "no-backend";
    pub(super) const POLICY_NOT_ACCEPTED: &str = "policy-not-accepted";
    pub(super) const POLICY_TARGET: &str = "policy-target-not-attached";
    pub(super) const POLICY_REFS: &str = "policy-refs-not-resolved";
    pub(super) const BACKEND_NOT_ACCEPTED: &str = "backend-not-accepted";
    pub(super) const MESH_NOT_SERVED: &str = "mesh-not-served";
}

pub fn problems(world: &World, graph: &Graph) -> Vec<Problem> {
    let mut found = Problems { list: Vec::new() };
    for (class, state) in world.gateway_classes.iter().zip(&graph.classes) {
        if state.ours {
            found.condition(codes::CLASS_NOT_ACCEPTED, class.document, &state.accepted);
        }
        found.class_parameters(class, state.accepted.is_true());
    }
    for (gateway, state) in world.gateways.iter().zip(&graph.gateways) {
        found.gateway(gateway, state, world);
    }
    for (number, (set, state)) in world.listener_sets.iter().zip(&graph.listener_sets).enumerate() {
        found.listener_set(set, number, state, graph);
    }
    for (route, state) in world.routes.iter().zip(&graph.routes) {
        found.route(route, state);
    }
    found.policies(world, graph);
    for (backend, state) in world.backends.iter().zip(&graph.backends) {
        found.condition(codes::BACKEND_NOT_ACCEPTED, backend.document, &state.accepted);
    }
    for mesh in &world.meshes {
        let path = FieldPath::root().field("spec").field("controllerName");
        let message =
            "nothing here serves a mesh: the XMesh and routes to Services have no effect".to_owned();
        found.add(Severity::Note, codes::MESH_NOT_SERVED, mesh.document, path, message, None);
    }
    found.list
}

struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        document: DocId,
        path: FieldPath,
        message: String,
        hint: Option<String>,
    ) {
        let place = Place::Field { document, path };
        self.list.push(Problem { severity, code, message, place, hint });
    }

    /// A condition that is not true, or not as good as it could be.
    fn condition<R: Reason>(&mut self, code: &'static str, document: DocId, condition: &Condition<R>) {
        if condition.reason.truth() == Truth::True {
            return;
        }
        let (path, hint) = match &condition.cause {
            Some(cause) => (cause.path.clone(), cause.hint.clone()),
            None => (FieldPath::root(), None),
        };
        self.add(Severity::Error, code, document, path, condition.message.clone(), hint);
    }

    fn class_parameters(&mut self, class: &Admitted<GatewayClass>, accepted: bool) {
        if let Some(parameters) = class.body.spec.parameters_ref.as_ref().filter(|_| accepted) {
            let path = FieldPath::root().field("spec").field("parametersRef");
            self.parameters(class.document, path, &parameters.kind, &parameters.name);
        }
    }

    fn parameters(&mut self, document: DocId, path: FieldPath, kind: &str, name: &str) {
        let message = format!("{kind} `{name}` is not read: parameters belong to another implementation");
        self.add(Severity::Warning, codes::PARAMETERS_IGNORED, document, path, message, None);
    }

    fn gateway(&mut self, gateway: &Admitted<Gateway>, state: &GatewayState, world: &World) {
        let known =
            world.gateway_classes.iter().any(|class| class.meta.name == gateway.body.spec.gateway_class_name);
        let code = if known { codes::GATEWAY_NOT_ACCEPTED } else { codes::CLASS_NOT_FOUND };
        // Listeners speak for themselves, each at its own place.
        if state.accepted.cause.is_some() {
            self.condition(code, gateway.document, &state.accepted);
        }
        if state.programmed.cause.is_some() {
            self.condition(codes::GATEWAY_NOT_PROGRAMMED, gateway.document, &state.programmed);
        }
        if let Some(condition) = state.resolved_refs.as_ref().filter(|condition| condition.cause.is_some()) {
            self.condition(codes::GATEWAY_REFS, gateway.document, condition);
        }
        if let Some(condition) = &state.insecure_frontend {
            let path = FieldPath::root().field("spec").field("tls").field("frontend");
            let (code, message) = (codes::INSECURE_FRONTEND, condition.message.clone());
            let what = || "use `AllowValidOnly` where requests must not be forged".to_owned();
            self.add(Severity::Warning, code, gateway.document, path, message, hint(what));
        }
        for (_, listener) in state.listeners_of(None) {
            self.listener(gateway.document, listener);
        }
        let parameters =
            gateway.body.spec.infrastructure.as_ref().and_then(|one| one.parameters_ref.as_ref());
        let refused = state.accepted.reason == GatewayAccepted::InvalidParameters;
        if let Some(parameters) = parameters.filter(|_| !refused) {
            let path = FieldPath::root().field("spec").field("infrastructure").field("parametersRef");
            self.parameters(gateway.document, path, &parameters.kind, &parameters.name);
        }
    }

    /// A listener of the object in `document`.
    fn listener(&mut self, document: DocId, listener: &ListenerState) {
        let path = FieldPath::root().field("spec").field("listeners").index(listener.number);
        self.listener_condition(codes::LISTENER_NOT_ACCEPTED, document, &path, &listener.accepted);
        self.listener_condition(codes::LISTENER_REFS, document, &path, &listener.resolved_refs);
        if let Some(condition) = &listener.overlapping_tls {
            let is_http = listener.spec.protocol == "HTTPS";
            let hint =
                "requests for one host may come on a connection for the other: they are answered with 421";
            let (code, message) = (codes::LISTENERS_OVERLAP, condition.message.clone());
            let path = path.field("hostname");
            self.add(Severity::Note, code, document, path, message, is_http.then(|| hint.to_owned()));
        }
    }

    /// One that goes back to no field of the listener is told at the listener.
    fn listener_condition<R: Reason>(
        &mut self,
        code: &'static str,
        document: DocId,
        listener: &FieldPath,
        condition: &Condition<R>,
    ) {
        if condition.cause.is_some() || condition.is_true() {
            return self.condition(code, document, condition);
        }
        self.add(Severity::Error, code, document, listener.clone(), condition.message.clone(), None);
    }

    fn listener_set(
        &mut self,
        set: &Admitted<ListenerSet>,
        number: usize,
        state: &ListenerSetState,
        graph: &Graph,
    ) {
        match state {
            ListenerSetState::Elsewhere(elsewhere) => {
                self.elsewhere(set.document, FieldPath::root().field("spec").field("parentRef"), elsewhere);
            }
            ListenerSetState::Gateway { gateway, accepted, .. } => {
                if accepted.cause.is_some() {
                    self.condition(codes::LISTENER_SET_NOT_ACCEPTED, set.document, accepted);
                }
                let state = graph.gateways.get(*gateway);
                for (_, listener) in state.into_iter().flat_map(|state| state.listeners_of(Some(number))) {
                    self.listener(set.document, listener);
                }
            }
        }
    }

    fn elsewhere(&mut self, document: DocId, path: FieldPath, elsewhere: &Elsewhere) {
        let (severity, code, field) = match elsewhere.why {
            ElsewhereReason::NotFound => (Severity::Error, codes::PARENT_NOT_FOUND, "name"),
            ElsewhereReason::NotManaged => (Severity::Error, codes::PARENT_NOT_MANAGED, "name"),
            ElsewhereReason::NotAGateway => (Severity::Note, codes::PARENT_NOT_GATEWAY, "kind"),
        };
        let (message, hint) = (elsewhere.message.clone(), elsewhere.hint.clone());
        self.add(severity, code, document, path.field(field), message, hint);
    }

    fn route(&mut self, route: &Admitted<Route>, state: &RouteState) {
        let spec = FieldPath::root().field("spec");
        if state.parents.is_empty() {
            self.add(
                Severity::Warning,
                codes::NO_PARENT,
                route.document,
                spec.clone(),
                "the route has no parentRefs, so nothing serves it".to_owned(),
                Some("name a Gateway in spec.parentRefs".to_owned()),
            );
        }
        for parent in &state.parents {
            match &parent.state {
                ParentState::Gateway(of_gateway) => {
                    if of_gateway.accepted.cause.is_some() {
                        self.condition(codes::ROUTE_NOT_ACCEPTED, route.document, &of_gateway.accepted);
                    }
                }
                ParentState::Elsewhere(elsewhere) => {
                    self.elsewhere(route.document, parent.place.path(), elsewhere);
                }
            }
        }
        for (number, (rule, rule_state)) in route.body.rules.iter().zip(&state.rules).enumerate() {
            let path = spec.field("rules").index(number);
            if let Some(fault) = &rule_state.invalid {
                let message = format!("the rule is not served: {}", fault.message);
                let (path, hint) = (fault.path.clone(), fault.hint.clone());
                self.add(Severity::Error, codes::RULE_DROPPED, route.document, path, message, hint);
            }
            for RefFault { message, path, hint, .. } in rule_state.reference_faults() {
                let (message, path, hint) = (message.clone(), path.clone(), hint.clone());
                self.add(Severity::Error, codes::REF_NOT_RESOLVED, route.document, path, message, hint);
            }
            self.rule(route, rule, &path);
        }
    }

    fn policies(&mut self, world: &World, graph: &Graph) {
        for (policy, state) in world.backend_tls_policies.iter().zip(&graph.policies.backend_tls) {
            let BackendTlsState { targets, accepted, resolved_refs, .. } = state;
            if accepted.cause.is_some() {
                self.condition(codes::POLICY_NOT_ACCEPTED, policy.document, accepted);
            }
            self.condition(codes::POLICY_REFS, policy.document, resolved_refs);
            if accepted.is_true() {
                self.targets(policy.document, targets, false);
            }
        }
        for (policy, state) in world.backend_traffic_policies.iter().zip(&graph.policies.backend_traffic) {
            let BackendTrafficState { targets, accepted, .. } = state;
            self.condition(codes::POLICY_NOT_ACCEPTED, policy.document, accepted);
            if accepted.is_true() {
                self.targets(policy.document, targets, false);
            }
        }
        for (policy, targets) in world.foreign_policies.iter().zip(&graph.policies.foreign) {
            let ForeignPolicy { single, .. } = policy.body;
            self.targets(policy.document, targets, single);
        }
    }

    /// The targets that a policy which otherwise holds does not reach.
    fn targets(&mut self, document: DocId, targets: &[TargetState], single: bool) {
        let spec = FieldPath::root().field("spec");
        for (number, TargetState { target, outcome }) in targets.iter().enumerate() {
            let (message, hint) = match outcome {
                TargetOutcome::Attached(_) | TargetOutcome::UnknownKind => continue,
                TargetOutcome::NotFound { what, hint } => (what.clone(), hint.clone()),
                TargetOutcome::Unfit(why) => (why.clone(), None),
                TargetOutcome::Conflicted(other) => {
                    let named = format!("{} `{}`", target.kind, target.full_name());
                    (format!("policy `{other}` is older and has the same target, {named}"), None)
                }
            };
            let path = if single { spec.field("targetRef") } else { spec.field("targetRefs").index(number) };
            self.add(Severity::Warning, codes::POLICY_TARGET, document, path, message, hint);
        }
    }

    fn rule(&mut self, route: &Admitted<Route>, rule: &RouteRule, path: &FieldPath) {
        let document = route.document;
        let redirects =
            rule.filters.iter().any(|filter| matches!(filter, HTTPRouteFilter::RequestRedirect { .. }));
        if rule.backend_refs.is_empty() && !redirects {
            let message =
                format!("the rule has no backendRefs, so its {}", route.body.kind.without_backend());
            self.add(Severity::Warning, codes::NO_BACKEND, document, path.clone(), message, None);
        }
    }
}
