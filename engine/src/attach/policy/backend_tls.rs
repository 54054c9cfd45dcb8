use super::{
    BackendTlsState,
    contest::{accepted, ancestors, contest, wrong_kind},
    target::{PolicyTarget, TargetOutcome, TargetState, Winners},
};
use crate::{
    admit::Admitted,
    api::{BackendTLSPolicy, PolicyTargetReference, ServicePort},
    attach::{
        Authority,
        certificate::{self, CertificateFaultKind, Referrer},
        condition::*,
        lookup::Lookup,
        reach::Reach,
    },
    source::FieldPath,
};

/// The state of each policy, and which one applies to a target.
#[derive(Debug, Default)]
pub(in crate::attach) struct BackendTls {
    pub(super) states: Vec<BackendTlsState>,
    pub(super) winners: Winners,
}

impl BackendTls {
    /// All but the ancestors, which routes decide.
    pub(in crate::attach) fn of(lookup: &Lookup<'_>) -> Self {
        let policies = &lookup.world.backend_tls_policies;
        let targets = policies.iter().map(|policy| (&policy.meta, policy.body.spec.target_refs.as_slice()));
        let fits = |reference: &PolicyTargetReference, target: &PolicyTarget| fits(reference, target, lookup);
        let (targets, winners) = contest(targets.collect(), &fits, lookup);
        let states = policies.iter().zip(targets).map(|(policy, targets)| state(policy, targets, lookup));
        BackendTls { states: states.collect(), winners }
    }

    /// The policy for a port of a Service, and its number: one for the port outranks one for all of them.
    pub(in crate::attach) fn of_port(
        &self,
        namespace: &str,
        service: &str,
        port: Option<&String>,
    ) -> Option<(usize, &BackendTlsState)> {
        let winner = |section: Option<&String>| {
            let target = PolicyTarget {
                kind: "Service".to_owned(),
                namespace: namespace.into(),
                name: service.into(),
                section: section.cloned(),
            };
            self.winners.get(&target.key())
        };
        if self.winners.is_empty() {
            return None;
        }
        let number = *port.and_then(|port| winner(Some(port))).or_else(|| winner(None))?;
        Some((number, self.states.get(number)?))
    }

    pub(super) fn find_ancestors(&mut self, lookup: &Lookup<'_>, reach: &Reach) {
        for state in &mut self.states {
            state.ancestors = ancestors(&state.targets, |target| reach.as_client(target), lookup);
        }
    }
}

fn state(
    policy: &Admitted<BackendTLSPolicy>,
    targets: Vec<TargetState>,
    lookup: &Lookup<'_>,
) -> BackendTlsState {
    let (authorities, resolved_refs) = authorities(policy, lookup);
    let none = authorities.is_empty() && !policy.body.spec.validation.ca_certificate_refs.is_empty();
    let accepted = if let Some(condition) = unknown_authorities(policy) {
        condition
    } else if none {
        Condition::new(
            PolicyAccepted::NoValidCACertificate,
            format!("no certificate authority can be used: {}", resolved_refs.message),
        )
    } else {
        told_of_ports(accepted(&targets), &targets, lookup)
    };
    BackendTlsState { targets, accepted, resolved_refs, authorities, ancestors: Vec::new() }
}

/// `BackendTLSPolicySpec.targetRefs`: Services, and nothing that speaks UDP alone (GEP-1897); an XBackend
/// says for itself (GEP-4894).
fn fits(reference: &PolicyTargetReference, target: &PolicyTarget, lookup: &Lookup<'_>) -> Result<(), String> {
    if !(reference.group.is_empty() && reference.kind == "Service") {
        return Err(wrong_kind(target));
    }
    let ports = ports(target, lookup);
    if ports.is_empty() || ports.iter().any(|port| is_tcp(port)) {
        return Ok(());
    }
    Err(format!("Service `{}` has no TCP port there, and TLS needs one", target.full_name()))
}

/// The ports of a Service that a policy is about.
fn ports<'w>(target: &PolicyTarget, lookup: &Lookup<'w>) -> Vec<&'w ServicePort> {
    let Some((_, service)) = lookup.service(&target.namespace, &target.name) else { return Vec::new() };
    let ports = service.body.spec.ports.iter();
    ports.filter(|port| target.section.is_none() || port.name == target.section).collect()
}

fn is_tcp(port: &ServicePort) -> bool {
    port.protocol.as_deref().is_none_or(|protocol| protocol == "TCP")
}

/// Adds what an accepted policy does not hold for (GEP-1897): ports that are not TCP.
fn told_of_ports(
    mut accepted: Condition<PolicyAccepted>,
    targets: &[TargetState],
    lookup: &Lookup<'_>,
) -> Condition<PolicyAccepted> {
    let mixed = targets.iter().filter(|state| {
        matches!(state.outcome, TargetOutcome::Attached(_))
            && ports(&state.target, lookup).iter().any(|port| !is_tcp(port))
    });
    if !accepted.is_true() {
        return accepted;
    }
    for state in mixed {
        let name = state.target.full_name();
        accepted.message.push_str(&format!("; it holds for the TCP ports of Service `{name}` alone"));
    }
    accepted
}

fn unknown_authorities(policy: &Admitted<BackendTLSPolicy>) -> Option<Condition<PolicyAccepted>> {
    let name = certificate::unknown_authorities(&policy.body.spec.validation)?;
    let path = FieldPath::root().field("spec").field("validation").field("wellKnownCACertificates");
    let message = format!("certificate authorities `{name}` are not known");
    Some(Condition::new(PolicyAccepted::Invalid, message).at(path).hint(certificate::KNOWN_AUTHORITIES))
}

/// `BackendTLSPolicyValidation.caCertificateRefs`.
fn authorities(
    policy: &Admitted<BackendTLSPolicy>,
    lookup: &Lookup<'_>,
) -> (Vec<Authority>, Condition<BackendTlsResolvedRefs>) {
    let path = FieldPath::root().field("spec").field("validation").field("caCertificateRefs");
    let referrer = Referrer { kind: "BackendTLSPolicy", namespace: &policy.meta.namespace };
    let (usable, faults) = certificate::authorities(referrer, &policy.body.spec.validation, lookup);
    let condition = match faults.first() {
        None => Condition::new(BackendTlsResolvedRefs::ResolvedRefs, "all references are resolved"),
        Some((number, first)) => {
            let reason = match first.why {
                CertificateFaultKind::Kind => BackendTlsResolvedRefs::InvalidKind,
                CertificateFaultKind::Invalid | CertificateFaultKind::NotPermitted => {
                    BackendTlsResolvedRefs::InvalidCACertificateRef
                }
            };
            let messages: Vec<_> = faults.iter().map(|(_, fault)| fault.message.as_str()).collect();
            Condition::new(reason, messages.join("; "))
                .at(path.index(*number).field(first.field))
                .hinted(first.hint.clone())
        }
    };
    (usable, condition)
}
