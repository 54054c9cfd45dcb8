use serde_json::json;

use super::{
    GATEWAY_API,
    common::{
        annotation_value, group, hostname, kind, label_selector, local_reference, port_number, reference,
        secret_reference, section_name,
    },
    patterns, resource,
};
use crate::admit::schema::{
    Declare, Node, ObjectShape, StringShape, experimental, list, map, object, opt, req, string,
};

const KEY_PATTERN: &str = r#"self.all(key, key.matches(r"""^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$"""))"#;
const KEY_PREFIX_LENGTH: &str = r#"self.all(key, key.split("/")[0].size() < 253)"#;

pub(super) fn gateway() -> Node {
    let spec = object([
        req("gatewayClassName", string().min(1).max(253)),
        req("listeners", listeners()),
        opt("addresses", addresses()),
        opt("allowedListeners", object([opt("namespaces", listener_namespaces())])),
        experimental(opt("defaultScope", string().one_of(&["All", "None"]))),
        opt("infrastructure", infrastructure()),
        opt("tls", gateway_tls()),
    ]);
    resource([req("spec", spec)]).into()
}

fn listeners() -> Node {
    list(listener())
        .min(1)
        .max(64)
        .keyed_by(&["name"])
        .rule(
            "self.all(l, l.protocol in ['HTTP', 'TCP', 'UDP'] ? !has(l.tls) : true)",
            "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
        )
        .rule(
            "self.all(l, (l.protocol == 'HTTPS' && has(l.tls)) ? (l.tls.mode == '' || l.tls.mode == 'Terminate') : true)",
            "tls mode must be Terminate for protocol HTTPS",
        )
        .rule(
            "self.all(l, (l.protocol == 'TLS' ? has(l.tls) && has(l.tls.mode) && l.tls.mode != '' : true))",
            "tls mode must be set for protocol TLS",
        )
        .rule(
            "self.all(l, l.protocol in ['TCP', 'UDP']  ? (!has(l.hostname) || l.hostname == '') : true)",
            "hostname must not be specified for protocols ['TCP', 'UDP']",
        )
        .rule(
            "self.all(l1, self.exists_one(l2, l1.name == l2.name))",
            "Listener name must be unique within the Gateway",
        )
        .rule(
            "self.all(l1, self.exists_one(l2, l1.port == l2.port && l1.protocol == l2.protocol && (has(l1.hostname) && has(l2.hostname) ? l1.hostname == l2.hostname : !has(l1.hostname) && !has(l2.hostname))))",
            "Combination of port, protocol and hostname must be unique for each listener",
        )
}

fn listener() -> ObjectShape {
    object([
        req("name", section_name()),
        req("port", port_number()),
        req("protocol", string().min(1).max(255).pattern(&patterns::PROTOCOL)),
        opt("hostname", hostname()),
        opt("tls", listener_tls()),
        opt("allowedRoutes", allowed_routes()),
    ])
}

fn listener_tls() -> Node {
    object([
        opt("mode", string().one_of(&["Terminate", "Passthrough"]).default_to("Terminate")),
        opt("certificateRefs", list(secret_reference()).max(64)),
        opt("options", map(annotation_value()).max(16)),
    ])
    .rule(
        "self.mode == 'Terminate' ? size(self.certificateRefs) > 0 || size(self.options) > 0 : true",
        "certificateRefs or options must be specified when mode is Terminate",
    )
}

fn allowed_routes() -> Node {
    let route_kind = object([opt("group", group().default_to(GATEWAY_API)), req("kind", kind())]);
    object([
        opt("kinds", list(route_kind).max(8)),
        opt("namespaces", namespaces(string().one_of(&["All", "Selector", "Same"]), "Same")),
    ])
    .default_to(json!({"namespaces": {"from": "Same"}}))
}

fn listener_namespaces() -> Node {
    namespaces(string().one_of(&["All", "Selector", "Same", "None"]), "None")
}

/// RouteNamespaces and ListenerNamespaces, which differ in what they begin with.
fn namespaces(from: StringShape, default: &'static str) -> Node {
    object([opt("from", from.default_to(default)), opt("selector", label_selector())])
        .default_to(json!({"from": default}))
}

fn addresses() -> Node {
    let address = object([
        opt("type", string().min(1).max(253).pattern(&patterns::ADDRESS_TYPE).default_to("IPAddress")),
        opt("value", string().max(253)),
    ])
    .typed_address()
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

fn infrastructure() -> ObjectShape {
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
    object([opt("annotations", annotations), opt("labels", labels), opt("parametersRef", local_reference())])
}

/// GatewayTLSConfig.
fn gateway_tls() -> ObjectShape {
    let per_port = object([req("port", port_number()), req("tls", client_validation())]);
    let per_port = list(per_port).max(64).keyed_by(&["port"]).rule(
        "self.all(t1, self.exists_one(t2, t1.port == t2.port))",
        "Port for TLS configuration must be unique within the Gateway",
    );
    object([
        opt("backend", object([opt("clientCertificateRef", secret_reference())])),
        opt("frontend", object([req("default", client_validation()), opt("perPort", per_port)])),
    ])
}

/// TLSConfig: how clients' certificates are validated.
fn client_validation() -> ObjectShape {
    let mode = string().one_of(&["AllowValidOnly", "AllowInsecureFallback"]).default_to("AllowValidOnly");
    let validation = object([req("caCertificateRefs", list(reference()).min(1).max(16)), opt("mode", mode)]);
    object([opt("validation", validation)])
}
