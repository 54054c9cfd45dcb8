use std::collections::{BTreeMap, BTreeSet};

use engine::{
    Dictionary,
    analysis::Analysis,
    api::{RouteKind, TLSMode},
    attach::{BackendTarget, BackendTlsOf, Carried, ParentState, RouteState, cluster_of, retry_budget},
    compile::{StreamListener, StreamSocket, Transport},
};

use super::{Placement, backend_tls::backend_tls, endpoints::Directory};
use crate::plan::{Cluster, Endpoints, Protocol};

/// The ports that rules and their filters send something to, each once.
pub fn targets(analysis: &Analysis) -> BTreeSet<BackendTarget> {
    used(analysis).into_iter().map(|(_, used)| used.target.clone()).collect()
}

/// The endpoints that EndpointSlices give, by `namespace/service:port`.
pub fn sliced(analysis: &Analysis) -> BTreeMap<String, Endpoints> {
    let directory = Directory::of(analysis);
    let mut found = BTreeMap::new();
    for (_, used) in used(analysis) {
        if let Some(endpoints) = directory.sliced(used.target, used.carried) {
            found.insert(used.target.label(), endpoints);
        }
    }
    found
}

/// Where connections of a listener go that are routed as a whole.
pub(super) fn stream_cluster(
    analysis: &Analysis,
    socket: &StreamSocket,
    listener: &StreamListener,
    target: &BackendTarget,
) -> String {
    let carried = carried(analysis, socket, listener);
    let name = target.cluster(carried);
    let gateway = of_gateways(analysis, target, carried, [socket.gateway]).next();
    gateway.map_or(name.clone(), |(_, gateway)| cluster_of(&gateway, &name))
}

pub(super) fn clusters(analysis: &Analysis, placement: &Placement) -> Vec<Cluster> {
    let directory = Directory::of(analysis);
    let cluster = |(name, used): (String, Used<'_>)| {
        let Used { target, carried, gateway } = used;
        let label = target.label();
        let stands_in = placement.stand_ins.get(&label).is_some();
        let of = target.tls_for(carried).filter(|_| !stands_in);
        let tls = of.map(|of| backend_tls(analysis, of, gateway, &placement.authorities));
        let endpoints = match placement.endpoints.get(&label) {
            // Rather none than one without the TLS that was asked for.
            _ if matches!(tls, Some(None)) => Endpoints::Static(Vec::new()),
            Some(endpoints) => endpoints.clone(),
            None => directory.endpoints(target, carried),
        };
        let protocol = match carried {
            Carried::Calls => Protocol::Http2,
            Carried::Requests if target.http2 => Protocol::Http2,
            Carried::Requests => Protocol::Http1,
            Carried::Tcp | Carried::Terminated | Carried::Datagrams => Protocol::Any,
        };
        let retry_budget = retry_budget(&analysis.world, &analysis.graph, target);
        Cluster { name, endpoints, protocol, tls: tls.flatten(), retry_budget }
    };
    used(analysis).into_iter().map(cluster).collect()
}

/// Why there is a cluster.
struct Used<'a> {
    target: &'a BackendTarget,
    carried: Carried,
    /// The Gateway whose certificate is shown.
    gateway: Option<usize>,
}

/// The clusters that rules, filters and listeners name, in the order of their names.
fn used(analysis: &Analysis) -> Vec<(String, Used<'_>)> {
    let mut found = Vec::new();
    let mut put = |target, carried, gateways: &[usize]| {
        let name = BackendTarget::cluster(target, carried);
        for (gateway, full_name) in of_gateways(analysis, target, carried, gateways.iter().copied()) {
            let used = Used { target, carried, gateway: Some(gateway) };
            found.push((cluster_of(&full_name, &name), used));
        }
        found.push((name, Used { target, carried, gateway: None }));
    };
    for (route, state) in analysis.world.routes.iter().zip(&analysis.graph.routes) {
        let carried = match route.body.kind {
            RouteKind::Http => Carried::Requests,
            RouteKind::Grpc => Carried::Calls,
            RouteKind::Tls | RouteKind::Tcp | RouteKind::Udp => continue,
        };
        let gateways = gateways(state);
        for rule in &state.rules {
            for target in rule.backends.iter().flatten() {
                put(target, carried, &gateways);
            }
            // What a filter sends is the same for all Gateways of a route.
            for (carried, target) in &rule.of_filters {
                if let Ok(target) = target {
                    put(target, *carried, &[]);
                }
            }
        }
    }
    for socket in &analysis.streams {
        for listener in &socket.listeners {
            let carried = carried(analysis, socket, listener);
            for candidate in &listener.candidates {
                let state = analysis.graph.routes.get(candidate.route);
                let rule = state.and_then(|state| state.rules.get(candidate.rule));
                for target in rule.into_iter().flat_map(|rule| rule.backends.iter().flatten()) {
                    put(target, carried, &[socket.gateway]);
                }
            }
        }
    }
    found.into_iter().collect::<Dictionary<_, _>>().into_distinct()
}

/// Those of some Gateways that go to a target with a certificate of their own
/// (`GatewayBackendTLS.clientCertificateRef`), with their names. An XBackend says for itself.
fn of_gateways(
    analysis: &Analysis,
    target: &BackendTarget,
    carried: Carried,
    gateways: impl IntoIterator<Item = usize>,
) -> impl Iterator<Item = (usize, String)> {
    let asked = matches!(target.tls_for(carried), Some(BackendTlsOf::Policy(_)));
    gateways.into_iter().filter(move |_| asked).filter_map(|number| {
        analysis.graph.gateways.get(number)?.client_certificate?;
        Some((number, analysis.world.gateways.get(number)?.meta.full_name()))
    })
}

/// The Gateways that a route is attached to.
fn gateways(state: &RouteState) -> Vec<usize> {
    let parents = state.parents.iter().filter_map(|parent| match &parent.state {
        ParentState::Gateway(parent) if parent.accepted.is_true() => Some(parent.gateway),
        _ => None,
    });
    parents.collect()
}

fn carried(analysis: &Analysis, socket: &StreamSocket, listener: &StreamListener) -> Carried {
    let gateway = analysis.graph.gateways.get(socket.gateway);
    let spec = gateway.and_then(|gateway| gateway.listeners.get(listener.listener)).map(|it| &it.spec);
    let ends_tls = spec.is_some_and(|spec| {
        spec.protocol == "TLS" && spec.tls.as_ref().is_none_or(|tls| tls.mode == TLSMode::Terminate)
    });
    match socket.transport {
        Transport::Udp => Carried::Datagrams,
        Transport::Tcp if ends_tls => Carried::Terminated,
        Transport::Tcp => Carried::Tcp,
    }
}
