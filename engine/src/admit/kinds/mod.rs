//! The kinds that can be admitted, declared after the CRDs of Gateway API v1.6.1.

mod backend;
mod backend_tls_policy;
mod backend_traffic_policy;
mod common;
mod config;
mod core;
mod endpoint_slice;
mod gateway;
mod gateway_class;
mod grpc_route;
mod http_filter;
mod http_route;
mod layer4_route;
mod listener;
mod listener_set;
mod patterns;
mod reference_grant;
mod route;

use std::sync::OnceLock;

use super::{
    Channel, Schema,
    names::NameRule,
    schema::{Declared, any, boolean, integer, list, map, object, string},
};

/// The API group of the stable kinds.
const GATEWAY_API: &str = "gateway.networking.k8s.io";

/// The API group of the kinds that may still change.
const GATEWAY_API_X: &str = "gateway.networking.x-k8s.io";

/// No kind has more versions.
const MOST_VERSIONS: usize = 3;

/// A kind that can be admitted.
#[derive(Debug)]
pub struct KindInfo {
    /// Empty for the core group.
    pub group: &'static str,
    /// All versions that one of the channels serves, the one to write first.
    pub versions: &'static [Version],
    pub kind: &'static str,
    pub scope: Scope,
    name_rule: NameRule,
    declare: fn(version: &str) -> Declared,
    schemas: [[OnceLock<Schema>; 2]; MOST_VERSIONS],
}

/// A version of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    pub name: &'static str,
    /// The first channel that serves it.
    pub channel: Channel,
    /// Whether the API server warns of it.
    pub deprecated: bool,
}

/// Whether objects of a kind live in a namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Namespaced,
    Cluster,
}

const V1: Version = Version { name: "v1", channel: Channel::Standard, deprecated: false };
const V1BETA1: Version = Version { name: "v1beta1", ..V1 };
const V1ALPHA1: Version = Version { name: "v1alpha1", channel: Channel::Experimental, deprecated: false };
const V1ALPHA2: Version = Version { name: "v1alpha2", channel: Channel::Experimental, deprecated: true };
const V1ALPHA3: Version = Version { name: "v1alpha3", ..V1ALPHA2 };

static KINDS: [KindInfo; 18] = [
    KindInfo::stable("GatewayClass", &[V1, V1BETA1], |_| gateway_class::gateway_class()).cluster_scoped(),
    KindInfo::stable("Gateway", &[V1, V1BETA1], |_| gateway::gateway()),
    KindInfo::stable("ListenerSet", &[V1], |_| listener_set::listener_set()),
    KindInfo::stable("HTTPRoute", &[V1, V1BETA1], |_| http_route::http_route()),
    KindInfo::stable("GRPCRoute", &[V1], |_| grpc_route::grpc_route()),
    KindInfo::stable("TLSRoute", &[V1, V1ALPHA3, V1ALPHA2], layer4_route::tls_route),
    KindInfo::stable("TCPRoute", &[V1, V1ALPHA2], layer4_route::port_route),
    KindInfo::stable("UDPRoute", &[V1, V1ALPHA2], layer4_route::port_route),
    KindInfo::stable("ReferenceGrant", &[V1, V1BETA1], |_| reference_grant::reference_grant()),
    KindInfo::stable("BackendTLSPolicy", &[V1, V1ALPHA3], |_| backend_tls_policy::backend_tls_policy()),
    KindInfo::unstable("XBackendTrafficPolicy", |_| backend_traffic_policy::backend_traffic_policy()),
    KindInfo::unstable("XBackend", |_| backend::backend()),
    // Its spec is that of a GatewayClass.
    KindInfo::unstable("XMesh", |_| gateway_class::gateway_class()).cluster_scoped(),
    KindInfo::new("", &[V1], "Namespace", |_| core::namespace()).cluster_scoped().named(NameRule::Label),
    KindInfo::new("", &[V1], "Service", |_| core::service()).named(NameRule::Label1035),
    KindInfo::new("", &[V1], "Secret", |_| config::secret()),
    KindInfo::new("", &[V1], "ConfigMap", |_| config::config_map()),
    KindInfo::new("discovery.k8s.io", &[V1], "EndpointSlice", |_| endpoint_slice::endpoint_slice()),
];

/// Every kind of both channels.
pub fn known_kinds() -> &'static [KindInfo] {
    &KINDS
}

/// Whether a group is one of Gateway API.
pub(super) fn is_ours(group: &str) -> bool {
    group == GATEWAY_API || group == GATEWAY_API_X
}

/// The schema of a kind, built when it is first asked for. A version that the channel does not serve has none.
pub fn schema_of(group: &str, version: &str, kind: &str, channel: Channel) -> Option<&'static Schema> {
    let known = KINDS.iter().find(|known| known.kind == kind && known.group == group)?;
    known.schema(version, channel)
}

/// An object of a kind: its metadata and status around what `spec` declares.
fn resource() -> Declared {
    plain().opt("status", any())
}

/// An object without status.
fn plain() -> Declared {
    object().opt("apiVersion", string()).opt("kind", string()).opt("metadata", metadata())
}

pub(super) fn metadata() -> Declared {
    // What is missing of an owner is empty, about which more than its schema complains.
    let owner = object()
        .opt("apiVersion", string())
        .opt("kind", string())
        .opt("name", string())
        .opt("uid", string())
        .opt("controller", boolean())
        .opt("blockOwnerDeletion", boolean());
    let manager = object()
        .opt("apiVersion", string())
        .opt("fieldsType", string())
        .opt("fieldsV1", any())
        .opt("manager", string())
        .opt("operation", string())
        .opt("subresource", string())
        .opt("time", string());
    object()
        .opt("name", string())
        .opt("generateName", string())
        .opt("namespace", string())
        .opt("labels", map(string()))
        .opt("annotations", map(string()))
        .opt("finalizers", list(string()))
        .opt("ownerReferences", list(owner))
        .opt("creationTimestamp", string())
        .opt("deletionTimestamp", string())
        .opt("deletionGracePeriodSeconds", integer())
        .opt("generation", integer())
        .opt("managedFields", list(manager))
        .opt("resourceVersion", string())
        .opt("selfLink", string())
        .opt("uid", string())
}

// === impl KindInfo ===

impl KindInfo {
    const fn stable(kind: &'static str, versions: &'static [Version], declare: fn(&str) -> Declared) -> Self {
        KindInfo::new(GATEWAY_API, versions, kind, declare)
    }

    const fn unstable(kind: &'static str, declare: fn(&str) -> Declared) -> Self {
        KindInfo::new(GATEWAY_API_X, &[V1ALPHA1], kind, declare)
    }

    const fn new(
        group: &'static str,
        versions: &'static [Version],
        kind: &'static str,
        declare: fn(&str) -> Declared,
    ) -> Self {
        KindInfo {
            group,
            versions,
            kind,
            scope: Scope::Namespaced,
            name_rule: NameRule::Subdomain,
            declare,
            schemas: [const { [const { OnceLock::new() }; 2] }; MOST_VERSIONS],
        }
    }

    const fn cluster_scoped(mut self) -> Self {
        self.scope = Scope::Cluster;
        self
    }

    const fn named(mut self, rule: NameRule) -> Self {
        self.name_rule = rule;
        self
    }

    /// The versions that a channel serves.
    pub fn served(&self, channel: Channel) -> impl Iterator<Item = &'static Version> {
        self.versions.iter().filter(move |version| version.channel <= channel)
    }

    pub(super) fn version(&self, name: &str) -> Option<&'static Version> {
        self.versions.iter().find(|version| version.name == name)
    }

    /// The version to write.
    pub(super) fn newest(&self) -> &'static str {
        self.versions.first().map_or("v1", |version| version.name)
    }

    pub(super) fn schema(&'static self, version: &str, channel: Channel) -> Option<&'static Schema> {
        let (version, [standard, experimental]) =
            self.versions.iter().zip(&self.schemas).find(|(known, _)| known.name == version)?;
        if version.channel > channel {
            return None;
        }
        let slot = match channel {
            Channel::Standard => standard,
            Channel::Experimental => experimental,
        };
        let namespaced = self.scope == Scope::Namespaced;
        Some(slot.get_or_init(|| {
            Schema::new((self.declare)(version.name).finish(), self.name_rule, namespaced, channel)
        }))
    }
}
