//! Envoy resources, as the JSON that Envoy reads, from a plain [`Plan`].
//!
//! Of requests Envoy is given nothing to decide: every listener has one route, and that route goes to
//! the cluster that the filter names in a request header. So the listeners change only when a socket
//! comes or goes, and everything about routes travels in the filter's own configuration, which Envoy
//! replaces without closing a connection. Certificates are in files of their own for the same reason.
//! Connections that are carried as a whole are Envoy's: their routes are in the listeners.
//!
//! Nothing in here reads or writes a file: [`resources`] and [`bootstrap`] return documents, and the
//! caller decides where they go.

mod access_log;
mod bootstrap;
mod cluster;
mod connection_manager;
pub mod contract;
mod external_auth;
mod filter;
mod gateways;
mod json;
mod kubernetes;
mod listener;
mod part;
mod plan;
mod protobuf;
mod resources;
mod route;
mod secret;
mod session;
mod stream;
mod tls;
mod upstream_tls;

pub use bootstrap::{Admin, Bootstrap, bootstrap, static_bootstrap};
pub use filter::plugin_configuration;
pub use gateways::{Placement, PlacementError, plan, sliced, targets};
pub use kubernetes::{DEPLOYED_MODULE, Deployed, KubernetesError, kubernetes};
pub use part::Part;
pub use plan::{
    AccessLog, Authorities, Chain, Clients, Cluster, Endpoints, Filter, Material, Plan, PluginConfiguration,
    Protocol, Secret, Serves, Socket, Stream, SubjectName, Termination, UpstreamTls,
};
pub use resources::{Document, Layout, Resources, clusters, resources, routes, secret_file};

#[cfg(test)]
mod tests;
