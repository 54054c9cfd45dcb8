use super::plain;
use crate::admit::schema::{Declared, boolean, int32, list, map, object, string};

pub(super) fn endpoint_slice() -> Declared {
    plain()
        .req("addressType", string().one_of(&["IPv4", "IPv6", "FQDN"]))
        .opt("endpoints", list(endpoint()).max(1000))
        .opt("ports", ports())
    .rule(
        "self.addressType == 'FQDN' || !has(self.endpoints) || self.endpoints.all(e, e.addresses.all(a, isIP(a) && a.contains(':') == (self.addressType == 'IPv6')))",
        "each address must be an IP address of the family that `addressType` names",
    )
    .rule(
        "self.addressType != 'FQDN' || !has(self.endpoints) || self.endpoints.all(e, e.addresses.all(a, format.dns1123Subdomain().validate(a).hasValue() == false))",
        "each address must be a domain name, as `addressType` says",
    )
}

fn endpoint() -> Declared {
    let conditions = object().opt("ready", boolean()).opt("serving", boolean()).opt("terminating", boolean());
    let hint = || list(object().req("name", string())).max(8);
    object()
        .req("addresses", list(string()).min(1).max(100).set())
        .opt("conditions", conditions)
        .opt("deprecatedTopology", map(string()))
        .opt("hints", object().opt("forNodes", hint()).opt("forZones", hint()))
        .opt("hostname", string())
        .opt("nodeName", string())
        .opt("targetRef", object_reference())
        .opt("zone", string())
}

fn object_reference() -> Declared {
    object()
        .opt("apiVersion", string())
        .opt("fieldPath", string())
        .opt("kind", string())
        .opt("name", string())
        .opt("namespace", string())
        .opt("resourceVersion", string())
        .opt("uid", string())
}

fn ports() -> Declared {
    let port = object()
        .opt("name", string().default_to(""))
        .opt("protocol", string().one_of(&["TCP", "UDP", "SCTP"]).default_to("TCP"))
        .opt("port", int32().min(1).max(65535))
        .opt("appProtocol", string());
    list(port)
        .max(20_000)
        .rule("self.all(p, self.exists_one(q, q.name == p.name))", "port names must be unique")
}
