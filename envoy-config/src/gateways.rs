use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use engine::{analysis::Analysis, api::Service, attach::BackendTarget, table::encode};

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
        if placement.gateway.is_some_and(|only| only != origin.gateway) {
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

/// The Service ports that rules send requests to, each once.
pub fn targets(analysis: &Analysis) -> BTreeSet<BackendTarget> {
    let rules = analysis.graph.routes.iter().flat_map(|route| &route.rules);
    rules.flat_map(|rule| &rule.backends).filter_map(|backend| backend.as_ref().ok()).cloned().collect()
}

fn clusters(analysis: &Analysis, placement: &Placement) -> Vec<Cluster> {
    let cluster = |target: BackendTarget| {
        let name = target.name();
        let service =
            analysis.world.services.iter().find(|it| it.meta.is(&target.namespace, &target.service));
        let service = service.map(|service| &service.body);
        let endpoints = match placement.endpoints.get(&name) {
            Some(endpoints) => endpoints.clone(),
            None => Endpoints::Dns { host: dns_name(&target, service), port: target.port },
        };
        Cluster { name, endpoints, protocol: protocol(&target, service) }
    };
    targets(analysis).into_iter().map(cluster).collect()
}

fn dns_name(target: &BackendTarget, service: Option<&Service>) -> String {
    let external = service.filter(|service| service.spec.kind.as_deref() == Some("ExternalName"));
    match external.and_then(|service| service.spec.external_name.clone()) {
        Some(name) => name,
        None => format!("{}.{}.svc.cluster.local", target.service, target.namespace),
    }
}

/// KEP-3726's `appProtocol`: what the Service's port says that it speaks.
fn protocol(target: &BackendTarget, service: Option<&Service>) -> Protocol {
    let port = service.and_then(|service| service.spec.ports.iter().find(|port| port.port == target.port));
    match port.and_then(|port| port.app_protocol.as_deref()) {
        Some("kubernetes.io/h2c") => Protocol::H2c,
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
