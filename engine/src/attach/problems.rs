//! What a person should know of a graph: every condition that is not as its author wanted, and
//! every reference that leads nowhere, at its field.

use super::{
    Condition, ElsewhereReason, GatewayAccepted, GatewayState, Graph, ParentState, Reason, RefFault,
    RouteState, Truth,
};
use crate::{
    admit::{Admitted, World},
    api::{Gateway, GatewayClass, HTTPRoute, HTTPRouteRule},
    source::{DocId, FieldPath, Place, Problem, Severity},
};

/// The codes of this stage; DIAGNOSTICS.md lists them.
mod codes {
    pub(super) const CLASS_NOT_ACCEPTED: &str = "gatewayclass-not-accepted";
    pub(super) const CLASS_NOT_FOUND: &str = "gatewayclass-not-found";
    pub(super) const PARAMETERS_IGNORED: &str = "parameters-ignored";
    pub(super) const GATEWAY_NOT_ACCEPTED: &str = "gateway-not-accepted";
    pub(super) const LISTENER_NOT_ACCEPTED: &str = "listener-not-accepted";
    pub(super) const LISTENER_REFS: &str = "listener-refs-not-resolved";
    pub(super) const PARENT_NOT_FOUND: &str = "parent-not-found";
    pub(super) const PARENT_NOT_MANAGED: &str = "parent-not-managed";
    pub(super) const PARENT_NOT_GATEWAY: &str = "parent-not-a-gateway";
    pub(super) const NO_PARENT: &str = "no-parent";
    pub(super) const ROUTE_NOT_ACCEPTED: &str = "route-not-accepted";
    pub(super) const RULE_DROPPED: &str = "rule-dropped";
    pub(super) const REF_NOT_RESOLVED: &str = "ref-not-resolved";
    pub(super) const NO_BACKEND: &str = "no-backend";
    pub(super) const NOT_CARRIED_OUT: &str = "field-not-carried-out";
}

pub fn problems(world: &World, graph: &Graph) -> Vec<Problem> {
    let mut found = Problems { list: Vec::new() };
    for (class, state) in world.gateway_classes.iter().zip(&graph.classes) {
        if state.ours {
            found.condition(codes::CLASS_NOT_ACCEPTED, class.document, &state.accepted);
        }
        found.parameters(class, state.accepted.is_true());
    }
    for (gateway, state) in world.gateways.iter().zip(&graph.gateways) {
        found.gateway(gateway, state, world);
    }
    for (route, state) in world.http_routes.iter().zip(&graph.routes) {
        found.route(route, state);
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

    fn parameters(&mut self, class: &Admitted<GatewayClass>, accepted: bool) {
        if let Some(parameters) = class.body.spec.parameters_ref.as_ref().filter(|_| accepted) {
            self.add(
                Severity::Warning,
                codes::PARAMETERS_IGNORED,
                class.document,
                FieldPath::root().field("spec").field("parametersRef"),
                format!(
                    "{} `{}` is not read: parameters belong to another implementation",
                    parameters.kind, parameters.name
                ),
                None,
            );
        }
    }

    fn gateway(&mut self, gateway: &Admitted<Gateway>, state: &GatewayState, world: &World) {
        let known =
            world.gateway_classes.iter().any(|class| class.meta.name == gateway.body.spec.gateway_class_name);
        let code = if known { codes::GATEWAY_NOT_ACCEPTED } else { codes::CLASS_NOT_FOUND };
        // Listeners speak for themselves, each at its own place.
        if state.accepted.cause.is_some() {
            self.condition(code, gateway.document, &state.accepted);
        }
        for listener in &state.listeners {
            self.condition(codes::LISTENER_NOT_ACCEPTED, gateway.document, &listener.accepted);
            self.condition(codes::LISTENER_REFS, gateway.document, &listener.resolved_refs);
        }
        let infrastructure = gateway.body.spec.infrastructure.as_ref();
        let refused = state.accepted.reason == GatewayAccepted::InvalidParameters;
        if let Some(parameters) = infrastructure
            .and_then(|infrastructure| infrastructure.parameters_ref.as_ref())
            .filter(|_| !refused)
        {
            self.add(
                Severity::Warning,
                codes::PARAMETERS_IGNORED,
                gateway.document,
                FieldPath::root().field("spec").field("infrastructure").field("parametersRef"),
                format!(
                    "{} `{}` is not read: parameters belong to another implementation",
                    parameters.kind, parameters.name
                ),
                None,
            );
        }
    }

    fn route(&mut self, route: &Admitted<HTTPRoute>, state: &RouteState) {
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
        for (number, parent) in state.parents.iter().enumerate() {
            let path = spec.field("parentRefs").index(number);
            match parent {
                ParentState::Gateway(parent) => {
                    if parent.accepted.cause.is_some() {
                        self.condition(codes::ROUTE_NOT_ACCEPTED, route.document, &parent.accepted);
                    }
                }
                ParentState::Elsewhere(elsewhere) => {
                    let (severity, code, field) = match elsewhere.why {
                        ElsewhereReason::NotFound => (Severity::Error, codes::PARENT_NOT_FOUND, "name"),
                        ElsewhereReason::NotManaged => (Severity::Error, codes::PARENT_NOT_MANAGED, "name"),
                        ElsewhereReason::NotAGateway => (Severity::Note, codes::PARENT_NOT_GATEWAY, "kind"),
                    };
                    let (message, hint) = (elsewhere.message.clone(), elsewhere.hint.clone());
                    self.add(severity, code, route.document, path.field(field), message, hint);
                }
            }
        }
        for (number, (rule, rule_state)) in route.body.spec.rules.iter().zip(&state.rules).enumerate() {
            let path = spec.field("rules").index(number);
            if let Some(fault) = &rule_state.invalid {
                let message = format!("the rule is not served: {}", fault.message);
                self.add(
                    Severity::Error,
                    codes::RULE_DROPPED,
                    route.document,
                    fault.path.clone(),
                    message,
                    fault.hint.clone(),
                );
            }
            for RefFault { message, path, hint, .. } in rule_state.reference_faults() {
                let message = message.clone();
                self.add(
                    Severity::Error,
                    codes::REF_NOT_RESOLVED,
                    route.document,
                    path.clone(),
                    message,
                    hint.clone(),
                );
            }
            self.rule(route.document, rule, &path);
        }
    }

    fn rule(&mut self, document: DocId, rule: &HTTPRouteRule, path: &FieldPath) {
        let redirects = rule
            .filters
            .iter()
            .any(|filter| matches!(filter, crate::api::HTTPRouteFilter::RequestRedirect { .. }));
        let weight: u64 = rule.backend_refs.iter().map(|backend| u64::from(backend.reference.weight)).sum();
        if weight == 0 && !redirects {
            let message = if rule.backend_refs.is_empty() {
                "the rule has no backendRefs, so its requests are answered with 500"
            } else {
                "all weights are 0, so the rule's requests are answered with 500"
            };
            self.add(Severity::Warning, codes::NO_BACKEND, document, path.clone(), message.to_owned(), None);
        }
        let ignored = [
            ("timeouts", &rule.timeouts),
            ("retry", &rule.retry),
            ("sessionPersistence", &rule.session_persistence),
        ];
        for (field, value) in ignored {
            if value.is_some() {
                let message = format!("`{field}` is not carried out yet: requests are forwarded without it");
                self.add(
                    Severity::Warning,
                    codes::NOT_CARRIED_OUT,
                    document,
                    path.field(field),
                    message,
                    None,
                );
            }
        }
    }
}
