//! Kubernetes objects as the pipeline uses them. Admission has applied their defaults, so what a
//! default fills is not optional here; fields that nothing reads are left out.

mod common;
mod core;
mod gateway;
mod gateway_class;
mod http_route;
mod reference_grant;

pub use self::{common::*, core::*, gateway::*, gateway_class::*, http_route::*, reference_grant::*};

/// The group of Gateway API's own kinds.
pub const GROUP: &str = "gateway.networking.k8s.io";

/// A kind that the pipeline works with.
pub trait Kind: serde::de::DeserializeOwned {
    const GROUP: &str;
    const KIND: &str;
}

macro_rules! kinds {
    ($($group:expr, $kind:ident;)*) => {
        $(impl Kind for $kind {
            const GROUP: &str = $group;
            const KIND: &str = stringify!($kind);
        })*
    };
}

kinds! {
    GROUP, GatewayClass;
    GROUP, Gateway;
    GROUP, HTTPRoute;
    GROUP, ReferenceGrant;
    "", Namespace;
    "", Service;
}
