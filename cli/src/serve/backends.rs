use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use engine::{analysis::Analysis, api::RouteKind, attach::BackendTarget};
use envoy_config::{Endpoints, sliced, targets};

use super::echo::{Echo, Habits};

/// Where the Services of the manifests are on this machine.
#[derive(Debug)]
pub(super) struct Backends {
    /// What the command line says.
    given: BTreeMap<String, Endpoints>,
    /// Whether EndpointSlices are followed wherever they lead.
    follow: bool,
    /// Stand-ins for the others. One stays when its Service goes: requests may still be on their way.
    echoes: BTreeMap<(String, Habits), Echo>,
}

/// The endpoints of every Service port that something is sent to.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) endpoints: BTreeMap<String, Endpoints>,
    pub(super) echoes: BTreeSet<String>,
    /// The echo backends of Services that should be spoken to with TLS.
    pub(super) without_tls: Vec<String>,
}

impl Backends {
    pub(super) fn new(given: BTreeMap<String, Endpoints>, follow: bool) -> Self {
        Backends { given, follow, echoes: BTreeMap::new() }
    }

    /// Echo backends are started where needed.
    pub(super) async fn find(&mut self, analysis: &Analysis) -> io::Result<Found> {
        let mut found = Found::default();
        let mut sliced = sliced(analysis);
        sliced.retain(|_, endpoints| self.follow || is_here(endpoints));
        for target in targets(analysis) {
            let name = target.label();
            let real = self.given.get(&name).or_else(|| sliced.get(&name)).cloned();
            let endpoints = match real {
                Some(real) => real,
                None => {
                    found.echoes.insert(name.clone());
                    let is_client = |kind: RouteKind| kind.is_http() || kind == RouteKind::Tls;
                    if target.tls.is_some() && of_kind(analysis, &target, is_client) {
                        found.without_tls.push(name.clone());
                    }
                    let habits = Habits {
                        requests: of_kind(analysis, &target, RouteKind::is_http),
                        datagrams: of_kind(analysis, &target, |kind| kind == RouteKind::Udp),
                    };
                    Endpoints::Static(vec![self.echo(&name, &target, habits).await?])
                }
            };
            found.endpoints.insert(name, endpoints);
        }
        Ok(found)
    }

    async fn echo(
        &mut self,
        name: &str,
        target: &BackendTarget,
        habits: Habits,
    ) -> io::Result<std::net::SocketAddr> {
        let key = (name.to_owned(), habits);
        if let Some(running) = self.echoes.get(&key) {
            return Ok(running.address());
        }
        let service = format!("{}/{}", target.namespace, target.name);
        let echo = Echo::start(&service, target.port, habits).await?;
        let address = echo.address();
        self.echoes.insert(key, echo);
        Ok(address)
    }

    /// Names on the command line that no rule uses: most likely a slip.
    pub(super) fn unused(&self, analysis: &Analysis) -> Vec<&str> {
        let used: Vec<_> = targets(analysis).iter().map(BackendTarget::label).collect();
        self.given.keys().filter(|name| !used.contains(name)).map(String::as_str).collect()
    }
}

/// Whether all of them are on this machine, if there are any.
fn is_here(endpoints: &Endpoints) -> bool {
    match endpoints {
        Endpoints::Static(addresses) => addresses.iter().all(|address| address.ip().is_loopback()),
        Endpoints::Dns(_) => false,
    }
}

impl Found {
    /// What is worth saying of a Service port.
    pub(super) fn note(&self, name: &str) -> &'static str {
        match self.endpoints.get(name) {
            _ if self.echoes.contains(name) => " (echo)",
            Some(Endpoints::Static(addresses)) if addresses.is_empty() => " (no ready endpoint)",
            _ => "",
        }
    }
}

/// Whether a route of some kinds leads to a Service port.
fn of_kind(analysis: &Analysis, target: &BackendTarget, kinds: impl Fn(RouteKind) -> bool) -> bool {
    let mut routes = analysis.world.routes.iter().zip(&analysis.graph.routes);
    routes.any(|(route, state)| {
        let mut backends = state.rules.iter().flat_map(|rule| &rule.backends);
        kinds(route.body.kind)
            && backends.any(|backend| backend.as_ref().is_ok_and(|other| **other == *target))
    })
}
