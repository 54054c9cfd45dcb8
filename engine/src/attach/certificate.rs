//! References to certificates: of listeners, of Gateways as clients, and to the authorities that
//! vouch for the other side.

use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

use super::{Authority, Certificate, grant::Crossing, lookup::Lookup};
use crate::{
    api::{BackendTLSPolicyValidation, SecretObjectReference},
    source::hint,
};

/// Who refers: a Gateway, a ListenerSet, an XBackend or a policy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Referrer<'a> {
    pub(super) kind: &'a str,
    pub(super) namespace: &'a str,
}

/// Why a reference to a certificate cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CertificateFault {
    pub(super) why: CertificateFaultKind,
    pub(super) message: String,
    /// The field of the reference that is wrong.
    pub(super) field: &'static str,
    pub(super) hint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CertificateFaultKind {
    NotPermitted,
    /// A kind that is not supported.
    Kind,
    /// It does not exist, or what it holds is malformed.
    Invalid,
}

/// A certificate with its key: a Secret of type `kubernetes.io/tls`
/// (`ListenerTLSConfig.certificateRefs`, `GatewayBackendTLS.clientCertificateRef`).
pub(super) fn key_pair(
    referrer: Referrer<'_>,
    reference: &SecretObjectReference,
    lookup: &Lookup<'_>,
) -> Result<Certificate, CertificateFault> {
    if !(reference.group.is_empty() && reference.kind == "Secret") {
        return Err(wrong_kind(reference, "a Secret"));
    }
    let namespace = permitted(referrer, reference, lookup)?;
    let Some((number, secret)) = lookup.secret(namespace, &reference.name) else {
        return Err(missing("Secret", namespace, &reference.name));
    };
    let name = format!("Secret `{namespace}/{}`", reference.name);
    let invalid = |message: String, what: &str| CertificateFault {
        why: CertificateFaultKind::Invalid,
        message,
        field: "name",
        hint: hint(|| what.to_owned()),
    };
    let secret = &secret.body;
    if secret.kind.as_deref() != Some("kubernetes.io/tls") {
        let kind = secret.kind.as_deref().unwrap_or("Opaque");
        return Err(invalid(
            format!("{name} has type `{kind}`, and a certificate needs `kubernetes.io/tls`"),
            "create it with `kubectl create secret tls`",
        ));
    }
    let read = |key: &str| {
        secret.value(key).ok_or_else(|| {
            invalid(format!("{name} has no `{key}`"), "give it `tls.crt` and `tls.key`, both as PEM")
        })
    };
    let (certificate, key) = (read("tls.crt")?, read("tls.key")?);
    if !holds_certificate(&certificate) {
        return Err(invalid(
            format!("`tls.crt` of {name} holds no PEM certificate"),
            "put the certificate there as PEM, `-----BEGIN CERTIFICATE-----` first",
        ));
    }
    if PrivateKeyDer::from_pem_slice(&key).is_err() {
        return Err(invalid(
            format!("`tls.key` of {name} holds no PEM private key"),
            "put the certificate's private key there as PEM",
        ));
    }
    Ok(Certificate { secret: number })
}

/// The certificates of an authority: a ConfigMap, or a Secret, with the key `ca.crt`
/// (`FrontendTLSValidation.caCertificateRefs`, `BackendTLSPolicyValidation.caCertificateRefs`).
pub(super) fn authority(
    referrer: Referrer<'_>,
    reference: &SecretObjectReference,
    lookup: &Lookup<'_>,
) -> Result<Authority, CertificateFault> {
    let known = reference.group.is_empty() && matches!(reference.kind.as_str(), "ConfigMap" | "Secret");
    if !known {
        return Err(wrong_kind(reference, "a ConfigMap or a Secret"));
    }
    let namespace = permitted(referrer, reference, lookup)?;
    let name = &reference.name;
    let found = match reference.kind.as_str() {
        "ConfigMap" => lookup
            .config_map(namespace, name)
            .map(|(number, map)| (Authority::ConfigMap(number), map.body.value("ca.crt"))),
        _ => lookup
            .secret(namespace, name)
            .map(|(number, secret)| (Authority::Secret(number), secret.body.value("ca.crt"))),
    };
    let Some((authority, bundle)) = found else {
        return Err(missing(&reference.kind, namespace, name));
    };
    let what = match &bundle {
        Some(bundle) if holds_certificate(bundle) => return Ok(authority),
        Some(_) => "no PEM certificate in `ca.crt`",
        None => "no key `ca.crt`",
    };
    Err(CertificateFault {
        why: CertificateFaultKind::Invalid,
        message: format!("{} `{namespace}/{name}` has {what}", reference.kind),
        field: "name",
        hint: hint(|| "put the authority's certificates there as PEM, under the key `ca.crt`".to_owned()),
    })
}

/// The authorities of one validation that can be used (`BackendTLSPolicyValidation.caCertificateRefs`),
/// and what is wrong with the others, by their place in the list.
pub(super) fn authorities(
    referrer: Referrer<'_>,
    validation: &BackendTLSPolicyValidation,
    lookup: &Lookup<'_>,
) -> (Vec<Authority>, Vec<(usize, CertificateFault)>) {
    let (mut usable, mut faults) = (Vec::new(), Vec::new());
    for (number, reference) in validation.ca_certificate_refs.iter().enumerate() {
        let reference = SecretObjectReference {
            group: reference.group.clone(),
            kind: reference.kind.clone(),
            name: reference.name.clone(),
            namespace: None,
        };
        match authority(referrer, &reference, lookup) {
            Ok(authority) => usable.push(authority),
            Err(fault) => faults.push((number, fault)),
        }
    }
    (usable, faults)
}

/// `BackendTLSPolicyValidation.wellKnownCACertificates`, if it is not the operating system's: those of
/// other implementations are not known.
pub(super) fn unknown_authorities(validation: &BackendTLSPolicyValidation) -> Option<&str> {
    validation.well_known_ca_certificates.as_deref().filter(|name| !matches!(*name, "" | "System"))
}

/// What to do about [`unknown_authorities`].
pub(super) const KNOWN_AUTHORITIES: &str = "use `System`, or name the authorities in `caCertificateRefs`";

/// The namespace that the reference leads to, if it may.
fn permitted<'a>(
    referrer: Referrer<'a>,
    reference: &'a SecretObjectReference,
    lookup: &Lookup<'_>,
) -> Result<&'a str, CertificateFault> {
    let namespace = reference.namespace.as_deref().unwrap_or(referrer.namespace);
    let crossing = Crossing {
        from_kind: referrer.kind,
        from_namespace: referrer.namespace,
        to_group: &reference.group,
        to_kind: &reference.kind,
        to_namespace: namespace,
        to_name: &reference.name,
    };
    // Asked first, so that who is refused learns nothing about what exists elsewhere.
    if crossing.permitted(lookup) {
        return Ok(namespace);
    }
    Err(CertificateFault {
        why: CertificateFaultKind::NotPermitted,
        message: format!(
            "no ReferenceGrant in namespace `{namespace}` lets a {} of namespace `{}` refer to {} `{}`",
            referrer.kind, referrer.namespace, reference.kind, reference.name
        ),
        field: "namespace",
        hint: hint(|| crossing.missing_grant()),
    })
}

fn wrong_kind(reference: &SecretObjectReference, wanted: &str) -> CertificateFault {
    let group = if reference.group.is_empty() { "core" } else { &reference.group };
    CertificateFault {
        why: CertificateFaultKind::Kind,
        message: format!(
            "`{}` is a {} of group {group}, and a certificate is read from {wanted}",
            reference.name, reference.kind
        ),
        field: "kind",
        hint: hint(|| format!("refer to {wanted}")),
    }
}

fn missing(kind: &str, namespace: &str, name: &str) -> CertificateFault {
    CertificateFault {
        why: CertificateFaultKind::Invalid,
        message: format!("{kind} `{namespace}/{name}` does not exist"),
        field: "name",
        hint: hint(|| format!("add the {kind} to the input")),
    }
}

/// Whether there is at least one certificate, and nothing that looks like one and is none.
fn holds_certificate(pem: &[u8]) -> bool {
    let mut certificates = CertificateDer::pem_slice_iter(pem).peekable();
    certificates.peek().is_some() && certificates.all(|certificate| certificate.is_ok())
}
