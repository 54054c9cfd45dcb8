use super::{
    common::{backend_validation, port_number, precise_hostname, secret_reference},
    resource,
};
use crate::admit::schema::{Declared, object, string};

/// XBackend.
pub(super) fn backend() -> Declared {
    let hostname = precise_hostname().rule(
        "!self.endsWith('.cluster.local')",
        "hostname must not be an IP address or end with .cluster.local",
    );
    // `validate` answers an optional, which is never null: the API server refuses every name but "".
    let name = string().max(63).rule(
        "size(self) == 0 || format.dns1123Label().validate(self) == null",
        "Name must be a valid DNS label",
    );
    let spec = object()
        .req("type", string().one_of(&["ExternalHostname"]))
        .req("port", object().opt("name", name).req("port", port_number()))
        .opt("protocol", string().one_of(&["TCP", "HTTP", "HTTP2", "HTTP11", "H2C", "MCP"]))
        .opt("externalHostname", object().req("hostname", hostname))
        .opt("tls", tls())
        .rule(
            "self.type == 'ExternalHostname' ? has(self.externalHostname) : !has(self.externalHostname)",
            "externalHostname must be set when type is ExternalHostname and must be unset otherwise",
        );
    resource().req("spec", spec)
}

/// BackendTLS.
fn tls() -> Declared {
    object()
        .req("mode", string().one_of(&["None", "ServerOnly", "ClientAndServer"]))
        .opt("validation", backend_validation())
        .opt("clientCertificateRef", secret_reference())
    .rule(
        "self.mode == 'ClientAndServer' ? has(self.clientCertificateRef) : !has(self.clientCertificateRef)",
        "clientCertificateRef must be set if and only if mode is ClientAndServer",
    )
}
