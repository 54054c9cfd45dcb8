//! From an analysis and a placement to a plan.

mod backend_tls;
mod clusters;
mod endpoints;
mod sockets;

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use engine::{
    Dictionary,
    analysis::Analysis,
    table::{Settings, encode},
};

pub use self::clusters::{sliced, targets};
use self::{clusters::clusters, sockets::sockets};
use crate::plan::{AccessLog, Endpoints, Filter, Plan, PluginConfiguration};

/// What the manifests do not say: where Gateways listen and where Services are.
#[derive(Debug, Clone)]
pub struct Placement {
    /// By `namespace/name` of the Gateway.
    pub addresses: Dictionary<String, IpAddr>,
    /// Added to every port of every listener, so that no privilege is needed for port 80.
    pub port_offset: u16,
    /// By `namespace/service:port`. A Service that is not here is where its EndpointSlices say; one
    /// without any is looked up by its name in the cluster's DNS.
    pub endpoints: Dictionary<String, Endpoints>,
    /// Those of them that only stand in for the Service, and speak no TLS whatever policies ask.
    pub stand_ins: Dictionary<String, ()>,
    /// The certificates that the system trusts, as one file that Envoy can read.
    pub authorities: PathBuf,
    /// The wasm module, as Envoy sees it.
    pub module: PathBuf,
    pub access_log: Option<AccessLog>,
    /// Whether responses name the decision, in [`crate::contract::DECISION_HEADER`].
    pub debug_header: bool,
    /// This Gateway alone, by its number.
    pub gateway: Option<usize>,
}

/// Why the Gateways cannot be put where they should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlacementError {
    /// Two sockets have one address and port.
    Taken { address: SocketAddr, first: String, second: String },
    /// The port and the offset together are no port.
    NoSuchPort { socket: String, port: u32 },
}

/// The plan that runs every Gateway of an analysis which is accepted.
pub fn plan(analysis: &Analysis, placement: &Placement) -> Result<Plan, PlacementError> {
    let (sockets, secrets) = sockets(analysis, placement)?;
    let settings = Settings {
        debug: placement.debug_header,
        log: placement.access_log.is_some(),
        socket_in_header: true,
    };
    let routes: Dictionary<_, _> =
        analysis.natives.iter().map(|native| (native.name(), native.clone())).collect();
    Ok(Plan {
        sockets,
        clusters: clusters(analysis, placement),
        secrets,
        routes: routes.into_distinct(),
        filter: Filter {
            module: placement.module.clone(),
            configuration: PluginConfiguration::Bundle(encode(&analysis.definition, settings)),
        },
        access_log: placement.access_log.clone(),
    })
}

// === impl PlacementError ===

impl std::fmt::Display for PlacementError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PlacementError::Taken { address, first, second } => write!(
                f,
                "`{first}` and `{second}` would both listen on port {} of {}: give one of their Gateways another address with --address NAMESPACE/NAME=IP",
                address.port(),
                address.ip()
            ),
            PlacementError::NoSuchPort { socket, port } => write!(
                f,
                "`{socket}` would listen on port {port}, and ports end at 65535: choose a smaller --port-offset"
            ),
        }
    }
}

impl std::error::Error for PlacementError {}
