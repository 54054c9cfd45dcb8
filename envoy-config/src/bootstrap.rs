use std::net::SocketAddr;
use std::path::PathBuf;

use serde_json::Value;

use crate::cluster::cluster;
use crate::connection_manager::Routes;
use crate::contract::FILTER_NAME;
use crate::filter::inline;
use crate::json::json;
use crate::listener::listener;
use crate::part::Part;
use crate::plan::Plan;
use crate::resources::{Layout, watched};
use crate::secret::secret;

/// What an Envoy knows about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bootstrap {
    pub node_id: String,
    pub admin: Option<Admin>,
}

/// Where the administration interface listens. It can stop Envoy and shows everything, so only its
/// operator should reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admin {
    Tcp(SocketAddr),
    /// A socket in the file system that only Envoy's own user may open.
    Unix(PathBuf),
}

/// A bootstrap that reads listeners and clusters from files and follows their changes. Envoy starts
/// only when every file of the layout is already there.
pub fn bootstrap(options: &Bootstrap, layout: &Layout) -> Value {
    options.with(
        "dynamic_resources",
        json!({
            "lds_config": watched(&layout.part(Part::Listeners)),
            "cds_config": watched(&layout.part(Part::Clusters)),
        }),
    )
}

/// A bootstrap that carries the whole plan and follows nothing.
pub fn static_bootstrap(options: &Bootstrap, plan: &Plan) -> Value {
    let log = plan.access_log.as_ref();
    let filter = inline(&plan.filter);
    let routes = Routes::Here(&plan.routes);
    let listeners = plan.sockets.iter().map(|it| untyped(listener(it, filter.clone(), routes, log, None)));
    let clusters = plan.clusters.iter().map(|it| untyped(cluster(it)));
    let secrets = plan.secrets.iter().map(|it| untyped(secret(it)));
    options.with(
        "static_resources",
        json!({
            "listeners": listeners.collect::<Vec<_>>(),
            "clusters": clusters.collect::<Vec<_>>(),
            "secrets": secrets.collect::<Vec<_>>(),
        }),
    )
}

/// A resource inside a bootstrap stands in a field of its own type and must not name it.
pub(crate) fn untyped(mut resource: Value) -> Value {
    if let Some(fields) = resource.as_object_mut() {
        fields.shift_remove("@type");
    }
    resource
}

// === impl Admin ===

impl Admin {
    fn address(&self) -> Value {
        match self {
            Self::Tcp(address) => {
                json!({ "socket_address": { "address": address.ip(), "port_value": address.port() } })
            }
            Self::Unix(path) => json!({ "pipe": { "path": path.to_string_lossy(), "mode": 0o600 } }),
        }
    }
}

// === impl Bootstrap ===

impl Bootstrap {
    fn with(&self, field: &str, value: Value) -> Value {
        let mut document = json!({ "node": { "id": self.node_id, "cluster": FILTER_NAME } });
        if let Some(admin) = &self.admin {
            document["admin"] = json!({ "address": admin.address() });
        }
        document[field] = value;
        document
    }
}
