//! The kinds that can be admitted, declared after the CRDs of Gateway API v1.6.1.

mod common;
mod core;
mod gateway;
mod gateway_class;
mod http_filter;
mod http_route;
mod patterns;
mod reference_grant;
mod route;

use std::sync::OnceLock;

use super::{
    Channel, Schema,
    names::NameRule,
    schema::{Field, Node, ObjectShape, any, boolean, integer, list, map, object, opt, req, string},
};

/// The API group of the stable kinds.
const GATEWAY_API: &str = "gateway.networking.k8s.io";

/// A kind that can be admitted.
#[derive(Debug)]
pub struct KindInfo {
    /// Empty for the core group.
    pub group: &'static str,
    /// All versions that are served. They have the same schema.
    pub versions: &'static [&'static str],
    pub kind: &'static str,
    pub scope: Scope,
    name_rule: NameRule,
    declare: fn() -> Node,
    schemas: [OnceLock<Schema>; 2],
}

/// Whether objects of a kind live in a namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Namespaced,
    Cluster,
}

static KINDS: [KindInfo; 6] = [
    KindInfo::cluster_scoped("GatewayClass", gateway_class::gateway_class),
    KindInfo::namespaced("Gateway", gateway::gateway),
    KindInfo::namespaced("HTTPRoute", http_route::http_route),
    KindInfo::namespaced("ReferenceGrant", reference_grant::reference_grant),
    KindInfo::new("", &["v1"], "Namespace", Scope::Cluster, NameRule::Label, core::namespace),
    KindInfo::new("", &["v1"], "Service", Scope::Namespaced, NameRule::Label1035, core::service),
];

/// Every kind that [`schema_of`] knows.
pub fn known_kinds() -> &'static [KindInfo] {
    &KINDS
}

/// The schema of a kind, built when it is first asked for.
pub fn schema_of(group: &str, version: &str, kind: &str, channel: Channel) -> Option<&'static Schema> {
    KINDS
        .iter()
        .find(|known| known.kind == kind && known.group == group && known.versions.contains(&version))
        .map(|known| known.schema(channel))
}

/// An object of a kind: its metadata and status around what `spec` declares.
fn resource<const N: usize>(spec: [Field; N]) -> ObjectShape {
    let mut shape = object([
        opt("apiVersion", string()),
        opt("kind", string()),
        opt("metadata", metadata()),
        opt("status", any()),
    ]);
    shape.fields.extend(spec);
    shape
}

fn metadata() -> Node {
    let owner = object([
        req("apiVersion", string()),
        req("kind", string()),
        req("name", string()),
        req("uid", string()),
        opt("controller", boolean()),
        opt("blockOwnerDeletion", boolean()),
    ]);
    object([
        opt("name", string()),
        opt("generateName", string()),
        opt("namespace", string()),
        opt("labels", map(string())),
        opt("annotations", map(string())),
        opt("finalizers", list(string())),
        opt("ownerReferences", list(owner)),
        opt("creationTimestamp", string()),
        opt("deletionTimestamp", string()),
        opt("deletionGracePeriodSeconds", integer()),
        opt("generation", integer()),
        opt("managedFields", list(any())),
        opt("resourceVersion", string()),
        opt("selfLink", string()),
        opt("uid", string()),
    ])
    .into()
}

// === impl KindInfo ===

impl KindInfo {
    const fn cluster_scoped(kind: &'static str, declare: fn() -> Node) -> Self {
        KindInfo::new(GATEWAY_API, &["v1", "v1beta1"], kind, Scope::Cluster, NameRule::Subdomain, declare)
    }

    const fn namespaced(kind: &'static str, declare: fn() -> Node) -> Self {
        KindInfo::new(GATEWAY_API, &["v1", "v1beta1"], kind, Scope::Namespaced, NameRule::Subdomain, declare)
    }

    const fn new(
        group: &'static str,
        versions: &'static [&'static str],
        kind: &'static str,
        scope: Scope,
        name_rule: NameRule,
        declare: fn() -> Node,
    ) -> Self {
        let schemas = [OnceLock::new(), OnceLock::new()];
        KindInfo { group, versions, kind, scope, name_rule, declare, schemas }
    }

    fn schema(&self, channel: Channel) -> &Schema {
        let [standard, experimental] = &self.schemas;
        let slot = match channel {
            Channel::Standard => standard,
            Channel::Experimental => experimental,
        };
        let namespaced = self.scope == Scope::Namespaced;
        slot.get_or_init(|| Schema::new((self.declare)(), self.name_rule, namespaced, channel))
    }
}
