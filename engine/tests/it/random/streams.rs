//! Listeners and routes for connections that are routed as a whole.

use proptest::{option, prelude::*, sample};
use serde_json::{Value, json};

use super::{
    CREATED, Case, NAMESPACES,
    manifests::{API, grant, set, surroundings},
    one_of,
    rules::backend,
    yaml,
};

const KINDS: &[&str] = &["TLSRoute", "TLSRoute", "TLSRoute", "TCPRoute", "UDPRoute", "HTTPRoute"];

const LISTENER_HOSTS: &[&str] = &["*.example", "*.a.example", "a.example", "b.a.example"];

const ROUTE_HOSTS: &[&str] =
    &["a.example", "*.example", "b.a.example", "*.a.example", "*.b.a.example", "c.example", "example"];

/// What clients ask for; nothing, too.
pub(crate) const NAMES: &[&str] =
    &["", "a.example", "b.a.example", "c.b.a.example", "c.example", "A.Example", "example", "other"];

pub(crate) fn case() -> impl Strategy<Value = Case> {
    let names: Vec<_> =
        NAMESPACES.iter().flat_map(|namespace| ["b", "x", "y"].map(|name| (*namespace, name))).collect();
    let routes = sample::subsequence(names, 3..=6).prop_shuffle().prop_flat_map(|names| {
        names.into_iter().map(|(namespace, name)| route(namespace, name)).collect::<Vec<_>>()
    });
    let grant = grant(&["TLSRoute", "TCPRoute", "UDPRoute"]);
    (gateway(), option::of(listener_set()), routes, option::weighted(0.5, grant)).prop_map(
        |(gateway, set, routes, grant)| {
            let mut list = surroundings();
            list.push(gateway);
            list.extend(set);
            list.extend(routes);
            list.extend(grant);
            Case { text: yaml::documents(&list), objects: list.len(), requests: Vec::new() }
        },
    )
}

fn gateway() -> impl Strategy<Value = Value> {
    listeners().prop_map(|listeners| {
        json!({
            "apiVersion": API, "kind": "Gateway", "metadata": {"name": "g", "namespace": "a"},
            "spec": {
                "gatewayClassName": "c", "listeners": listeners,
                "allowedListeners": {"namespaces": {"from": "All"}},
            },
        })
    })
}

fn listener_set() -> impl Strategy<Value = Value> {
    (one_of(NAMESPACES), listeners()).prop_map(|(namespace, listeners)| {
        json!({
            "apiVersion": API, "kind": "ListenerSet", "metadata": {"name": "s", "namespace": namespace},
            "spec": {"parentRef": {"name": "g", "namespace": "a"}, "listeners": listeners},
        })
    })
}

/// Some that speak TLS on one port, and some that do not on others; rarely in each other's way.
fn listeners() -> impl Strategy<Value = Value> {
    let hosts = sample::subsequence([&[""], LISTENER_HOSTS].concat(), 0..=4);
    let secure = hosts.prop_flat_map(|hosts| {
        hosts.into_iter().map(|host| (Just(host), allowed_routes(), tls())).collect::<Vec<_>>()
    });
    let secure = secure.prop_map(|list| {
        let listener = |(host, allowed, tls): (&str, Option<Value>, Value)| {
            let mut listener = json!({"port": 443, "allowedRoutes": {"namespaces": {"from": "All"}}});
            set(&mut listener, "hostname", (!host.is_empty()).then(|| host.into()));
            set(&mut listener, "allowedRoutes", allowed);
            for (field, value) in tls.as_object().unwrap() {
                set(&mut listener, field, Some(value.clone()));
            }
            listener
        };
        list.into_iter().map(listener).collect::<Vec<_>>()
    });
    let plain = [(9000, "TCP"), (53, "TCP"), (53, "UDP"), (443, "UDP"), (443, "TCP"), (9000, "HTTP")];
    let plain = sample::subsequence(plain.to_vec(), 1..=3).prop_map(|list| {
        let listener = |(port, protocol): (u16, &str)| {
            json!({"port": port, "protocol": protocol, "allowedRoutes": {"namespaces": {"from": "All"}}})
        };
        list.into_iter().map(listener).collect::<Vec<_>>()
    });
    (secure, plain).prop_map(|(mut list, plain)| {
        list.extend(plain);
        for (number, listener) in list.iter_mut().enumerate() {
            set(listener, "name", Some(format!("l{number}").into()));
        }
        list.into()
    })
}

fn tls() -> impl Strategy<Value = Value> {
    let certificate = json!([{"name": "t"}]);
    one_of(&[
        json!({"protocol": "TLS", "tls": {"mode": "Passthrough"}}),
        json!({"protocol": "TLS", "tls": {"mode": "Passthrough"}}),
        json!({"protocol": "TLS", "tls": {"mode": "Terminate", "certificateRefs": certificate}}),
        json!({"protocol": "HTTPS", "tls": {"certificateRefs": certificate}}),
    ])
}

/// Mostly what every listener has unless it is told otherwise.
fn allowed_routes() -> impl Strategy<Value = Option<Value>> {
    let other = one_of(&[
        json!({"namespaces": {"from": "Same"}}),
        json!({"namespaces": {"from": "All"}, "kinds": [{"kind": "TCPRoute"}]}),
        json!({"namespaces": {"from": "All"}, "kinds": [{"kind": "TLSRoute"}]}),
    ]);
    option::weighted(0.3, other)
}

fn route(namespace: &'static str, name: &'static str) -> impl Strategy<Value = Value> {
    let parents = one_of(&[
        json!([{"name": "g", "namespace": "a"}]),
        json!([{"name": "g", "namespace": "a"}]),
        json!([{"name": "g", "namespace": "a"}, {"kind": "ListenerSet", "name": "s", "namespace": "a"}]),
        json!([{"name": "g", "namespace": "a"}, {"kind": "ListenerSet", "name": "s", "namespace": "a-b"}]),
        json!([{"name": "g", "namespace": "a", "port": 443}]),
        json!([{"name": "g", "namespace": "a", "sectionName": "l0"}]),
    ]);
    let hostnames = sample::subsequence(ROUTE_HOSTS.to_vec(), 1..=3).prop_shuffle();
    let backends = prop::collection::vec(backend(), 1..=3);
    let given = (one_of(KINDS), one_of(CREATED), option::of(Just("only")));
    (given, parents, hostnames, backends).prop_map(
        move |((kind, created, rule_name), parents, hostnames, backends)| {
            let mut metadata = json!({"name": name, "namespace": namespace});
            set(&mut metadata, "creationTimestamp", created.map(Value::from));
            let mut rule = json!({"backendRefs": backends});
            set(&mut rule, "name", rule_name.map(Value::from));
            let mut spec = json!({"parentRefs": parents, "rules": [rule]});
            let has_hosts = ["TLSRoute", "HTTPRoute"].contains(&kind);
            set(&mut spec, "hostnames", has_hosts.then(|| json!(hostnames)));
            json!({"apiVersion": API, "kind": kind, "metadata": metadata, "spec": spec})
        },
    )
}
