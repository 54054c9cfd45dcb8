use super::condition::*;
use crate::{api::RouteGroupKind, source::FieldPath};

/// Every edge between classes, Gateways, listeners, routes and backends, and every condition.
/// States stand in the order of [`crate::admit::World`]'s lists.
#[derive(Debug)]
pub struct Graph {
    pub classes: Vec<ClassState>,
    pub gateways: Vec<GatewayState>,
    pub routes: Vec<RouteState>,
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
    pub listeners: Vec<ListenerState>,
}

#[derive(Debug)]
pub struct ListenerState {
    pub accepted: Condition<ListenerAccepted>,
    pub conflicted: Condition<ListenerConflicted>,
    pub programmed: Condition<ListenerProgrammed>,
    pub resolved_refs: Condition<ListenerResolvedRefs>,
    pub supported_kinds: Vec<RouteGroupKind>,
    /// Accepted routes that are attached, each once.
    pub attached: Vec<Attached>,
}

/// A route on a listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Index of the route.
    pub route: usize,
    /// The route's own host names that meet the listener's; empty when the route names none.
    pub hostnames: Vec<String>,
}

#[derive(Debug)]
pub struct RouteState {
    /// One for each `parentRefs` entry.
    pub parents: Vec<ParentState>,
    pub rules: Vec<RuleState>,
    pub resolved_refs: Condition<RouteResolvedRefs>,
    pub partially_invalid: Option<Condition<RoutePartiallyInvalid>>,
}

#[derive(Debug)]
pub enum ParentState {
    /// No Gateway of ours: nothing is written about it.
    Elsewhere(Elsewhere),
    Gateway(GatewayParent),
}

/// Why a parentRef leads nowhere that this controller answers for.
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

#[derive(Debug)]
pub struct GatewayParent {
    /// Index of the Gateway.
    pub gateway: usize,
    pub accepted: Condition<RouteAccepted>,
    /// The verdict of each listener, in the Gateway's order.
    pub listeners: Vec<Result<Vec<String>, Refusal>>,
}

/// Why a listener does not take a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The parentRef's `sectionName` names another listener.
    SectionName,
    /// The parentRef's `port` is another one.
    Port,
    /// `allowedRoutes.kinds`, or the protocol.
    Kind,
    /// `allowedRoutes.namespaces`.
    Namespace,
    /// No host name of the route meets the listener's.
    Hostname,
}

#[derive(Debug)]
pub struct RuleState {
    /// Why the rule is dropped, if it is.
    pub invalid: Option<RuleFault>,
    /// An error that every request of this rule is answered with.
    pub broken: Option<RefFault>,
    pub backends: Vec<Result<BackendTarget, RefFault>>,
}

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

/// A Service's port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackendTarget {
    pub namespace: String,
    pub service: String,
    pub port: u16,
}

impl BackendTarget {
    /// `namespace/service:port`: the name of the Envoy cluster, too.
    pub fn name(&self) -> String {
        format!("{}/{}:{}", self.namespace, self.service, self.port)
    }
}

// === impl Refusal ===

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Refusal::SectionName => "the parentRef's sectionName names another listener",
            Refusal::Port => "the parentRef's port is another one",
            Refusal::Kind => "the listener does not take HTTPRoutes (allowedRoutes.kinds, protocol)",
            Refusal::Namespace => {
                "the listener does not take routes from this namespace (allowedRoutes.namespaces)"
            }
            Refusal::Hostname => "no hostname of the route meets the listener's",
        })
    }
}
