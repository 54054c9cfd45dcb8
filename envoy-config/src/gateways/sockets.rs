use std::net::{IpAddr, SocketAddr};

use engine::{
    Dictionary,
    analysis::Analysis,
    api::TLSMode,
    attach::{Authority, ClientValidation, ListenerState},
    compile::{
        StreamCandidate, StreamListener, StreamSocket, Transport, listener_name, rule_label, socket_name,
    },
    table::host_matches,
};

use super::{Placement, PlacementError, clusters::stream_cluster};
use crate::plan::{Chain, Clients, Material, Secret, Serves, Socket, Stream, Termination};

/// The sockets of all Gateways, and the secrets that they need.
pub(super) fn sockets(
    analysis: &Analysis,
    placement: &Placement,
) -> Result<(Vec<Socket>, Vec<Secret>), PlacementError> {
    let mut taken = Vec::new();
    let (mut sockets, mut secrets) = (Vec::new(), Vec::new());
    for (number, state) in analysis.graph.gateways.iter().enumerate() {
        let Some(gateway) = analysis.world.gateways.get(number) else { continue };
        if !state.accepted.is_true() || placement.gateway.is_some_and(|only| only != number) {
            continue;
        }
        let gateway = gateway.meta.full_name();
        let address = placement.addresses.get(&gateway).copied().unwrap_or(IpAddr::from([0, 0, 0, 0]));
        let accepted = state.listeners.iter().enumerate().filter(|(_, it)| it.accepted.is_true());
        let port = |listener: &ListenerState| (listener.spec.port, listener.spec.protocol == "UDP");
        let ports: Dictionary<_, _> = accepted.map(|(index, listener)| (port(listener), index)).collect();
        for same in ports.groups() {
            let Some(&((port, udp), _)) = same.first() else { continue };
            let listeners: Vec<_> = same.iter().map(|(_, index)| *index).collect();
            let mut name = socket_name(&gateway, port);
            if udp {
                name.push_str("/udp");
            }
            let mut making = Making { analysis, gateway: number, port, udp, secrets: &mut secrets };
            let Some(serves) = making.serves(&listeners) else { continue };
            let number = u32::from(port) + u32::from(placement.port_offset);
            let Ok(port) = u16::try_from(number) else {
                return Err(PlacementError::NoSuchPort { socket: name, port: number });
            };
            let at = SocketAddr::new(address, port);
            taken.push(((udp, at), sockets.len()));
            sockets.push(Socket { name, address, port, serves });
        }
    }
    let taken: Dictionary<(bool, SocketAddr), usize> = taken.into_iter().collect();
    let twice = taken.groups().filter_map(|same| Some((same.get(1)?.1, same.first()?)));
    if let Some((second, ((_, address), first))) = twice.min_by_key(|(second, _)| *second) {
        let name = |number: usize| sockets.get(number).map(|it: &Socket| it.name.clone()).unwrap_or_default();
        return Err(PlacementError::Taken { address: *address, first: name(*first), second: name(second) });
    }
    // Envoy fetches a secret only for a chain that names it, and one that it never looks at is never taken.
    let named = sockets.iter().flat_map(terminations).flat_map(secrets_of);
    let named: Dictionary<_, _> = named.map(|name| (name, ())).collect();
    let secrets = secrets.into_iter().filter(|(name, _): &(String, _)| named.get(name.as_str()).is_some());
    let secrets = secrets.collect::<Dictionary<_, _>>().into_distinct();
    let secrets = secrets.into_iter().map(|(_, secret)| secret).collect();
    Ok((sockets, secrets))
}

fn terminations(socket: &Socket) -> impl Iterator<Item = &Termination> {
    let chains = match &socket.serves {
        Serves::Tls(chains) => chains.as_slice(),
        _ => &[],
    };
    chains.iter().filter_map(|chain| chain.tls.as_ref())
}

fn secrets_of(termination: &Termination) -> impl Iterator<Item = &str> {
    let authorities = termination.clients.iter().map(|clients| clients.authorities.as_str());
    termination.certificates.iter().map(String::as_str).chain(authorities)
}

/// One port of one Gateway.
struct Making<'a> {
    analysis: &'a Analysis,
    gateway: usize,
    port: u16,
    udp: bool,
    secrets: &'a mut Vec<(String, Secret)>,
}

impl Making<'_> {
    /// Nothing where no listener can be used.
    fn serves(&mut self, listeners: &[usize]) -> Option<Serves> {
        let usable = |number: &&usize| self.listener(**number).is_some_and(ListenerState::is_usable);
        let first = *listeners.iter().find(usable)?;
        Some(match self.listener(first)?.spec.protocol.as_str() {
            "HTTP" => Serves::Http,
            "TCP" => Serves::Tcp(self.first_candidate(first)),
            "UDP" => Serves::Udp(self.first_candidate(first)),
            _ => Serves::Tls(listeners.iter().flat_map(|number| self.chains(*number)).collect()),
        })
    }

    fn listener(&self, number: usize) -> Option<&ListenerState> {
        self.analysis.graph.gateways.get(self.gateway)?.listeners.get(number)
    }

    fn streams(&self) -> Option<&StreamSocket> {
        let transport = if self.udp { Transport::Udp } else { Transport::Tcp };
        self.analysis.streams.iter().find(|socket| {
            (socket.gateway, socket.port, socket.transport) == (self.gateway, self.port, transport)
        })
    }

    fn stream_listener(&self, number: usize) -> Option<&StreamListener> {
        self.streams()?.listeners.iter().find(|listener| listener.listener == number)
    }

    fn first_candidate(&self, number: usize) -> Stream {
        let candidate = self.stream_listener(number).and_then(|listener| listener.candidates.first());
        self.stream(number, candidate)
    }

    /// What takes the connections of a listener of protocol HTTPS or TLS.
    ///
    /// A listener has all names under its host name to itself, also those that it has no use for
    /// (`ListenerSpec.hostname`): so it has a chain for the host name in any case, and no chain of a less
    /// specific listener reaches below it.
    fn chains(&mut self, number: usize) -> Vec<Chain> {
        let Some(listener) = self.listener(number) else { return Vec::new() };
        let own = listener.spec.hostname.clone().unwrap_or_default().to_ascii_lowercase();
        if !listener.is_usable() {
            return vec![self.no_certificate(number, own)];
        }
        let passed = listener.spec.tls.as_ref().is_some_and(|tls| tls.mode == TLSMode::Passthrough);
        let is_http = listener.spec.protocol == "HTTPS";
        let tls = if passed { None } else { self.termination(number) };
        if tls.is_none() && !passed {
            return vec![self.no_certificate(number, own)];
        }
        if is_http {
            return vec![Chain { name: own, tls, stream: None }];
        }
        let mut chains: Vec<Chain> = Vec::new();
        for candidate in self.stream_listener(number).into_iter().flat_map(|listener| &listener.candidates) {
            let name = if host_matches(&own, &candidate.hostname) { &candidate.hostname } else { &own };
            let picked = self.streams().and_then(|socket| socket.listener(name));
            // The best comes first.
            if picked.is_some_and(|it| it.listener == number) && chains.iter().all(|it| it.name != *name) {
                let stream = Some(self.stream(number, Some(candidate)));
                chains.push(Chain { name: name.clone(), tls: tls.clone(), stream });
            }
        }
        if chains.iter().all(|chain| chain.name != own) {
            chains.push(Chain { name: own, tls: None, stream: Some(self.closed(number, "no_route")) });
        }
        chains
    }

    fn no_certificate(&self, number: usize, name: String) -> Chain {
        Chain { name, tls: None, stream: Some(self.closed(number, "no_certificate")) }
    }

    fn closed(&self, number: usize, reason: &'static str) -> Stream {
        Stream { listener: self.name(number), rule: None, shares: vec![(Err(reason), 1)] }
    }

    /// What becomes of the connections of a route. Backends that cannot be used keep their share of them
    /// (`TCPRouteRule.backendRefs`).
    fn stream(&self, number: usize, candidate: Option<&StreamCandidate>) -> Stream {
        let mut stream = self.closed(number, "no_route");
        let listener = self.streams().zip(self.stream_listener(number));
        let Some(((socket, listener), candidate)) = listener.zip(candidate) else { return stream };
        let (world, graph) = (&self.analysis.world, &self.analysis.graph);
        let route = world.routes.get(candidate.route).zip(graph.routes.get(candidate.route));
        let rule = route.and_then(|(route, state)| {
            let (rule, state) = route.body.rules.get(candidate.rule).zip(state.rules.get(candidate.rule))?;
            stream.rule = Some(rule_label(&route.meta.full_name(), candidate.rule, rule.name.as_deref()));
            Some((rule, state))
        });
        stream.shares = vec![(Err("no_backend"), 1)];
        if let Some((rule, state)) = rule {
            let shares = rule.backend_refs.iter().zip(&state.backends).map(|(backend, target)| {
                let cluster = match target {
                    Ok(target) => Ok(stream_cluster(self.analysis, socket, listener, target)),
                    Err(_) => Err("invalid_backend_ref"),
                };
                (cluster, backend.weight)
            });
            let shares: Vec<_> = shares.filter(|(_, weight)| *weight > 0).collect();
            if !shares.is_empty() {
                stream.shares = shares;
            }
        }
        stream
    }

    fn name(&self, number: usize) -> String {
        let gateway = self.analysis.world.gateways.get(self.gateway);
        let listener = gateway.zip(self.listener(number));
        listener
            .map(|(gateway, listener)| listener_name(&self.analysis.world, gateway, listener))
            .unwrap_or_default()
    }

    fn termination(&mut self, number: usize) -> Option<Termination> {
        let world = &self.analysis.world;
        let listener = self.analysis.graph.gateways.get(self.gateway)?.listeners.get(number)?;
        let mut certificates = Vec::new();
        for certificate in &listener.certificates {
            let secret = world.secrets.get(certificate.secret)?;
            let (namespace, name) = (&secret.meta.namespace, &secret.meta.name);
            let pem = |key: &str| secret.body.value(key).map(text);
            let material = Material::KeyPair { certificate: pem("tls.crt")?, key: pem("tls.key")? };
            let object = format!("Secret {namespace}/{name}");
            let secret = self.secret(format!("cert.{namespace}.{name}"), object, material);
            // One that is named twice is still one.
            if !certificates.contains(&secret) {
                certificates.push(secret);
            }
        }
        let clients = match &listener.client_validation {
            Some(validation) => Some(self.clients(validation)?),
            None => None,
        };
        Some(Termination { certificates, clients })
    }

    fn clients(&mut self, validation: &ClientValidation) -> Option<Clients> {
        let world = &self.analysis.world;
        let mut bundle = String::new();
        for authority in &validation.authorities {
            let pem = match authority {
                Authority::ConfigMap(number) => world.config_maps.get(*number)?.body.value("ca.crt")?,
                Authority::Secret(number) => world.secrets.get(*number)?.body.value("ca.crt")?,
            };
            bundle.push_str(&text(pem));
            bundle.push('\n');
        }
        let gateway = &world.gateways.get(self.gateway)?.meta;
        let name = format!("clients.{}.{}.{}", gateway.namespace, gateway.name, self.port);
        let object =
            format!("the authorities for clients of Gateway {}, port {}", gateway.full_name(), self.port);
        let authorities = self.secret(name, object, Material::Authorities(bundle));
        Some(Clients { authorities, optional: validation.optional })
    }

    fn secret(&mut self, name: String, object: String, material: Material) -> String {
        self.secrets.push((name.clone(), Secret { name: name.clone(), object, material }));
        name
    }
}

/// PEM is ASCII; what is around it does not matter.
fn text(pem: Vec<u8>) -> String {
    String::from_utf8_lossy(&pem).into_owned()
}
