//! Policies and what they are about.

use super::{Subject, drawing::Drawing};
use crate::{
    analysis::Analysis,
    api::RouteKind,
    attach::{PolicyTarget, Reason, TargetOutcome, TargetState},
    sort::sort_by,
};

impl Drawing<'_> {
    pub(super) fn policies(&mut self) {
        let Analysis { world, graph, .. } = self.analysis;
        let policies = &graph.policies;
        let wanted = self.wanted;
        if policies.backend_tls.len() + policies.backend_traffic.len() + policies.foreign.len() == 0 {
            return;
        }
        let nodes = self.report.nodes.iter().filter(|node| node.kind == "Backend");
        let mut backends: Vec<_> = nodes.map(|node| node.id.clone()).collect();
        sort_by(&mut backends, Ord::cmp);
        let tls = world.backend_tls_policies.iter().zip(&policies.backend_tls).enumerate();
        for (number, (policy, state)) in tls.filter(|(_, (policy, _))| wanted(policy.document)) {
            let subject = Subject::BackendTlsPolicy(number);
            let id = self.node("BackendTLSPolicy", policy.meta.full_name(), subject);
            let accepted = state.accepted.is_true();
            self.targets(
                (&id, &backends),
                &state.targets,
                Some((accepted, &state.accepted.message, state.accepted.reason.name())),
            );
        }
        let traffic = world.backend_traffic_policies.iter().zip(&policies.backend_traffic).enumerate();
        for (number, (policy, state)) in traffic.filter(|(_, (policy, _))| wanted(policy.document)) {
            let subject = Subject::BackendTrafficPolicy(number);
            let id = self.node("XBackendTrafficPolicy", policy.meta.full_name(), subject);
            let accepted = state.accepted.is_true();
            self.targets(
                (&id, &backends),
                &state.targets,
                Some((accepted, &state.accepted.message, state.accepted.reason.name())),
            );
        }
        let foreign = world.foreign_policies.iter().zip(&policies.foreign).enumerate();
        for (number, (policy, targets)) in foreign.filter(|(_, (policy, _))| wanted(policy.document)) {
            let subject = Subject::ForeignPolicy(number);
            let id = self.node(policy.body.kind.clone(), policy.meta.full_name(), subject);
            self.targets((&id, &backends), targets, None);
        }
    }

    /// An edge to each target of a policy; `accepted` is the policy's own condition, if it has one.
    fn targets(
        &mut self,
        (policy, backends): (&str, &[String]),
        targets: &[TargetState],
        accepted: Option<(bool, &str, &'static str)>,
    ) {
        for TargetState { target, outcome } in targets {
            let ends = self.target_nodes(target, backends);
            let (attached, reason, message) = match (outcome, accepted) {
                (TargetOutcome::Attached(_), Some((accepted, message, reason))) => {
                    (accepted, reason, message.to_owned())
                }
                (TargetOutcome::Attached(_), None) => (true, "Accepted", String::new()),
                (TargetOutcome::NotFound { what, .. }, _) => (false, "TargetNotFound", what.clone()),
                (TargetOutcome::Conflicted(other), _) => {
                    (false, "Conflicted", format!("policy `{other}` is older and has the same target"))
                }
                (TargetOutcome::Unfit(why), _) => (false, "Invalid", why.clone()),
                (TargetOutcome::UnknownKind, _) => {
                    (false, "Invalid", format!("nothing is known of kind {}", target.kind))
                }
            };
            for to in ends {
                self.plain_edge(
                    policy.to_owned(),
                    to,
                    attached,
                    Some("Accepted"),
                    Some(reason),
                    message.clone(),
                );
            }
        }
    }

    /// What a policy's target is in this picture: a section has a node of its own, and a Service is
    /// the backends that lead to it. All of them are given in order.
    fn target_nodes(&self, target: &PolicyTarget, backends: &[String]) -> Vec<String> {
        let PolicyTarget { kind, namespace, name, section } = target;
        let section = section.as_deref();
        let whole = || vec![format!("{kind}/{}", target.full_name())];
        match (kind.as_str(), section) {
            ("Service" | "XBackend", section) => {
                let service = self.backends.find("Service", namespace, name);
                let service = service.and_then(|(_, number)| self.analysis.world.services.get(number));
                let named = section.and_then(|section| {
                    let ports = &service?.body.spec.ports;
                    ports.iter().find(|port| port.name.as_deref() == Some(section)).map(|port| port.port)
                });
                let prefix = match kind.as_str() {
                    "XBackend" => format!("Backend/{namespace}/{name}.xbackend:"),
                    _ => format!("Backend/{namespace}/{name}:"),
                };
                let start = backends.partition_point(|id| *id < prefix);
                let backends = backends.iter().skip(start).take_while(|id| id.starts_with(&prefix));
                let of_port = |id: &&String| {
                    named.is_none_or(|port| id.strip_prefix(&prefix) == Some(port.to_string().as_str()))
                };
                let found: Vec<_> = backends.filter(of_port).cloned().collect();
                if found.is_empty() { whole() } else { found }
            }
            ("Gateway", Some(section)) => vec![format!("Listener/{namespace}/{name}/{section}")],
            ("ListenerSet", Some(section)) => vec![format!("ListenerEntry/{namespace}/{name}/{section}")],
            (kind, Some(section)) if RouteKind::of(kind).is_some() => {
                vec![format!("{kind}Rule/{namespace}/{name}/{section}")]
            }
            _ => whole(),
        }
    }
}
