//! Types that many kinds share.

use super::patterns;
use crate::admit::schema::{
    Declare, Field, Node, NumberShape, ObjectShape, StringShape, int32, list, map, object, opt, req, string,
};

pub(super) fn group() -> StringShape {
    string().max(253).pattern(&patterns::GROUP)
}

pub(super) fn kind() -> StringShape {
    string().min(1).max(63).pattern(&patterns::KIND)
}

pub(super) fn object_name() -> StringShape {
    string().min(1).max(253)
}

pub(super) fn namespace() -> StringShape {
    string().min(1).max(63).pattern(&patterns::NAMESPACE)
}

pub(super) fn section_name() -> StringShape {
    string().min(1).max(253).pattern(&patterns::SUBDOMAIN)
}

pub(super) fn hostname() -> StringShape {
    string().min(1).max(253).pattern(&patterns::HOSTNAME)
}

pub(super) fn precise_hostname() -> StringShape {
    string().min(1).max(253).pattern(&patterns::SUBDOMAIN)
}

pub(super) fn port_number() -> NumberShape {
    int32().min(1).max(65535)
}

pub(super) fn header_name() -> StringShape {
    string().min(1).max(256).pattern(&patterns::HEADER_NAME)
}

pub(super) fn duration() -> StringShape {
    string().pattern(&patterns::DURATION)
}

/// AnnotationValue.
pub(super) fn annotation_value() -> StringShape {
    string().min(0).max(4096)
}

/// LocalObjectReference.
pub(super) fn local_reference() -> ObjectShape {
    object(local_reference_fields())
}

/// LocalParametersReference and ParametersReference, ObjectReference: with a namespace.
pub(super) fn reference() -> ObjectShape {
    let mut reference = local_reference();
    reference.fields.push(opt("namespace", namespace()));
    reference
}

fn local_reference_fields() -> [Field; 3] {
    [req("group", group()), req("kind", kind()), req("name", object_name())]
}

/// SecretObjectReference.
pub(super) fn secret_reference() -> ObjectShape {
    object([
        opt("group", group().default_to("")),
        opt("kind", kind().default_to("Secret")),
        req("name", object_name()),
        opt("namespace", namespace()),
    ])
}

/// BackendObjectReference and what embeds it, which has `more` fields.
pub(super) fn backend_reference<const N: usize>(more: [Field; N]) -> Node {
    let mut reference = object([
        opt("group", group().default_to("")),
        opt("kind", kind().default_to("Service")),
        req("name", object_name()),
        opt("namespace", namespace()),
        opt("port", port_number()),
    ]);
    reference.fields.extend(more);
    reference.rule(
        "(size(self.group) == 0 && self.kind == 'Service') ? has(self.port) : true",
        "Must have port for Service reference",
    )
}

/// LabelSelector, whose values only its user checks.
pub(super) fn label_selector() -> ObjectShape {
    let expression = object([req("key", string()), req("operator", string()), opt("values", list(string()))]);
    object([opt("matchExpressions", list(expression)), opt("matchLabels", map(string()))])
}

/// How many of a rule's requests a backend gets, beside the other backends.
pub(super) fn weight() -> Node {
    int32().min(0).max(1_000_000).default_to(1)
}

/// BackendTLSPolicyValidation.
pub(super) fn backend_validation() -> Node {
    object([
        opt("caCertificateRefs", list(local_reference()).max(8)),
        opt("wellKnownCACertificates", string().min(1).max(253).pattern(&patterns::WELL_KNOWN_CERTIFICATES)),
        req("hostname", precise_hostname()),
        opt("subjectAltNames", list(subject_alt_name()).max(5)),
    ])
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
fn subject_alt_name() -> Node {
    let name = object([
        req("type", string().one_of(&["Hostname", "URI"])),
        opt("hostname", hostname()),
        opt("uri", string().min(1).max(253).pattern(&patterns::ABSOLUTE_URI)),
    ]);
    [("Hostname", "hostname"), ("URI", "uri")].into_iter().fold(name.into(), |name: Node, (kind, field)| {
        name.rule(
            format!(r#"!(self.type == "{kind}" && (!has(self.{field}) || self.{field} == ""))"#),
            format!("SubjectAltName element must contain {kind}, if Type is set to {kind}"),
        )
        .rule(
            format!(r#"!(self.type != "{kind}" && has(self.{field}) && self.{field} != "")"#),
            format!("SubjectAltName element must not contain {kind}, if Type is not set to {kind}"),
        )
    })
}
