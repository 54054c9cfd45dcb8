use std::collections::BTreeMap;

use super::{
    BackendTlsState,
    contest::{accepted, ancestors, contest},
    reach::Reach,
    target::PolicyTarget,
};
use crate::{
    admit::Admitted,
    api::{BackendTLSPolicy, SecretObjectReference},
    attach::{
        Authority,
        certificate::{self, CertificateFaultKind, Referrer},
        condition::*,
        lookup::Lookup,
    },
    source::FieldPath,
};

/// The state of each policy, and which one applies to a target.
pub(super) fn states(
    lookup: &Lookup<'_>,
    reach: &Reach,
) -> (Vec<BackendTlsState>, BTreeMap<PolicyTarget, usize>) {
    let policies = &lookup.world.backend_tls_policies;
    let targets = policies.iter().map(|policy| (&policy.meta, policy.body.spec.target_refs.as_slice()));
    let (targets, winners) = contest(targets.collect(), lookup);
    let states = policies
        .iter()
        .zip(targets)
        .map(|(policy, targets)| {
            let (authorities, resolved_refs) = authorities(policy, lookup);
            let none = authorities.is_empty() && !policy.body.spec.validation.ca_certificate_refs.is_empty();
            let accepted = if none {
                Condition::new(
                    PolicyAccepted::NoValidCACertificate,
                    format!("no certificate authority can be used: {}", resolved_refs.message),
                )
            } else {
                accepted(&targets)
            };
            let ancestors = ancestors(&targets, reach);
            BackendTlsState { targets, accepted, resolved_refs, authorities, ancestors }
        })
        .collect();
    (states, winners)
}

/// `BackendTLSPolicyValidation.caCertificateRefs`.
fn authorities(
    policy: &Admitted<BackendTLSPolicy>,
    lookup: &Lookup<'_>,
) -> (Vec<Authority>, Condition<BackendTlsResolvedRefs>) {
    let path = FieldPath::root().field("spec").field("validation").field("caCertificateRefs");
    let referrer = Referrer { kind: "BackendTLSPolicy", namespace: &policy.meta.namespace };
    let mut authorities = Vec::new();
    let mut first = None;
    let mut messages = Vec::new();
    for (number, reference) in policy.body.spec.validation.ca_certificate_refs.iter().enumerate() {
        let reference = SecretObjectReference {
            group: reference.group.clone(),
            kind: reference.kind.clone(),
            name: reference.name.clone(),
            namespace: None,
        };
        match certificate::authority(referrer, &reference, lookup) {
            Ok(authority) => authorities.push(authority),
            Err(fault) => {
                messages.push(fault.message.clone());
                first.get_or_insert((path.index(number).field(fault.field), fault));
            }
        }
    }
    let condition = match first {
        None => Condition::new(BackendTlsResolvedRefs::ResolvedRefs, "all references are resolved"),
        Some((path, fault)) => {
            let reason = match fault.why {
                CertificateFaultKind::Kind => BackendTlsResolvedRefs::InvalidKind,
                CertificateFaultKind::Invalid | CertificateFaultKind::NotPermitted => {
                    BackendTlsResolvedRefs::InvalidCACertificateRef
                }
            };
            Condition::new(reason, messages.join("; ")).at(path).hint(fault.hint.unwrap_or_default())
        }
    };
    (authorities, condition)
}
