use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use engine::{
    analysis::Analysis,
    api::{Service, XBackend},
    attach::{BackendKind, BackendTarget},
    compile::listener_name,
    table::{Scheme, encode},
};

use crate::plan::{AccessLog, Cluster, Endpoints, Filter, Plan, PluginConfiguration, Protocol, Socket};

/// What the manifests do not say: where Gateways listen and where Services are.
#[derive(Debug, Clone)]
pub struct Placement {
    /// By `namespace/name` of the Gateway.
    pub addresses: BTreeMap<String, IpAddr>,
    /// Added to every port of every listener, so that no privilege is needed for port 80.
    pub port_offset: u16,
    /// By `namespace/service:port`. A Service that is not here is looked up by its name in the
    /// cluster's DNS.
    pub endpoints: BTreeMap<String, Endpoints>,
    /// The wasm module, as Envoy sees it.
    pub module: PathBuf,
    pub access_log: Option<AccessLog>,
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
    Ok(Plan {
        sockets: sockets(analysis, placement)?,
        clusters: clusters(analysis, placement),
        filter: Filter {
            module: placement.module.clone(),
            configuration: PluginConfiguration::Bundle(encode(&analysis.definition)),
        },
        access_log: placement.access_log.clone(),
    })
}

fn sockets(analysis: &Analysis, placement: &Placement) -> Result<Vec<Socket>, PlacementError> {
    let mut taken: BTreeMap<SocketAddr, String> = BTreeMap::new();
    let mut sockets = Vec::new();
    for (definition, origin) in analysis.definition.sockets.iter().zip(&analysis.origins.sockets) {
        // TLS is not terminated yet: see `not_served`.
        let other = placement.gateway.is_some_and(|only| only != origin.gateway);
        if other || definition.scheme == Scheme::Https {
            continue;
        }
        let gateway = analysis.world.gateways.get(origin.gateway).map(|gateway| gateway.meta.full_name());
        let address = gateway.and_then(|name| placement.addresses.get(&name).copied());
        let address = address.unwrap_or(IpAddr::from([0, 0, 0, 0]));
        let port =
            definition.port.checked_add(placement.port_offset).ok_or_else(|| PlacementError::NoSuchPort {
                socket: definition.name.clone(),
                port: u32::from(definition.port) + u32::from(placement.port_offset),
            })?;
        let at = SocketAddr::new(address, port);
        if let Some(first) = taken.insert(at, definition.name.clone()) {
            return Err(PlacementError::Taken { address: at, first, second: definition.name.clone() });
        }
        sockets.push(Socket { name: definition.name.clone(), address, port });
    }
    Ok(sockets)
}

/// What the analysis accepts and the plan leaves out, a line for each listener.
pub fn not_served(analysis: &Analysis) -> Vec<String> {
    let gateways = analysis.world.gateways.iter().zip(&analysis.graph.gateways);
    let listeners = gateways.flat_map(|(gateway, state)| {
        let left_out = state.listeners.iter().filter(|listener| {
            listener.accepted.is_true() && listener.spec.protocol != "HTTP"
        });
        left_out.map(|listener| {
            let name = listener_name(&analysis.world, gateway, listener);
            format!("listener {name} is not served: Envoy is configured for protocol HTTP alone so far, and this one is {}", listener.spec.protocol)
        })
    });
    listeners.collect()
}

/// The ports that rules of HTTPRoutes and GRPCRoutes send requests to, each once.
pub fn targets(analysis: &Analysis) -> BTreeSet<BackendTarget> {
    let routes = analysis.world.routes.iter().zip(&analysis.graph.routes);
    let routes = routes.filter(|(route, _)| route.body.kind.is_http());
    let rules = routes.flat_map(|(_, state)| &state.rules);
    rules.flat_map(|rule| &rule.backends).filter_map(|backend| backend.as_ref().ok()).cloned().collect()
}

fn clusters(analysis: &Analysis, placement: &Placement) -> Vec<Cluster> {
    let world = &analysis.world;
    let services = world.services.iter().map(|service| {
        let key = (BackendKind::Service, service.meta.namespace.as_str(), service.meta.name.as_str());
        (key, Backend::Service(&service.body))
    });
    let external = world.backends.iter().map(|backend| {
        let key = (BackendKind::XBackend, backend.meta.namespace.as_str(), backend.meta.name.as_str());
        (key, Backend::External(&backend.body))
    });
    let backends: BTreeMap<_, _> = services.chain(external).collect();
    let cluster = |target: BackendTarget| {
        let name = target.label();
        let backend = backends.get(&(target.kind, target.namespace.as_str(), target.name.as_str())).copied();
        let endpoints = match placement.endpoints.get(&name) {
            Some(endpoints) => endpoints.clone(),
            None => Endpoints::Dns { host: dns_name(&target, backend), port: target.port },
        };
        Cluster { name, endpoints, protocol: protocol(&target, backend) }
    };
    targets(analysis).into_iter().map(cluster).collect()
}

/// The object behind a target.
#[derive(Clone, Copy)]
enum Backend<'a> {
    Service(&'a Service),
    External(&'a XBackend),
}

fn dns_name(target: &BackendTarget, backend: Option<Backend<'_>>) -> String {
    let external = match backend {
        Some(Backend::Service(service)) if service.spec.kind.as_deref() == Some("ExternalName") => {
            service.spec.external_name.clone()
        }
        Some(Backend::External(backend)) => {
            backend.spec.external_hostname.as_ref().map(|external| external.hostname.clone())
        }
        _ => None,
    };
    external.unwrap_or_else(|| format!("{}.{}.svc.cluster.local", target.name, target.namespace))
}

/// What the backend says that it speaks: a Service's port by its `appProtocol` (KEP-3726).
fn protocol(target: &BackendTarget, backend: Option<Backend<'_>>) -> Protocol {
    let named = match backend {
        Some(Backend::Service(service)) => {
            let port = service.spec.ports.iter().find(|port| port.port == target.port);
            port.and_then(|port| port.app_protocol.as_deref())
        }
        Some(Backend::External(backend)) => backend.spec.protocol.as_deref(),
        None => None,
    };
    match named {
        Some("kubernetes.io/h2c" | "H2C" | "HTTP2" | "GRPC") => Protocol::H2c,
        _ => Protocol::Http1,
    }
}

// === impl PlacementError ===

impl std::fmt::Display for PlacementError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PlacementError::Taken { address, first, second } => write!(
                f,
                "`{first}` and `{second}` would both listen on {address}: give one of their Gateways another address with --address NAMESPACE/NAME=IP"
            ),
            PlacementError::NoSuchPort { socket, port } => write!(
                f,
                "`{socket}` would listen on port {port}, and ports end at 65535: choose a smaller --port-offset"
            ),
        }
    }
}

impl std::error::Error for PlacementError {}
