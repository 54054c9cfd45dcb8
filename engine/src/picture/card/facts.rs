use crate::{
    Dictionary,
    analysis::Analysis,
    api::{HTTPRouteFilter, PathMatchType, RouteMatch, RouteRule, ValueMatch},
    attach::{BackendKind, ListenerState},
    report::{Node, Subject},
};

/// What matters about a node while nothing is wrong with it.
pub(super) struct Facts<'a> {
    pub(super) analysis: &'a Analysis,
    /// Those that are ready, by namespace and Service, of each EndpointSlice.
    endpoints: Dictionary<(&'a str, &'a str), usize>,
}

/// The label of an EndpointSlice that names its Service (discovery.k8s.io/v1).
const SERVICE: &str = "kubernetes.io/service-name";

impl<'a> Facts<'a> {
    pub(super) fn of(analysis: &'a Analysis) -> Self {
        let endpoints = analysis.world.endpoint_slices.iter().filter_map(|slice| {
            let service = slice.meta.labels.get(SERVICE)?;
            let ready = slice.body.endpoints.iter().filter(|one| one.conditions.ready != Some(false));
            Some(((slice.meta.namespace.as_str(), service.as_str()), ready.count()))
        });
        Facts { analysis, endpoints: endpoints.collect() }
    }

    pub(super) fn label(&self, node: &Node) -> String {
        match node.subject {
            // Its owner stands beside it.
            Subject::Listener { gateway, listener } => {
                let state = self.listener(gateway, listener);
                state.map_or_else(|| node.name.clone(), |state| state.spec.name.clone())
            }
            Subject::Rule { route, rule } => {
                let name = self.rule(route, rule).and_then(|rule| rule.name.as_deref().map(str::to_owned));
                name.unwrap_or_else(|| format!("rule {rule}"))
            }
            _ => node.name.clone(),
        }
    }

    pub(super) fn detail(&self, node: &Node) -> String {
        let detail = match node.subject {
            Subject::GatewayClass(number) => self
                .analysis
                .world
                .gateway_classes
                .get(number)
                .map(|class| class.body.spec.controller_name.clone()),
            Subject::Gateway(number) => self.gateway(number),
            Subject::ListenerSet(number) => self
                .analysis
                .world
                .listener_sets
                .get(number)
                .map(|set| count(set.body.spec.listeners.len(), "listener")),
            Subject::Listener { gateway, listener } => self.listener(gateway, listener).map(of_listener),
            Subject::Route(number) => self.route(number),
            Subject::Rule { route, rule } => self.rule(route, rule).map(of_rule),
            Subject::Backend { object: Some((kind, number)), .. } => self.backend(kind, number),
            _ => None,
        };
        detail.unwrap_or_else(|| node.kind.clone().into_owned())
    }

    fn listener(&self, gateway: usize, listener: usize) -> Option<&'a ListenerState> {
        self.analysis.graph.gateways.get(gateway)?.listeners.get(listener)
    }

    fn rule(&self, route: usize, rule: usize) -> Option<&'a RouteRule> {
        self.analysis.world.routes.get(route)?.body.rules.get(rule)
    }

    fn gateway(&self, number: usize) -> Option<String> {
        let gateway = self.analysis.world.gateways.get(number)?;
        let listeners = count(gateway.body.spec.listeners.len(), "listener");
        let addresses: Vec<_> = gateway.body.spec.addresses.iter().map(|one| one.value.as_str()).collect();
        let addresses = addresses.into_iter().filter(|value| !value.is_empty());
        Some(std::iter::once(listeners.as_str()).chain(addresses).collect::<Vec<_>>().join(" · "))
    }

    fn route(&self, number: usize) -> Option<String> {
        let route = &self.analysis.world.routes.get(number)?.body;
        let hosts = match &*route.hostnames {
            [] => return Some(route.kind.name().to_owned()),
            [one] => one.to_string(),
            [first, others @ ..] => format!("{first} +{}", others.len()),
        };
        Some(format!("{} · {hosts}", route.kind.name()))
    }

    fn backend(&self, kind: BackendKind, number: usize) -> Option<String> {
        let world = &self.analysis.world;
        if kind == BackendKind::XBackend {
            let spec = &world.backends.get(number)?.body.spec;
            let host = spec.external_hostname.as_ref().map(|host| format!(" · {}", host.hostname));
            return Some(format!("XBackend{}", host.unwrap_or_default()));
        }
        let service = world.services.get(number)?;
        let name = (service.meta.namespace.as_str(), service.meta.name.as_str());
        let external = service.body.spec.external_name.as_ref().map(|host| format!("ExternalName · {host}"));
        let slices = self.endpoints.all(&name);
        let ready = slices.iter().map(|(_, ready)| ready).sum();
        let endpoints = (!slices.is_empty()).then(|| format!("Service · {}", count(ready, "endpoint")));
        Some(external.or(endpoints).unwrap_or_else(|| "Service".to_owned()))
    }
}

fn of_listener(state: &ListenerState) -> String {
    let spec = &state.spec;
    let host = spec.hostname.as_deref().filter(|host| !host.is_empty());
    let host = host.map(|host| format!(" · {host}")).unwrap_or_default();
    format!("{} {} · {}{host}", spec.protocol, spec.port, count(state.attached.len(), "route"))
}

/// Its first match, and what it answers without a backend.
fn of_rule(rule: &RouteRule) -> String {
    let mut words = match &*rule.matches {
        [] => "every connection".to_owned(),
        [one] => of_match(one),
        [first, others @ ..] => format!("{} +{}", of_match(first), others.len()),
    };
    if rule.filters.iter().any(|filter| matches!(filter, HTTPRouteFilter::RequestRedirect { .. })) {
        words.push_str(" → redirect");
    }
    words
}

fn of_match(one: &RouteMatch) -> String {
    let mut words = Vec::new();
    let pair = |join: &str, test: &ValueMatch| format!("{}{join}{}", test.name, test.value);
    match one {
        RouteMatch::Http(one) => {
            words.extend(one.method.as_deref().map(str::to_owned));
            let value = &one.path.value;
            words.push(match one.path.kind {
                PathMatchType::Exact => format!("= {value}"),
                PathMatchType::PathPrefix => format!("{}/*", value.trim_end_matches('/')),
                PathMatchType::RegularExpression => format!("~ {value}"),
            });
            words.extend(one.headers.iter().map(|test| pair(": ", test)));
            words.extend(one.query_params.iter().map(|test| pair("=", test)));
        }
        RouteMatch::Grpc(one) => {
            let part = |name: &str| if name.is_empty() { "*".to_owned() } else { name.to_owned() };
            let (service, method) = one.names();
            let sign = if one.is_pattern() { "~ " } else { "" };
            words.push(match (service, method) {
                ("", "") => "any call".to_owned(),
                _ => format!("{sign}{}/{}", part(service), part(method)),
            });
            words.extend(one.headers.iter().map(|test| pair(": ", test)));
        }
    }
    words.join(" ")
}

/// `1 route`, `2 routes`.
fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
