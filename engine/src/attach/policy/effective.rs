//! What holds for a rule and one of its backends in the end, and who says so.

use serde_json::Value;

use super::PolicyTarget;
use crate::{
    admit::{Admitted, World, milliseconds},
    api::{
        BackendTLSPolicyValidation, RetryConstraint, Route, RouteRule, SessionPersistence,
        XBackendTrafficPolicy,
    },
    attach::{BackendKind, BackendTarget, Graph},
    source::{DocId, FieldPath},
};

/// One field of the effective policy.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectiveField {
    /// `tls.hostname`, `retry.attempts` and the like.
    pub name: &'static str,
    pub value: Value,
    /// The object that says so, and where in it.
    pub document: DocId,
    pub path: FieldPath,
}

/// The effective policy of a backend of a rule: what the rule says itself, then what the policies of
/// the backend say. A rule's own session persistence outranks the backend's (GEP-1619).
pub fn effective(
    world: &World,
    graph: &Graph,
    route: usize,
    rule: usize,
    backend: usize,
) -> Vec<EffectiveField> {
    let Some(object) = world.routes.get(route) else { return Vec::new() };
    let Some(written) = object.body.rules.get(rule) else { return Vec::new() };
    let mut fields = of_rule(object, written, rule);
    let state = graph.routes.get(route).and_then(|state| state.rules.get(rule)?.backends.get(backend));
    if let Some(Ok(target)) = state {
        let own_session = written.session_persistence.is_some();
        fields.extend(of_traffic_policy(world, graph, target, own_session));
        fields.extend(of_tls(world, graph, target));
    }
    fields
}

fn of_rule(route: &Admitted<Route>, rule: &RouteRule, number: usize) -> Vec<EffectiveField> {
    let path = FieldPath::root().field("spec").field("rules").index(number);
    let mut list = Fields { document: route.document, fields: Vec::new() };
    if let Some(timeouts) = &rule.timeouts {
        let path = path.field("timeouts");
        list.text("timeouts.request", timeouts.request.as_ref(), path.field("request"));
        list.text("timeouts.backendRequest", timeouts.backend_request.as_ref(), path.field("backendRequest"));
    }
    if let Some(retry) = &rule.retry {
        let path = path.field("retry");
        list.put("retry.attempts", retry.attempts.map(Value::from), path.field("attempts"));
        let codes = (!retry.codes.is_empty()).then(|| Value::from(retry.codes.clone()));
        list.put("retry.codes", codes, path.field("codes"));
        list.text("retry.backoff", retry.backoff.as_ref(), path.field("backoff"));
    }
    if let Some(session) = &rule.session_persistence {
        list.session(session, &path.field("sessionPersistence"));
    }
    list.fields
}

fn of_traffic_policy(
    world: &World,
    graph: &Graph,
    target: &BackendTarget,
    own_session: bool,
) -> Vec<EffectiveField> {
    let Some(policy) = traffic_policy(world, graph, target) else { return Vec::new() };
    let spec = FieldPath::root().field("spec");
    let mut list = Fields { document: policy.document, fields: Vec::new() };
    if let Some(RetryConstraint { budget, min_retry_rate }) = &policy.body.spec.retry_constraint {
        let path = spec.field("retryConstraint");
        if let Some(budget) = budget {
            let path = path.field("budget");
            list.put(
                "retryConstraint.budget.percent",
                budget.percent.map(Value::from),
                path.field("percent"),
            );
            list.text("retryConstraint.budget.interval", budget.interval.as_ref(), path.field("interval"));
        }
        if let Some(rate) = min_retry_rate {
            let path = path.field("minRetryRate");
            list.put("retryConstraint.minRetryRate.count", rate.count.map(Value::from), path.field("count"));
            list.text(
                "retryConstraint.minRetryRate.interval",
                rate.interval.as_ref(),
                path.field("interval"),
            );
        }
    }
    if let Some(session) = policy.body.spec.session_persistence.as_ref().filter(|_| !own_session) {
        list.session(session, &spec.field("sessionPersistence"));
    }
    list.fields
}

fn traffic_policy<'a>(
    world: &'a World,
    graph: &Graph,
    target: &BackendTarget,
) -> Option<&'a Admitted<XBackendTrafficPolicy>> {
    let policies = &graph.policies.backend_traffic_of;
    // To look takes copies of names, and mostly there is nothing.
    let number = if policies.is_empty() { None } else { policies.get(&policy_target(target, None).key()) }?;
    world.backend_traffic_policies.get(*number)
}

/// The sessions that a backend has wherever no rule speaks of them.
pub(crate) fn session_of<'a>(
    world: &'a World,
    graph: &Graph,
    target: &BackendTarget,
) -> Option<&'a SessionPersistence> {
    traffic_policy(world, graph, target)?.body.spec.session_persistence.as_ref()
}

/// How many of the requests to a backend may be retries (`RetryConstraint`, GEP-3388).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryBudget {
    pub percent: u32,
    /// In milliseconds: what is counted.
    pub interval: u64,
    /// So many are always allowed.
    pub least: u32,
}

/// The defaults are the fields'.
pub fn retry_budget(world: &World, graph: &Graph, target: &BackendTarget) -> Option<RetryBudget> {
    let policy = traffic_policy(world, graph, target)?;
    let RetryConstraint { budget, min_retry_rate } = policy.body.spec.retry_constraint.as_ref()?;
    let interval = budget.as_ref().and_then(|budget| milliseconds(budget.interval.as_deref()?));
    Some(RetryBudget {
        percent: budget.as_ref().and_then(|budget| budget.percent).unwrap_or(20),
        interval: interval.unwrap_or(10_000),
        least: min_retry_rate.as_ref().and_then(|rate| rate.count).unwrap_or(10),
    })
}

/// A policy for the port outranks one for the whole Service; an XBackend says for itself.
fn of_tls(world: &World, graph: &Graph, target: &BackendTarget) -> Vec<EffectiveField> {
    if target.kind == BackendKind::XBackend {
        let found = world.backends.iter().find(|backend| backend.meta.is(&target.namespace, &target.name));
        let Some((backend, tls)) =
            found.and_then(|found| found.body.spec.tls.as_ref().map(|tls| (found, tls)))
        else {
            return Vec::new();
        };
        let path = FieldPath::root().field("spec").field("tls");
        let mut list = Fields { document: backend.document, fields: Vec::new() };
        list.text("tls.mode", Some(&tls.mode), path.field("mode"));
        if let Some(validation) = &tls.validation {
            list.validation(validation, &path.field("validation"));
        }
        return list.fields;
    }
    if graph.policies.backend_tls_of.is_empty() {
        return Vec::new();
    }
    let of_port = port_name(world, target)
        .and_then(|port| graph.policies.backend_tls_of.get(&policy_target(target, Some(port)).key()));
    let number = of_port.or_else(|| graph.policies.backend_tls_of.get(&policy_target(target, None).key()));
    let Some(policy) = number.and_then(|number| world.backend_tls_policies.get(*number)) else {
        return Vec::new();
    };
    let mut list = Fields { document: policy.document, fields: Vec::new() };
    let path = FieldPath::root().field("spec").field("validation");
    list.validation(&policy.body.spec.validation, &path);
    list.fields
}

fn policy_target(target: &BackendTarget, section: Option<String>) -> PolicyTarget {
    let kind = match target.kind {
        BackendKind::Service => "Service",
        BackendKind::XBackend => "XBackend",
    };
    PolicyTarget {
        kind: kind.to_owned(),
        namespace: target.namespace.clone(),
        name: target.name.clone(),
        section,
    }
}

fn port_name(world: &World, target: &BackendTarget) -> Option<String> {
    let service = world.services.iter().find(|service| service.meta.is(&target.namespace, &target.name))?;
    let port = service.body.spec.ports.iter().find(|port| port.port == target.port)?;
    port.name.clone()
}

/// The fields that one object gives.
struct Fields {
    document: DocId,
    fields: Vec<EffectiveField>,
}

impl Fields {
    fn put(&mut self, name: &'static str, value: Option<Value>, path: FieldPath) {
        if let Some(value) = value {
            self.fields.push(EffectiveField { name, value, document: self.document, path });
        }
    }

    fn text(&mut self, name: &'static str, value: Option<&String>, path: FieldPath) {
        self.put(name, value.map(|value| Value::from(value.as_str())), path);
    }

    fn session(&mut self, session: &SessionPersistence, path: &FieldPath) {
        self.text("sessionPersistence.type", Some(&session.kind), path.field("type"));
        let name = session.session_name.as_ref();
        self.text("sessionPersistence.sessionName", name, path.field("sessionName"));
        let timeout = session.absolute_timeout.as_ref();
        self.text("sessionPersistence.absoluteTimeout", timeout, path.field("absoluteTimeout"));
        let lifetime = session.cookie_config.as_ref().and_then(|config| config.lifetime_type.as_ref());
        let path = path.field("cookieConfig").field("lifetimeType");
        self.text("sessionPersistence.cookieConfig.lifetimeType", lifetime, path);
    }

    fn validation(&mut self, validation: &BackendTLSPolicyValidation, path: &FieldPath) {
        self.text("tls.hostname", Some(&validation.hostname), path.field("hostname"));
        let references: Vec<_> = validation
            .ca_certificate_refs
            .iter()
            .map(|reference| format!("{}/{}", reference.kind, reference.name))
            .collect();
        let references = (!references.is_empty()).then(|| Value::from(references));
        self.put("tls.caCertificateRefs", references, path.field("caCertificateRefs"));
        let well_known = validation.well_known_ca_certificates.as_ref();
        self.text("tls.wellKnownCACertificates", well_known, path.field("wellKnownCACertificates"));
        let names: Vec<_> = validation
            .subject_alt_names
            .iter()
            .filter_map(|name| name.hostname.as_ref().or(name.uri.as_ref()).cloned())
            .collect();
        let names = (!names.is_empty()).then(|| Value::from(names));
        self.put("tls.subjectAltNames", names, path.field("subjectAltNames"));
    }
}
