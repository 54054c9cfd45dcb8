use super::{
    BackendState,
    certificate::{self, CertificateFault, CertificateFaultKind, Referrer},
    condition::*,
    lookup::Lookup,
    policy::PolicyTarget,
    reach::Reach,
};
use crate::{
    admit::Admitted,
    api::{BackendTLS, XBackend},
    source::FieldPath,
};

/// The state of each XBackend.
pub(super) fn states(lookup: &Lookup<'_>, reach: &Reach) -> Vec<BackendState> {
    let state = |backend: &Admitted<XBackend>| {
        let target = PolicyTarget {
            kind: "XBackend".to_owned(),
            namespace: backend.meta.namespace.clone(),
            name: backend.meta.name.clone(),
            section: None,
        };
        let tls = backend.body.spec.tls.as_ref();
        let validation = tls.and_then(|tls| tls.validation.as_ref());
        let authorities = validation.map(|it| certificate::authorities(referrer(backend), it, lookup).0);
        let own = tls.and_then(|tls| tls.client_certificate_ref.as_ref());
        BackendState {
            accepted: accepted(backend, lookup),
            authorities: authorities.unwrap_or_default(),
            client_certificate: own.and_then(|it| certificate::key_pair(referrer(backend), it, lookup).ok()),
            ancestors: reach.all(&target),
        }
    };
    lookup.world.backends.iter().map(state).collect()
}

pub(super) fn accepted(backend: &Admitted<XBackend>, lookup: &Lookup<'_>) -> Condition<BackendAccepted> {
    let spec = &backend.body.spec;
    let path = FieldPath::root().field("spec");
    if spec.protocol.as_deref() == Some("MCP") {
        return Condition::new(BackendAccepted::UnsupportedProtocol, "protocol `MCP` is not supported")
            .at(path.field("protocol"))
            .hint("`HTTP`, `HTTP2`, `HTTP11`, `H2C` and `TCP` are");
    }
    let tls = spec.tls.as_ref().filter(|tls| tls.mode != "None");
    let fault = tls.and_then(|tls| {
        let path = path.field("tls");
        client_certificate(backend, tls, &path, lookup).or_else(|| authorities(backend, tls, &path, lookup))
    });
    fault.unwrap_or_else(|| Condition::new(BackendAccepted::Accepted, "the XBackend is accepted"))
}

fn referrer(backend: &Admitted<XBackend>) -> Referrer<'_> {
    Referrer { kind: "XBackend", namespace: &backend.meta.namespace }
}

/// `BackendTLS.clientCertificateRef`.
fn client_certificate(
    backend: &Admitted<XBackend>,
    tls: &BackendTLS,
    path: &FieldPath,
    lookup: &Lookup<'_>,
) -> Option<Condition<BackendAccepted>> {
    let reference = tls.client_certificate_ref.as_ref()?;
    let CertificateFault { why, message, field, hint } =
        certificate::key_pair(referrer(backend), reference, lookup).err()?;
    let reason = match why {
        CertificateFaultKind::NotPermitted => BackendAccepted::RefNotPermitted,
        CertificateFaultKind::Kind | CertificateFaultKind::Invalid => {
            BackendAccepted::InvalidClientCertificateRef
        }
    };
    let condition = Condition::new(reason, message).at(path.field("clientCertificateRef").field(field));
    Some(condition.hinted(hint))
}

/// `BackendTLS.validation`, which is that of a BackendTLSPolicy.
fn authorities(
    backend: &Admitted<XBackend>,
    tls: &BackendTLS,
    path: &FieldPath,
    lookup: &Lookup<'_>,
) -> Option<Condition<BackendAccepted>> {
    let validation = tls.validation.as_ref()?;
    let path = path.field("validation");
    if let Some(name) = certificate::unknown_authorities(validation) {
        let message = format!("certificate authorities `{name}` are not known");
        return Some(
            Condition::new(BackendAccepted::Invalid, message)
                .at(path.field("wellKnownCACertificates"))
                .hint(certificate::KNOWN_AUTHORITIES),
        );
    }
    let (usable, faults) = certificate::authorities(referrer(backend), validation, lookup);
    let (number, first) = faults.first().filter(|_| usable.is_empty())?;
    let messages: Vec<_> = faults.iter().map(|(_, fault)| fault.message.as_str()).collect();
    let message = format!("no certificate authority can be used: {}", messages.join("; "));
    let path = path.field("caCertificateRefs").index(*number).field(first.field);
    let condition = Condition::new(BackendAccepted::NoValidCACertificate, message).at(path);
    Some(condition.hinted(first.hint.clone()))
}
