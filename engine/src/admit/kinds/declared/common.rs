//! Types that many kinds share.

use super::patterns;
use crate::admit::schema::{Declared, Evident, int32, list, map, object, string};

pub(super) fn group() -> Declared {
    string().max(253).pattern(&patterns::GROUP)
}

pub(super) fn kind() -> Declared {
    string().min(1).max(63).pattern(&patterns::KIND)
}

pub(super) fn object_name() -> Declared {
    string().min(1).max(253)
}

pub(super) fn namespace() -> Declared {
    string().min(1).max(63).pattern(&patterns::NAMESPACE)
}

pub(super) fn section_name() -> Declared {
    string().min(1).max(253).pattern(&patterns::SUBDOMAIN)
}

pub(super) fn hostname() -> Declared {
    string().min(1).max(253).pattern(&patterns::HOSTNAME)
}

pub(super) fn precise_hostname() -> Declared {
    string().min(1).max(253).pattern(&patterns::SUBDOMAIN)
}

pub(super) fn port_number() -> Declared {
    int32().min(1).max(65535)
}

pub(super) fn header_name() -> Declared {
    string().min(1).max(256).pattern(&patterns::HEADER_NAME)
}

pub(super) fn duration() -> Declared {
    string().pattern(&patterns::DURATION)
}

/// AnnotationValue.
pub(super) fn annotation_value() -> Declared {
    string().min(0).max(4096)
}

/// LocalObjectReference.
pub(super) fn local_reference() -> Declared {
    object().req("group", group()).req("kind", kind()).req("name", object_name())
}

/// LocalParametersReference and ParametersReference, ObjectReference: with a namespace.
pub(super) fn reference() -> Declared {
    local_reference().opt("namespace", namespace())
}

/// SecretObjectReference.
pub(super) fn secret_reference() -> Declared {
    object()
        .opt("group", group().default_to(""))
        .opt("kind", kind().default_to("Secret"))
        .req("name", object_name())
        .opt("namespace", namespace())
}

/// BackendObjectReference, and what embeds it has more fields.
pub(super) fn backend_reference() -> Declared {
    object()
        .opt("group", group().default_to(""))
        .opt("kind", kind().default_to("Service"))
        .req("name", object_name())
        .opt("namespace", namespace())
        .opt("port", port_number())
        .rule(
            "(size(self.group) == 0 && self.kind == 'Service') ? has(self.port) : true",
            "Must have port for Service reference",
        )
        .evident(Evident::Reference)
}

/// LabelSelector, whose values only its user checks.
pub(super) fn label_selector() -> Declared {
    let expression = object().req("key", string()).req("operator", string()).opt("values", list(string()));
    object().opt("matchExpressions", list(expression)).opt("matchLabels", map(string()))
}

/// How many of a rule's requests a backend gets, beside the other backends.
pub(super) fn weight() -> Declared {
    int32().min(0).max(1_000_000).default_to(1)
}

/// BackendTLSPolicyValidation.
pub(super) fn backend_validation() -> Declared {
    object()
        .opt("caCertificateRefs", list(local_reference()).max(8))
        .opt("wellKnownCACertificates", string().min(1).max(253).pattern(&patterns::WELL_KNOWN_CERTIFICATES))
        .req("hostname", precise_hostname())
        .opt("subjectAltNames", list(subject_alt_name()).max(5))
    .rule(
        r#"!(has(self.caCertificateRefs) && size(self.caCertificateRefs) > 0 && has(self.wellKnownCACertificates) && self.wellKnownCACertificates != "")"#,
        "must not contain both CACertificateRefs and WellKnownCACertificates",
    )
    .rule(
        r#"(has(self.caCertificateRefs) && size(self.caCertificateRefs) > 0 || has(self.wellKnownCACertificates) && self.wellKnownCACertificates != "")"#,
        "must specify either CACertificateRefs or WellKnownCACertificates",
    )
}

/// SubjectAltName.
fn subject_alt_name() -> Declared {
    let name = object()
        .req("type", string().one_of(&["Hostname", "URI"]))
        .opt("hostname", hostname())
        .opt("uri", string().min(1).max(253).pattern(&patterns::ABSOLUTE_URI));
    [("Hostname", "hostname"), ("URI", "uri")].into_iter().fold(name, |name: Declared, (kind, field)| {
        name.rule(
            &format!(r#"!(self.type == "{kind}" && (!has(self.{field}) || self.{field} == ""))"#),
            format!("SubjectAltName element must contain {kind}, if Type is set to {kind}"),
        )
        .rule(
            &format!(r#"!(self.type != "{kind}" && has(self.{field}) && self.{field} != "")"#),
            format!("SubjectAltName element must not contain {kind}, if Type is not set to {kind}"),
        )
    })
}
