//! The vocabulary of status. A reason belongs to one condition and knows its truth, so a reason
//! under the wrong condition does not compile.

use crate::source::FieldPath;

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

/// One condition of one status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition<R> {
    pub reason: R,
    pub message: String,
    pub cause: Option<Cause>,
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
        self.cause = Some(Cause { path, hint: None });
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        if let Some(cause) = &mut self.cause {
            cause.hint = Some(hint.into());
        }
        self
    }

    pub fn is_true(&self) -> bool {
        self.reason.truth() == Truth::True
    }
}

macro_rules! conditions {
    ($($(#[$doc:meta])* $condition:ident = $wire:literal { $($(#[$reason_doc:meta])* $truth:ident $reason:ident $(= $name:literal)?,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub enum $condition { $($(#[$reason_doc])* $reason,)* }

            impl $condition {
                /// Every reason, for documentation and tests.
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
    };
    (@name $reason:ident) => { stringify!($reason) };
    (@name $reason:ident $name:literal) => { $name };
}

conditions! {
    /// `GatewayClassConditionStatusAccepted`: whether the controller supports the class.
    ClassAccepted = "Accepted" {
        True Accepted,
        /// `parametersRef` names something that the controller does not know.
        False InvalidParameters,
        /// Another controller's class, or none has looked at it yet.
        Unknown Pending,
    }

    /// `GatewayClassConditionStatusSupportedVersion`.
    ClassSupportedVersion = "SupportedVersion" {
        True SupportedVersion,
    }

    /// `GatewayConditionAccepted`: whether some configuration comes of the Gateway.
    GatewayAccepted = "Accepted" {
        True Accepted,
        /// Some listeners cannot be used; the others are.
        True SomeListenersNotValid = "ListenersNotValid",
        /// No listener can be used.
        False ListenersNotValid,
        False UnsupportedAddress,
        False InvalidParameters,
        /// No controller has taken the Gateway: its class is missing or not accepted.
        Unknown Pending,
    }

    /// `GatewayConditionProgrammed`.
    GatewayProgrammed = "Programmed" {
        True Programmed,
        False Invalid,
        Unknown Pending,
    }

    /// `ListenerConditionAccepted`.
    ListenerAccepted = "Accepted" {
        True Accepted,
        False UnsupportedProtocol,
        /// Shares port and hostname with another listener of its Gateway.
        False HostnameConflict,
        /// Shares its port with a listener of another protocol.
        False ProtocolConflict,
    }

    /// `ListenerConditionConflicted`.
    ListenerConflicted = "Conflicted" {
        False NoConflicts,
        True HostnameConflict,
        True ProtocolConflict,
    }

    /// `ListenerConditionProgrammed`.
    ListenerProgrammed = "Programmed" {
        True Programmed,
        False Invalid,
    }

    /// `ListenerConditionResolvedRefs`.
    ListenerResolvedRefs = "ResolvedRefs" {
        True ResolvedRefs,
        False InvalidRouteKinds,
    }

    /// `RouteConditionAccepted`: whether one parent takes the route.
    RouteAccepted = "Accepted" {
        True Accepted,
        /// No listener's `allowedRoutes` permits the route.
        False NotAllowedByListeners,
        False NoMatchingListenerHostname,
        /// No listener has the `sectionName` or `port` of the parentRef.
        False NoMatchingParent,
        /// Every rule uses something that is not supported.
        False UnsupportedValue,
        False IncompatibleFilters,
    }

    /// `RouteConditionResolvedRefs`.
    RouteResolvedRefs = "ResolvedRefs" {
        True ResolvedRefs,
        False RefNotPermitted,
        False InvalidKind,
        False BackendNotFound,
        False UnsupportedProtocol,
    }

    /// `RouteConditionPartiallyInvalid`: some rules were dropped, the others are served.
    RoutePartiallyInvalid = "PartiallyInvalid" {
        True UnsupportedValue,
    }
}
