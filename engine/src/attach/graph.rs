use std::sync::Arc;

use super::{condition::*, policy::Policies};
use crate::{
    SharedStr,
    api::{Listener, ParentReference, RouteGroupKind, RouteKind},
    source::FieldPath,
};

/// Every edge between classes, Gateways, ListenerSets, listeners, routes, backends and policies, and
/// every condition. States stand in the order of [`crate::admit::World`]'s lists.
#[derive(Debug)]
pub struct Graph {
    pub classes: Vec<ClassState>,
    pub gateways: Vec<GatewayState>,
    pub listener_sets: Vec<ListenerSetState>,
    pub routes: Vec<RouteState>,
    pub policies: Policies,
    /// XBackends.
    pub backends: Vec<BackendState>,
}

#[derive(Debug)]
pub struct ClassState {
    /// Whether the controller that was asked for owns the class.
    pub ours: bool,
    pub accepted: Condition<ClassAccepted>,
    pub supported_version: Condition<ClassSupportedVersion>,
}

#[derive(Debug)]
pub struct GatewayState {
    /// The accepted class that the Gateway names, by index.
    pub class: Option<usize>,
    pub accepted: Condition<GatewayAccepted>,
    pub programmed: Condition<GatewayProgrammed>,
    /// Nothing while no controller has taken the Gateway.
    pub resolved_refs: Option<Condition<GatewayResolvedRefs>>,
    pub insecure_frontend: Option<Condition<GatewayInsecureFrontend>>,
    /// Whether routes that ask for a default Gateway attach.
    pub default: Option<Condition<GatewayDefault>>,
    /// Its own listeners, then those of its ListenerSets, in the order of precedence.
    pub listeners: Vec<ListenerState>,
    /// `spec.tls.backend.clientCertificateRef`, resolved.
    pub client_certificate: Option<Certificate>,
}

#[derive(Debug)]
pub struct ListenerState {
    /// The ListenerSet that has the listener, unless the Gateway itself has.
    pub set: Option<usize>,
    /// Its place in `spec.listeners` of its owner.
    pub number: usize,
    pub spec: Listener,
    pub accepted: Condition<ListenerAccepted>,
    pub conflicted: Condition<ListenerConflicted>,
    pub programmed: Condition<ListenerProgrammed>,
    pub resolved_refs: Condition<ListenerResolvedRefs>,
    pub overlapping_tls: Option<Condition<ListenerOverlappingTls>>,
    pub supported_kinds: Vec<RouteGroupKind>,
    /// Those that can be used.
    pub certificates: Vec<Certificate>,
    pub client_validation: Option<ClientValidation>,
    /// Accepted routes that are attached, each once.
    pub attached: Vec<Attached>,
}

/// A Secret with a certificate and its key, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certificate {
    pub secret: usize,
}

/// What a listener asks of the certificates of its clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientValidation {
    pub authorities: Vec<Authority>,
    /// `AllowInsecureFallback`: clients without a valid certificate are let in as well.
    pub optional: bool,
}

/// Where a certificate authority's certificates stand, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    ConfigMap(usize),
    Secret(usize),
}

/// A ListenerSet and its Gateway.
#[derive(Debug)]
pub enum ListenerSetState {
    /// No Gateway of ours: nothing is written about it.
    Elsewhere(Elsewhere),
    Gateway {
        gateway: usize,
        accepted: Condition<ListenerSetAccepted>,
        programmed: Condition<ListenerSetProgrammed>,
    },
}

/// A route on a listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Index of the route.
    pub route: usize,
    /// The route's own host names that meet the listener's; empty when the route names none.
    pub hostnames: Arc<[SharedStr]>,
}

#[derive(Debug)]
pub struct RouteState {
    /// One for each `parentRefs` entry, then one for each default Gateway.
    pub parents: Vec<RouteParent>,
    pub rules: Vec<RuleState>,
    pub resolved_refs: Condition<RouteResolvedRefs>,
    pub partially_invalid: Option<Condition<RoutePartiallyInvalid>>,
}

#[derive(Debug)]
pub struct RouteParent {
    pub reference: Arc<ParentReference>,
    pub place: ParentPlace,
    pub state: ParentState,
}

/// The field that names a parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParentPlace {
    /// An entry of `parentRefs`.
    Listed(usize),
    UseDefaultGateways,
}

#[derive(Debug)]
pub enum ParentState {
    /// No Gateway of ours: nothing is written about it.
    Elsewhere(Elsewhere),
    Gateway(GatewayParent),
}

/// Why a reference to a parent leads nowhere that this controller answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    pub why: ElsewhereReason,
    pub message: String,
    pub hint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ElsewhereReason {
    NotAGateway,
    NotFound,
    NotManaged,
}

impl ElsewhereReason {
    /// In the manner of a condition's reason; no condition is written for it.
    pub fn name(self) -> &'static str {
        match self {
            ElsewhereReason::NotAGateway => "NotAGateway",
            ElsewhereReason::NotFound => "ParentNotFound",
            ElsewhereReason::NotManaged => "ParentNotManaged",
        }
    }
}

#[derive(Debug)]
pub struct GatewayParent {
    /// Index of the Gateway.
    pub gateway: usize,
    /// The ListenerSet that the parentRef names instead of the Gateway.
    pub set: Option<usize>,
    pub accepted: Condition<RouteAccepted>,
    /// The verdicts of the parent's own listeners.
    pub listeners: Vec<ListenerVerdict>,
}

/// What one listener says of one route.
#[derive(Debug)]
pub struct ListenerVerdict {
    /// Index into [`GatewayState::listeners`].
    pub listener: usize,
    /// The route's host names that meet the listener's, or why it is refused.
    pub result: Result<Arc<[SharedStr]>, Refusal>,
}

/// Why a listener does not take a route, in the order in which it is asked: the greater one came further.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// The parentRef's `sectionName` names another listener.
    SectionName,
    /// The parentRef's `port` is another one.
    Port,
    /// `allowedRoutes.kinds`, or the protocol.
    Kind(RouteKind),
    /// `allowedRoutes.namespaces`.
    Namespace,
    /// No host name of the route meets the listener's.
    Hostname,
    /// An older route of the other kind, HTTPRoute or GRPCRoute, has one of the host names: its name.
    Rival(String),
}

#[derive(Debug)]
pub struct RuleState {
    /// Why the rule is dropped, if it is.
    pub invalid: Option<Box<RuleFault>>,
    /// An error that every request of this rule is answered with.
    pub broken: Option<Box<RefFault>>,
    pub backends: Box<[Resolved]>,
    /// What the filters name, of the rule, then of its backends: mirrors and authorizers, with what is
    /// carried there. A reference that does not resolve does not stop the rule.
    pub of_filters: Box<[(Carried, Resolved)]>,
}

/// What a backend reference leads to: references to one port share their target.
pub type Resolved = Result<Arc<BackendTarget>, Box<RefFault>>;

/// Something in a rule that is not supported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFault {
    pub reason: RouteAccepted,
    pub message: String,
    pub path: FieldPath,
    pub hint: Option<String>,
}

/// A reference that does not resolve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefFault {
    pub reason: RouteResolvedRefs,
    pub message: String,
    pub path: FieldPath,
    pub hint: Option<String>,
}

/// An XBackend.
#[derive(Debug)]
pub struct BackendState {
    pub accepted: Condition<BackendAccepted>,
    /// The certificate authorities that can be used.
    pub authorities: Vec<Authority>,
    /// `spec.tls.clientCertificateRef`, resolved.
    pub client_certificate: Option<Certificate>,
    /// The Gateways below which a route leads to it; the status has an entry for each.
    pub ancestors: Vec<usize>,
}

/// A port of a Service or of an XBackend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BackendTarget {
    pub kind: BackendKind,
    pub namespace: SharedStr,
    pub name: SharedStr,
    pub port: u16,
    /// It speaks HTTP/2 (`appProtocol`, KEP-3726; `BackendSpec.protocol`).
    pub http2: bool,
    pub tls: Option<BackendTlsOf>,
}

/// Who says how TLS is spoken with a backend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BackendTlsOf {
    /// A BackendTLSPolicy, by index. Streams may have one that is not accepted.
    Policy(usize),
    /// An XBackend, by index.
    XBackend(usize),
}

/// What is carried to a target. One that is spoken to in two ways needs two Envoy clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carried {
    /// Requests, in what the target says that it speaks.
    Requests,
    /// gRPC calls: always HTTP/2.
    Calls,
    /// Connections as they come.
    Tcp,
    /// Connections whose TLS ended here: the target may want TLS of its own.
    Terminated,
    Datagrams,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BackendKind {
    Service,
    XBackend,
}

// === impl ParentPlace ===

impl ParentPlace {
    pub fn path(self) -> FieldPath {
        let spec = FieldPath::root().field("spec");
        match self {
            ParentPlace::Listed(number) => spec.field("parentRefs").index(number),
            ParentPlace::UseDefaultGateways => spec.field("useDefaultGateways"),
        }
    }
}

// === impl GatewayState ===

impl GatewayState {
    /// The listeners of one ListenerSet, with their index.
    pub fn listeners_of(&self, set: Option<usize>) -> impl Iterator<Item = (usize, &ListenerState)> {
        self.listeners.iter().enumerate().filter(move |(_, listener)| listener.set == set)
    }
}

// === impl ListenerState ===

impl ListenerState {
    /// Whether the data plane can have the listener, as far as the listener itself goes.
    pub fn is_usable(&self) -> bool {
        matches!(self.programmed.reason, ListenerProgrammed::Programmed | ListenerProgrammed::Pending)
    }

    /// What is added to an explanation that leads here, where the data plane does not have the listener.
    #[cfg(feature = "yaml")]
    pub(crate) fn not_in_effect(&self) -> String {
        match self.is_usable() {
            true => String::new(),
            false => format!("; connections are closed: {}", self.programmed.message),
        }
    }
}

// === impl BackendTarget ===

impl BackendTarget {
    /// `namespace/service:port`. An XBackend's cannot be that of a Service, whose name has no dots.
    pub fn label(&self) -> String {
        match self.kind {
            BackendKind::Service => format!("{}/{}:{}", self.namespace, self.name, self.port),
            BackendKind::XBackend => format!("{}/{}.xbackend:{}", self.namespace, self.name, self.port),
        }
    }

    /// The name of the Envoy cluster: the label, and how it is spoken with where that is not how it
    /// says itself.
    pub fn cluster(&self, carried: Carried) -> String {
        let mut name = self.label();
        name.push_str(match carried {
            Carried::Calls if !self.http2 => "+h2",
            Carried::Tcp if self.tls.is_some() => "+tcp",
            Carried::Terminated if self.tls.is_some() => "+tls",
            Carried::Datagrams => "+udp",
            _ => "",
        });
        name
    }

    /// Who says how TLS is spoken, where what is carried takes any.
    pub fn tls_for(&self, carried: Carried) -> Option<BackendTlsOf> {
        self.tls.filter(|_| !matches!(carried, Carried::Tcp | Carried::Datagrams))
    }

    /// The label in the name of any cluster of a target.
    pub fn label_of(cluster: &str) -> &str {
        crate::table::backend_of(cluster)
    }
}

/// The name of the cluster that a Gateway goes to with its own certificate
/// (`GatewayBackendTLS.clientCertificateRef`), instead of `cluster`.
pub fn cluster_of(gateway: &str, cluster: &str) -> String {
    format!("{cluster}@{gateway}")
}

// === impl Refusal ===

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refusal::SectionName => f.write_str("the parentRef's sectionName names another listener"),
            Refusal::Port => f.write_str("the parentRef's port is another one"),
            Refusal::Kind(kind) => {
                write!(f, "the listener does not take {}s (allowedRoutes.kinds, protocol)", kind.name())
            }
            Refusal::Namespace => f.write_str(
                "the listener does not take routes from this namespace (allowedRoutes.namespaces)",
            ),
            Refusal::Hostname => f.write_str("no hostname of the route meets the listener's"),
            Refusal::Rival(other) => {
                write!(f, "{other} is older and has the same hostname, and one listener cannot serve both")
            }
        }
    }
}
