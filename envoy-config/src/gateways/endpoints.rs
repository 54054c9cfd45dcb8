use std::net::{IpAddr, SocketAddr};

use engine::{
    Dictionary,
    admit::{Admitted, Meta},
    analysis::Analysis,
    api::{Endpoint, EndpointSlice, Service, XBackend},
    attach::{BackendKind, BackendTarget, Carried},
    distinct,
};

use crate::plan::Endpoints;

/// Where Services and XBackends are, as far as manifests say.
pub(super) struct Directory<'a> {
    services: Dictionary<Name<'a>, &'a Service>,
    backends: Dictionary<Name<'a>, &'a XBackend>,
    /// By Service.
    slices: Dictionary<Name<'a>, &'a EndpointSlice>,
}

/// Namespace and name.
type Name<'a> = (&'a str, &'a str);

/// The label of an EndpointSlice that names its Service (discovery.k8s.io/v1).
const SERVICE: &str = "kubernetes.io/service-name";

impl<'a> Directory<'a> {
    pub(super) fn of(analysis: &'a Analysis) -> Self {
        let world = &analysis.world;
        let slice = |slice: &'a Admitted<EndpointSlice>| {
            let service = slice.meta.labels.get(SERVICE)?;
            Some(((slice.meta.namespace.as_str(), service.as_str()), &slice.body))
        };
        Directory {
            services: world.services.iter().map(|service| (name(&service.meta), &service.body)).collect(),
            backends: world.backends.iter().map(|backend| (name(&backend.meta), &backend.body)).collect(),
            slices: world.endpoint_slices.iter().filter_map(slice).collect(),
        }
    }

    /// What EndpointSlices say, or else whatever the name resolves to.
    pub(super) fn endpoints(&self, target: &BackendTarget, carried: Carried) -> Endpoints {
        let by_name = || Endpoints::Dns(vec![(self.host(target), target.port)]);
        self.sliced(target, carried).unwrap_or_else(by_name)
    }

    /// What the EndpointSlices of a Service say, if it has any: nobody at all, perhaps.
    pub(super) fn sliced(&self, target: &BackendTarget, carried: Carried) -> Option<Endpoints> {
        let name = (target.namespace.as_str(), target.name.as_str());
        let slices = self.slices.all(&name);
        if slices.is_empty() || target.kind != BackendKind::Service {
            return None;
        }
        let service = self.services.get(&name).filter(|service| !is_external(service))?;
        let protocol = if carried == Carried::Datagrams { "UDP" } else { "TCP" };
        let is = |named: &Option<String>| named.as_deref().unwrap_or("TCP") == protocol;
        let mut ports = service.spec.ports.iter();
        let port = ports.find(|port| port.port == target.port && is(&port.protocol));
        let port = port.and_then(|port| port.name.as_deref()).unwrap_or_default();
        let of_port = Sliced { slices, port, protocol, default: target.port };
        // One family, so that no Pod counts twice: the one that the Service has first.
        let v6 = service.spec.cluster_ip.as_ref().is_some_and(|address| address.contains(':'));
        let families = if v6 { ["IPv6", "IPv4"] } else { ["IPv4", "IPv6"] };
        // While all of them end, those that still serve have to do, as for kube-proxy.
        for fits in [is_ready, is_serving] {
            for family in families {
                let addresses = of_port.addresses(family, fits);
                let parsed = addresses.iter().filter_map(|(address, port)| {
                    Some(SocketAddr::new(address.parse::<IpAddr>().ok()?, *port))
                });
                let parsed: Vec<_> = parsed.collect();
                if !parsed.is_empty() {
                    return Some(Endpoints::Static(parsed));
                }
            }
            let hosts = of_port.addresses("FQDN", fits);
            if !hosts.is_empty() {
                return Some(Endpoints::Dns(hosts));
            }
        }
        Some(Endpoints::Static(Vec::new()))
    }

    /// The name to look up: of the Service in the cluster, or the one outside that it or an XBackend
    /// stands for.
    fn host(&self, target: &BackendTarget) -> String {
        let name = (target.namespace.as_str(), target.name.as_str());
        let external = match target.kind {
            BackendKind::Service => {
                let service = self.services.get(&name).filter(|service| is_external(service));
                service.and_then(|service| service.spec.external_name.clone())
            }
            BackendKind::XBackend => {
                let backend = self.backends.get(&name).and_then(|it| it.spec.external_hostname.as_ref());
                backend.map(|external| external.hostname.clone())
            }
        };
        external.unwrap_or_else(|| format!("{}.{}.svc.cluster.local", target.name, target.namespace))
    }
}

fn name(meta: &Meta) -> Name<'_> {
    (&meta.namespace, &meta.name)
}

fn is_external(service: &Service) -> bool {
    service.spec.kind.as_deref() == Some("ExternalName")
}

/// Nothing said means yes (`EndpointConditions.ready`).
fn is_ready(endpoint: &Endpoint) -> bool {
    endpoint.conditions.ready != Some(false)
}

fn is_serving(endpoint: &Endpoint) -> bool {
    endpoint.conditions.serving != Some(false) && endpoint.conditions.terminating == Some(true)
}

/// The slices of one port of a Service.
struct Sliced<'a> {
    slices: &'a [(Name<'a>, &'a EndpointSlice)],
    /// The name of the Service's port: the slice has the number behind it, whatever `targetPort` says.
    port: &'a str,
    protocol: &'a str,
    /// Where a slice has no number.
    default: u16,
}

impl Sliced<'_> {
    /// Each once: an endpoint may be in two slices while it moves.
    fn addresses(&self, family: &str, fits: fn(&Endpoint) -> bool) -> Vec<(String, u16)> {
        let mut found = Vec::new();
        for (_, slice) in self.slices.iter().filter(|(_, slice)| slice.address_type == family) {
            let mut ports = slice.ports.iter();
            let port = ports.find(|port| {
                port.name.as_deref().unwrap_or_default() == self.port
                    && port.protocol.as_deref().unwrap_or("TCP") == self.protocol
            });
            let Some(port) = port else { continue };
            for endpoint in slice.endpoints.iter().filter(|endpoint| fits(endpoint)) {
                // The others are the same Pod's.
                if let Some(address) = endpoint.addresses.first() {
                    found.push((address.clone(), port.port.unwrap_or(self.default)));
                }
            }
        }
        distinct(found)
    }
}
