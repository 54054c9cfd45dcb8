use std::collections::{BTreeMap, BTreeSet};

use engine::{
    analysis::Analysis,
    api::{Service, XBackend},
    attach::{BackendKind, BackendTarget},
};

use super::Placement;
use crate::plan::{Cluster, Endpoints, Protocol};

/// The ports that rules of HTTPRoutes and GRPCRoutes send requests to, each once.
pub fn targets(analysis: &Analysis) -> BTreeSet<BackendTarget> {
    let routes = analysis.world.routes.iter().zip(&analysis.graph.routes);
    let routes = routes.filter(|(route, _)| route.body.kind.is_http());
    let rules = routes.flat_map(|(_, state)| &state.rules);
    rules.flat_map(|rule| &rule.backends).filter_map(|backend| backend.as_ref().ok()).cloned().collect()
}

pub(super) fn clusters(analysis: &Analysis, placement: &Placement) -> Vec<Cluster> {
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
