//! The kinds that can be admitted, declared after the CRDs of Gateway API v1.6.1.
//!
//! The declarations are run by a test, which packs what they come to: see [`packed`](super::schema::packed).

#[cfg(test)]
pub(super) mod declared;
mod patterns;

use std::sync::OnceLock;

pub(super) use self::patterns::PATTERNS;
use super::{
    Channel, Schema,
    names::NameRule,
    schema::packed::{Packed, Unpacking},
};

/// The API group of the stable kinds.
const GATEWAY_API: &str = "gateway.networking.k8s.io";

/// The API group of the kinds that may still change.
const GATEWAY_API_X: &str = "gateway.networking.x-k8s.io";

/// No kind has more versions.
const MOST_VERSIONS: usize = 3;

/// The schemas of all kinds: for each version and channel two bytes that say where its begin, and then what they come
/// to. `UPDATE=1 cargo test -p engine packed` writes them.
pub(super) const PACKED: &[u8] = include_bytes!("schemas.packed");

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
    KindInfo::stable("GatewayClass", &[V1, V1BETA1]).cluster_scoped(),
    KindInfo::stable("Gateway", &[V1, V1BETA1]),
    KindInfo::stable("ListenerSet", &[V1]),
    KindInfo::stable("HTTPRoute", &[V1, V1BETA1]),
    KindInfo::stable("GRPCRoute", &[V1]),
    KindInfo::stable("TLSRoute", &[V1, V1ALPHA3, V1ALPHA2]),
    KindInfo::stable("TCPRoute", &[V1, V1ALPHA2]),
    KindInfo::stable("UDPRoute", &[V1, V1ALPHA2]),
    KindInfo::stable("ReferenceGrant", &[V1, V1BETA1]),
    KindInfo::stable("BackendTLSPolicy", &[V1, V1ALPHA3]),
    KindInfo::unstable("XBackendTrafficPolicy"),
    KindInfo::unstable("XBackend"),
    // Its spec is that of a GatewayClass.
    KindInfo::unstable("XMesh").cluster_scoped(),
    KindInfo::new("", &[V1], "Namespace").cluster_scoped().named(NameRule::Label),
    KindInfo::new("", &[V1], "Service").named(NameRule::Label1035),
    KindInfo::new("", &[V1], "Secret"),
    KindInfo::new("", &[V1], "ConfigMap"),
    KindInfo::new("discovery.k8s.io", &[V1], "EndpointSlice"),
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

// === impl KindInfo ===

impl KindInfo {
    const fn stable(kind: &'static str, versions: &'static [Version]) -> Self {
        KindInfo::new(GATEWAY_API, versions, kind)
    }

    const fn unstable(kind: &'static str) -> Self {
        KindInfo::new(GATEWAY_API_X, &[V1ALPHA1], kind)
    }

    const fn new(group: &'static str, versions: &'static [Version], kind: &'static str) -> Self {
        KindInfo {
            group,
            versions,
            kind,
            scope: Scope::Namespaced,
            name_rule: NameRule::Subdomain,
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

    /// Where a schema begins.
    fn packed(&self, version: usize, channel: Channel) -> Unpacking {
        let kind = KINDS.iter().position(|known| std::ptr::eq(known, self)).unwrap_or_default();
        let mut packed = Unpacking { bytes: PACKED, at: slot(kind, version, channel) };
        let (low, high) = (packed.byte(), packed.byte());
        Unpacking { at: u16::from_le_bytes([low, high]).into(), ..packed }
    }

    /// The version to write.
    pub(super) fn newest(&self) -> &'static str {
        self.versions.first().map_or("v1", |version| version.name)
    }

    pub(super) fn schema(&'static self, version: &str, channel: Channel) -> Option<&'static Schema> {
        let mut versions = self.versions.iter().zip(&self.schemas).enumerate();
        let (number, (version, [standard, experimental])) =
            versions.find(|(_, (known, _))| known.name == version)?;
        if version.channel > channel {
            return None;
        }
        let built = match channel {
            Channel::Standard => standard,
            Channel::Experimental => experimental,
        };
        Some(built.get_or_init(|| {
            let mut packed = self.packed(number, channel);
            Schema {
                root: Packed::unpack(&mut packed),
                has_rules: Packed::unpack(&mut packed),
                has_embedded: Packed::unpack(&mut packed),
                name_rule: self.name_rule,
                namespaced: self.scope == Scope::Namespaced,
            }
        }))
    }
}

/// Where the bytes stand that say where a schema begins.
pub(super) const fn slot(kind: usize, version: usize, channel: Channel) -> usize {
    ((kind * MOST_VERSIONS + version) * 2 + channel as usize) * 2
}
