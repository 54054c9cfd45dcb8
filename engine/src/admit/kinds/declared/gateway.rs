use super::{
    common::{annotation_value, local_reference, port_number, reference, secret_reference},
    listener::{listeners, namespaces},
    patterns, resource,
};
use crate::admit::schema::{Declared, Format, alternative, list, map, object, string};

const KEY_PATTERN: &str = r#"self.all(key, key.matches(r"""^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$"""))"#;
const KEY_PREFIX_LENGTH: &str = r#"self.all(key, key.split("/")[0].size() < 253)"#;

pub(super) fn gateway() -> Declared {
    let spec = object()
        .req("gatewayClassName", string().min(1).max(253))
        .req("listeners", listeners())
        .opt("addresses", addresses())
        .opt("allowedListeners", object().opt("namespaces", listener_namespaces()))
        .experimental("defaultScope", string().one_of(&["All", "None"]))
        .opt("infrastructure", infrastructure())
        .opt("tls", gateway_tls());
    resource().req("spec", spec)
}

fn listener_namespaces() -> Declared {
    namespaces(string().one_of(&["All", "Selector", "Same", "None"]), "None")
}

fn addresses() -> Declared {
    let address = object()
        .opt("type", string().min(1).max(253).pattern(&patterns::ADDRESS_TYPE).default_to("IPAddress"))
        .opt("value", string().max(253))
    .exactly_one(kinds_of_address())
    .rule(
        r#"self.type == 'Hostname' ? (!has(self.value) || self.value.matches(r"""^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$""")): true"#,
        r"Hostname value must be empty or contain only valid characters (matching ^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$)",
    );
    list(address)
        .max(16)
        .rule(
            "self.all(a1, a1.type == 'IPAddress' && has(a1.value) ? self.exists_one(a2, a2.type == a1.type && has(a2.value) && a2.value == a1.value) : true )",
            "IPAddress values must be unique",
        )
        .rule(
            "self.all(a1, a1.type == 'Hostname'  && has(a1.value) ? self.exists_one(a2, a2.type == a1.type && has(a2.value) && a2.value == a1.value) : true )",
            "Hostname values must be unique",
        )
}

/// The value of an IP address is one; other addresses are not looked at.
fn kinds_of_address() -> [Declared; 2] {
    let is_ip = || alternative().one_of(&["IPAddress"]);
    let ip =
        alternative().at_least_one([alternative().format(Format::Ipv4), alternative().format(Format::Ipv6)]);
    [
        alternative().opt("type", is_ip()).opt("value", ip),
        alternative().opt("type", alternative().but_not(is_ip())),
    ]
}

fn infrastructure() -> Declared {
    let annotations = map(annotation_value())
        .max(16)
        .rule(
            KEY_PATTERN,
            "Annotation keys must be in the form of an optional DNS subdomain prefix followed by a required name segment of up to 63 characters.",
        )
        .rule(
            KEY_PREFIX_LENGTH,
            "If specified, the annotation key's prefix must be a DNS subdomain not longer than 253 characters in total.",
        );
    let labels = map(string().min(0).max(63).pattern(&patterns::LABEL_VALUE))
        .max(8)
        .rule(
            KEY_PATTERN,
            "Label keys must be in the form of an optional DNS subdomain prefix followed by a required name segment of up to 63 characters.",
        )
        .rule(
            KEY_PREFIX_LENGTH,
            "If specified, the label key's prefix must be a DNS subdomain not longer than 253 characters in total.",
        );
    object().opt("annotations", annotations).opt("labels", labels).opt("parametersRef", local_reference())
}

/// GatewayTLSConfig.
fn gateway_tls() -> Declared {
    let per_port = object().req("port", port_number()).req("tls", client_validation());
    let per_port = list(per_port).max(64).keyed_by(&["port"]).rule(
        "self.all(t1, self.exists_one(t2, t1.port == t2.port))",
        "Port for TLS configuration must be unique within the Gateway",
    );
    object()
        .opt("backend", object().opt("clientCertificateRef", secret_reference()))
        .opt("frontend", object().req("default", client_validation()).opt("perPort", per_port))
}

/// TLSConfig: how clients' certificates are validated.
fn client_validation() -> Declared {
    let mode = string().one_of(&["AllowValidOnly", "AllowInsecureFallback"]).default_to("AllowValidOnly");
    let validation = object().req("caCertificateRefs", list(reference()).min(1).max(16)).opt("mode", mode);
    object().opt("validation", validation)
}
