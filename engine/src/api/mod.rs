//! Kubernetes objects as the pipeline uses them. Admission has applied their defaults, so what a
//! default fills is not optional here; fields that nothing reads are left out.

mod common;
mod core;
mod gateway;
mod gateway_class;
mod grpc_route;
mod http_route;
mod listener_set;
mod policy;
pub(crate) mod read;
mod reference_grant;
mod route;

pub use self::{
    common::*, core::*, gateway::*, gateway_class::*, grpc_route::*, http_route::*, listener_set::*,
    policy::*, reference_grant::*, route::*,
};

/// The group of Gateway API's own kinds.
pub const GROUP: &str = "gateway.networking.k8s.io";

/// The group of its experimental kinds.
pub const X_GROUP: &str = "gateway.networking.x-k8s.io";
