//! The core kinds that routing looks at. They are no CRDs: these are the checks that matter here.

use super::resource;
use crate::admit::schema::{Declared, boolean, int_or_string, int32, list, map, object, string};

pub(super) fn namespace() -> Declared {
    resource().opt("spec", object().opt("finalizers", list(string())))
}

pub(super) fn service() -> Declared {
    resource().opt("spec", service_spec())
}

fn service_spec() -> Declared {
    let affinity = object().opt("clientIP", object().opt("timeoutSeconds", int32().min(0).max(86_400)));
    object()
        .opt("type", service_type())
        .opt("ports", ports())
        .opt("selector", map(string()))
        .opt("clusterIP", string())
        .opt("clusterIPs", list(string()))
        .opt("externalName", string())
        .opt("externalIPs", list(string()))
        .opt("externalTrafficPolicy", string().one_of(&["Cluster", "Local"]))
        .opt("internalTrafficPolicy", string().one_of(&["Cluster", "Local"]))
        .opt("trafficDistribution", string())
        .opt("allocateLoadBalancerNodePorts", boolean())
        .opt("healthCheckNodePort", int32())
        .opt("ipFamilies", list(string().one_of(&["IPv4", "IPv6"])))
        .opt("ipFamilyPolicy", string().one_of(&["SingleStack", "PreferDualStack", "RequireDualStack"]))
        .opt("loadBalancerClass", string())
        .opt("loadBalancerIP", string())
        .opt("loadBalancerSourceRanges", list(string()))
        .opt("publishNotReadyAddresses", boolean())
        .opt("sessionAffinity", string().one_of(&["None", "ClientIP"]))
        .opt("sessionAffinityConfig", affinity)
    .rule(
        "self.type == 'ExternalName' || (has(self.clusterIP) && self.clusterIP == 'None') || (has(self.ports) && size(self.ports) > 0)",
        "`ports` is required, unless the Service is headless or of type ExternalName",
    )
    .rule(
        "self.type != 'ExternalName' || (has(self.externalName) && self.externalName != '')",
        "`externalName` is required for type ExternalName",
    )
}

fn service_type() -> Declared {
    string().one_of(&["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]).default_to("ClusterIP")
}

fn ports() -> Declared {
    list(port())
        .rule(
            "size(self) < 2 || self.all(p, has(p.name) && p.name != '')",
            "each port needs a name when there are several",
        )
        .rule(
            "self.all(p, !has(p.name) || self.exists_one(q, has(q.name) && q.name == p.name))",
            "port names must be unique",
        )
        .rule(
            "self.all(p, self.exists_one(q, q.port == p.port && q.protocol == p.protocol))",
            "combinations of port and protocol must be unique",
        )
}

fn port() -> Declared {
    object()
        .opt("name", string())
        .opt("protocol", string().one_of(&["TCP", "UDP", "SCTP"]).default_to("TCP"))
        .opt("appProtocol", string())
        .req("port", int32().min(1).max(65535))
        .opt("targetPort", int_or_string())
        .opt("nodePort", int32().min(0).max(65535))
}
