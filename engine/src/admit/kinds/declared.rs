//! The schema of each kind, in the words of `schema::build`.

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
mod reference_grant;
mod route;

use super::{GATEWAY_API, patterns};
use crate::admit::schema::{Declared, any, boolean, integer, list, map, object, string};

/// The schema of a version of a kind, of both channels.
pub(in crate::admit) fn declared(kind: &str, version: &str) -> Declared {
    match kind {
        "GatewayClass" => gateway_class::gateway_class(),
        "Gateway" => gateway::gateway(),
        "ListenerSet" => listener_set::listener_set(),
        "HTTPRoute" => http_route::http_route(),
        "GRPCRoute" => grpc_route::grpc_route(),
        "TLSRoute" => layer4_route::tls_route(version),
        "TCPRoute" | "UDPRoute" => layer4_route::port_route(version),
        "ReferenceGrant" => reference_grant::reference_grant(),
        "BackendTLSPolicy" => backend_tls_policy::backend_tls_policy(),
        "XBackendTrafficPolicy" => backend_traffic_policy::backend_traffic_policy(),
        "XBackend" => backend::backend(),
        // Its spec is that of a GatewayClass.
        "XMesh" => gateway_class::gateway_class(),
        "Namespace" => core::namespace(),
        "Service" => core::service(),
        "Secret" => config::secret(),
        "ConfigMap" => config::config_map(),
        "EndpointSlice" => endpoint_slice::endpoint_slice(),
        other => panic!("{other} is not declared"),
    }
}

/// An object of a kind: its metadata and status around what `spec` declares.
pub(super) fn resource() -> Declared {
    plain().opt("status", any())
}

/// An object without status.
pub(super) fn plain() -> Declared {
    object().opt("apiVersion", string()).opt("kind", string()).opt("metadata", metadata())
}

fn metadata() -> Declared {
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
