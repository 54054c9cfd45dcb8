//! The vocabulary of status. A reason belongs to one condition and knows its truth, so a reason
//! under the wrong condition does not compile.

use crate::source::{FieldPath, hint};

/// `metav1.ConditionStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    True,
    False,
    Unknown,
}

impl Truth {
    pub fn as_str(self) -> &'static str {
        match self {
            Truth::True => "True",
            Truth::False => "False",
            Truth::Unknown => "Unknown",
        }
    }
}

/// Why a condition is as it is.
pub trait Reason: Copy + PartialEq {
    /// The condition's `type`.
    const CONDITION: &'static str;

    fn name(self) -> &'static str;
    fn truth(self) -> Truth;
}

/// A condition in the words of its declaration, for documents and tests.
#[derive(Debug, Clone, Copy)]
pub struct Declared {
    /// The kind whose status has the condition, or the part of it.
    pub object: &'static str,
    pub condition: &'static str,
    pub meaning: &'static str,
    pub reasons: &'static [DeclaredReason],
}

#[derive(Debug, Clone, Copy)]
pub struct DeclaredReason {
    pub name: &'static str,
    pub truth: Truth,
    pub meaning: &'static str,
}

/// One condition of one status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition<R> {
    pub reason: R,
    pub message: String,
    pub cause: Option<Box<Cause>>,
}

/// The field that a bad condition goes back to, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    pub path: FieldPath,
    pub hint: Option<String>,
}

impl<R: Reason> Condition<R> {
    pub(crate) fn new(reason: R, message: impl Into<String>) -> Self {
        Condition { reason, message: message.into(), cause: None }
    }

    pub(crate) fn at(mut self, path: FieldPath) -> Self {
        self.cause = Some(Box::new(Cause { path, hint: None }));
        self
    }

    pub(crate) fn hint(self, text: &str) -> Self {
        self.hint_of(|| text.to_owned())
    }

    pub(crate) fn hint_of(self, text: impl FnOnce() -> String) -> Self {
        self.hinted(hint(text))
    }

    pub(crate) fn hinted(mut self, hint: Option<String>) -> Self {
        if let Some(cause) = &mut self.cause {
            cause.hint = hint;
        }
        self
    }

    pub fn is_true(&self) -> bool {
        self.reason.truth() == Truth::True
    }
}

macro_rules! conditions {
    ($($(#[doc = $meaning:literal])+ $condition:ident = $object:literal $wire:literal {
        $($(#[doc = $reason_meaning:literal])+ $truth:ident $reason:ident $(= $name:literal)?,)*
    })*) => {
        $(
            $(#[doc = $meaning])+
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub enum $condition { $($(#[doc = $reason_meaning])+ $reason,)* }

            impl $condition {
                /// Every reason, for tests.
                pub const ALL: &[Self] = &[$($condition::$reason),*];
            }

            impl Reason for $condition {
                const CONDITION: &'static str = $wire;

                fn name(self) -> &'static str {
                    match self { $($condition::$reason => conditions!(@name $reason $($name)?),)* }
                }

                fn truth(self) -> Truth {
                    match self { $($condition::$reason => Truth::$truth,)* }
                }
            }
        )*

        /// Every condition that is ever written, with all its reasons.
        pub const CONDITIONS: &[Declared] = &[$(Declared {
            object: $object,
            condition: $wire,
            meaning: concat!($($meaning),+),
            reasons: &[$(DeclaredReason {
                name: conditions!(@name $reason $($name)?),
                truth: Truth::$truth,
                meaning: concat!($($reason_meaning),+),
            }),*],
        }),*];
    };
    (@name $reason:ident) => { stringify!($reason) };
    (@name $reason:ident $name:literal) => { $name };
}

conditions! {
    /// Whether the controller takes the class (`GatewayClassConditionStatusAccepted`).
    ClassAccepted = "GatewayClass" "Accepted" {
        /// The class is ours.
        True Accepted,
        /// `parametersRef` names something that the controller does not know.
        False InvalidParameters,
        /// Another controller's class, or none has looked at it yet.
        Unknown Pending,
    }

    /// Whether the version of the CRDs is one that the controller knows
    /// (`GatewayClassConditionStatusSupportedVersion`).
    ClassSupportedVersion = "GatewayClass" "SupportedVersion" {
        /// v1.6.1.
        True SupportedVersion,
    }

    /// Whether some configuration comes of the Gateway (`GatewayConditionAccepted`).
    GatewayAccepted = "Gateway" "Accepted" {
        /// All of it.
        True Accepted,
        /// Some listeners cannot be used; the others are.
        True SomeListenersNotValid = "ListenersNotValid",
        /// No listener can be used.
        False ListenersNotValid,
        /// `spec.addresses` has a type of address that cannot be bound to.
        False UnsupportedAddress,
        /// `spec.infrastructure.parametersRef` names something that the controller does not know.
        False InvalidParameters,
        /// No controller has taken the Gateway: its class is missing or not accepted.
        Unknown Pending,
    }

    /// Whether the data plane has the configuration (`GatewayConditionProgrammed`).
    GatewayProgrammed = "Gateway" "Programmed" {
        /// It has.
        True Programmed,
        /// Nothing can be made of the Gateway, or of any of its listeners.
        False Invalid,
        /// An address of `spec.addresses` is none that this machine could bind to.
        False AddressNotUsable,
        /// No controller has taken the Gateway.
        Unknown Pending,
    }

    /// Whether what the Gateway itself refers to, and what its listeners refer to, was found and may be
    /// used (`GatewayConditionResolvedRefs`).
    GatewayResolvedRefs = "Gateway" "ResolvedRefs" {
        /// All was found.
        True ResolvedRefs,
        /// `spec.tls.backend.clientCertificateRef` leads to no usable certificate.
        False InvalidClientCertificateRef,
        /// `spec.tls.backend.clientCertificateRef` crosses namespaces without a ReferenceGrant.
        False RefNotPermitted,
        /// A listener's own condition of this name is not true.
        False ListenersNotResolved,
    }

    /// Present while clients without a valid certificate are let in although one is asked of them
    /// (`GatewayConditionInsecureFrontendValidationMode`).
    GatewayInsecureFrontend = "Gateway" "InsecureFrontendValidationMode" {
        /// `spec.tls.frontend` has the mode `AllowInsecureFallback`.
        True ConfigurationChanged,
    }

    /// Present while routes that ask for a default Gateway attach to this one (GEP-3793, which leaves the
    /// reason open).
    GatewayDefault = "Gateway" "DefaultGateway" {
        /// `spec.defaultScope` is set.
        True DefaultScope,
    }

    /// Whether the listeners of a ListenerSet join those of its Gateway
    /// (`ListenerSetConditionAccepted`).
    ListenerSetAccepted = "ListenerSet" "Accepted" {
        /// All of them do.
        True Accepted,
        /// Some cannot be used; the others are.
        True SomeListenersNotValid = "ListenersNotValid",
        /// None can be used.
        False ListenersNotValid,
        /// The Gateway's `allowedListeners` do not take sets from this namespace.
        False NotAllowed,
        /// The Gateway itself is not accepted.
        False ParentNotAccepted,
    }

    /// Whether the data plane has the set's listeners (`ListenerSetConditionProgrammed`).
    ListenerSetProgrammed = "ListenerSet" "Programmed" {
        /// It has.
        True Programmed,
        /// None of them can be used.
        False ListenersNotValid,
        /// The Gateway does not take the set.
        False NotAllowed,
        /// The Gateway itself is not programmed.
        False ParentNotProgrammed,
    }

    /// Whether a listener can be used (`ListenerConditionAccepted`, `ListenerEntryConditionAccepted`).
    ListenerAccepted = "Listener" "Accepted" {
        /// It can.
        True Accepted,
        /// A protocol that nothing here speaks.
        False UnsupportedProtocol,
        /// Every certificate authority that `spec.tls.frontend` names for the listener's port is invalid.
        False NoValidCACertificate,
        /// Shares port and hostname with another listener.
        False HostnameConflict,
        /// Shares its port with a listener of another protocol.
        False ProtocolConflict,
    }

    /// Whether another listener is in the way (`ListenerConditionConflicted`).
    ListenerConflicted = "Listener" "Conflicted" {
        /// None is.
        False NoConflicts,
        /// One with the same port and hostname.
        True HostnameConflict,
        /// One with the same port and another protocol.
        True ProtocolConflict,
    }

    /// Whether the data plane has the listener (`ListenerConditionProgrammed`).
    ListenerProgrammed = "Listener" "Programmed" {
        /// It has.
        True Programmed,
        /// Nothing can be made of the listener: it is not accepted, or has no certificate.
        False Invalid,
        /// The listener is fine, and its Gateway is not accepted or has an address that cannot be used.
        False Pending,
        /// Shares port and hostname with another listener.
        False HostnameConflict,
        /// Shares its port with a listener of another protocol.
        False ProtocolConflict,
    }

    /// Whether what the listener refers to was found and may be used (`ListenerConditionResolvedRefs`).
    ListenerResolvedRefs = "Listener" "ResolvedRefs" {
        /// All was found.
        True ResolvedRefs,
        /// `allowedRoutes.kinds` has a kind that the protocol does not carry.
        False InvalidRouteKinds,
        /// A `certificateRefs` entry leads to no usable certificate.
        False InvalidCertificateRef,
        /// A reference crosses namespaces without a ReferenceGrant.
        False RefNotPermitted,
        /// `spec.tls.frontend` names a certificate authority that does not exist or cannot be read.
        False InvalidCACertificateRef,
        /// `spec.tls.frontend` names a certificate authority of a kind that is not supported.
        False InvalidCACertificateKind,
    }

    /// Present when a connection made for another TLS listener of the port can carry requests for this
    /// one (`ListenerConditionOverlappingTLSConfig`).
    ListenerOverlappingTls = "Listener" "OverlappingTLSConfig" {
        /// Their hostnames overlap.
        True OverlappingHostnames,
    }

    /// Whether one parent takes the route (`RouteConditionAccepted`).
    RouteAccepted = "Route" "Accepted" {
        /// It does.
        True Accepted,
        /// No listener's `allowedRoutes` or protocol permits the route.
        False NotAllowedByListeners,
        /// No listener's hostname meets one of the route's.
        False NoMatchingListenerHostname,
        /// No listener has the `sectionName` or `port` of the parentRef.
        False NoMatchingParent,
        /// Every rule uses something that is not supported.
        False UnsupportedValue,
        /// Every rule has filters that do not go together.
        False IncompatibleFilters,
        /// An older route of the other kind, HTTPRoute or GRPCRoute, has the same hostnames
        /// (`GRPCRouteSpec.hostnames`; the specification leaves the reason open).
        False RouteConflict,
    }

    /// Whether what the route refers to was found and may be used (`RouteConditionResolvedRefs`).
    RouteResolvedRefs = "Route" "ResolvedRefs" {
        /// All was found.
        True ResolvedRefs,
        /// A reference crosses namespaces without a ReferenceGrant.
        False RefNotPermitted,
        /// A reference to a kind that is not supported.
        False InvalidKind,
        /// A backend, or its port, does not exist.
        False BackendNotFound,
        /// A backend speaks a protocol that is not supported, or that this kind of route cannot carry.
        False UnsupportedProtocol,
        /// What a BackendTLSPolicy, or an XBackend itself, asks of the connection to a backend cannot be met
        /// (`HTTPBackendRef`; the specification names no reason).
        False InvalidBackendTLSPolicy,
    }

    /// Present when some rules were dropped while the others are served
    /// (`RouteConditionPartiallyInvalid`).
    RoutePartiallyInvalid = "Route" "PartiallyInvalid" {
        /// The message names the rules and what they use.
        True UnsupportedValue,
    }

    /// Whether a policy applies to its targets below one ancestor (`PolicyConditionAccepted`).
    PolicyAccepted = "Policy" "Accepted" {
        /// It does.
        True Accepted,
        /// An older policy has the same targets.
        False Conflicted,
        /// What it asks for cannot be carried out.
        False Invalid,
        /// A target does not exist.
        False TargetNotFound,
        /// BackendTLSPolicy: every certificate authority that it names is invalid.
        False NoValidCACertificate,
    }

    /// Whether the certificate authorities of a BackendTLSPolicy were found
    /// (`BackendTLSPolicyConditionResolvedRefs`).
    BackendTlsResolvedRefs = "BackendTLSPolicy" "ResolvedRefs" {
        /// All were found.
        True ResolvedRefs,
        /// One does not exist or cannot be read.
        False InvalidCACertificateRef,
        /// One is of a kind that is not supported.
        False InvalidKind,
    }

    /// Whether an XBackend can be reached as it says (`BackendAncestorStatus.conditions`, which leaves the
    /// reasons open).
    BackendAccepted = "XBackend" "Accepted" {
        /// It can.
        True Accepted,
        /// It speaks a protocol that is not supported.
        False UnsupportedProtocol,
        /// `tls.clientCertificateRef` leads to no usable certificate.
        False InvalidClientCertificateRef,
        /// `tls.clientCertificateRef` crosses namespaces without a ReferenceGrant.
        False RefNotPermitted,
        /// Every certificate authority that `tls.validation` names is invalid.
        False NoValidCACertificate,
        /// `tls.validation` names well-known authorities that are not known here.
        False Invalid,
    }

    /// Whether a mesh is ours (`MeshConditionAccepted`).
    MeshAccepted = "XMesh" "Accepted" {
        /// No mesh is: nothing here serves one.
        Unknown Pending,
    }
}
