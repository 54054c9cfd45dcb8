use proptest::{option, prelude::*, sample};
use serde_json::{Value, json};

use super::{
    CREATED,
    manifests::{API, set},
    one_of,
};

const HOSTS: &[Option<&str>] =
    &[None, Some("*.example"), Some("*.a.example"), Some("a.example"), Some("b.a.example")];

/// Port and hostname.
type Place = (i32, Option<&'static str>);

/// One or two Gateways and some ListenerSets, which may have the name of a Gateway.
pub(super) fn objects() -> impl Strategy<Value = Vec<Value>> {
    let gateways = prop_oneof![
        4 => gateway("g").prop_map(|one| vec![one]),
        1 => (gateway("g"), gateway("h")).prop_map(|(one, two)| vec![one, two]),
    ];
    let names = sample::subsequence(vec![("a", "g"), ("a", "s"), ("a-b", "s")], 0..=3).prop_shuffle();
    let sets = names.prop_flat_map(|names| {
        names.into_iter().map(|(namespace, name)| listener_set(namespace, name)).collect::<Vec<_>>()
    });
    (gateways, sets).prop_map(|(mut list, sets)| {
        list.extend(sets);
        list
    })
}

fn gateway(name: &'static str) -> impl Strategy<Value = Value> {
    let any_host = json!([{"name": "l0", "port": 80, "protocol": "HTTP", "allowedRoutes": {"namespaces": {"from": "All"}}}]);
    let own = prop_oneof![1 => Just(any_host), 2 => listeners(5)];
    let sets = one_of(&[
        json!({"namespaces": {"from": "All"}}),
        json!({"namespaces": {"from": "All"}}),
        json!({"namespaces": {"from": "All"}}),
        json!({"namespaces": {"from": "Same"}}),
        json!({"namespaces": {"from": "Selector", "selector": {"matchLabels": {"team": "blue"}}}}),
        json!({"namespaces": {}}),
        json!({}),
    ]);
    (own, option::weighted(0.9, sets)).prop_map(move |(listeners, sets)| {
        let mut spec = json!({"gatewayClassName": "c", "listeners": listeners});
        set(&mut spec, "allowedListeners", sets);
        json!({
            "apiVersion": API, "kind": "Gateway", "metadata": {"name": name, "namespace": "a"}, "spec": spec,
        })
    })
}

fn listener_set(namespace: &'static str, name: &'static str) -> impl Strategy<Value = Value> {
    let parent = one_of(&[
        json!({"name": "g", "namespace": "a"}),
        json!({"name": "g", "namespace": "a"}),
        json!({"name": "g", "namespace": "a"}),
        json!({"name": "g"}),
        json!({"name": "h", "namespace": "a"}),
        json!({"name": "g", "namespace": "a", "kind": "ListenerSet"}),
    ]);
    (one_of(CREATED), parent, listeners(3)).prop_map(move |(created, parent, listeners)| {
        let mut metadata = json!({"name": name, "namespace": namespace});
        set(&mut metadata, "creationTimestamp", created.map(Value::from));
        json!({
            "apiVersion": API, "kind": "ListenerSet", "metadata": metadata,
            "spec": {"parentRef": parent, "listeners": listeners},
        })
    })
}

/// Up to `most` listeners of two ports, a few of them in each other's way.
fn listeners(most: usize) -> impl Strategy<Value = Value> {
    let places = [80, 81].into_iter().flat_map(|port| HOSTS.iter().map(move |host| (port, *host)));
    let chosen = sample::subsequence(places.collect::<Vec<_>>(), 1..=most);
    let protocols = prop_oneof![
        8 => Just(vec!["HTTP"; most]),
        1 => prop::collection::vec(one_of(&["HTTP", "HTTP", "HTTPS", "example.com/odd"]), most),
    ];
    let allowed = prop::collection::vec(allowed_routes(), most);
    (chosen, protocols, allowed).prop_map(|(chosen, protocols, allowed)| {
        let rest = protocols.into_iter().zip(allowed);
        let listener = |(number, ((port, host), (protocol, allowed))): (usize, (Place, _))| {
            let mut listener = json!({"name": format!("l{number}"), "port": port, "protocol": protocol});
            set(&mut listener, "hostname", host.map(Value::from));
            set(&mut listener, "allowedRoutes", Some(allowed).filter(|allowed| *allowed != json!({})));
            let tls = (protocol == "HTTPS").then(|| json!({"certificateRefs": [{"name": "t"}]}));
            set(&mut listener, "tls", tls);
            listener
        };
        chosen.into_iter().zip(rest).enumerate().map(listener).collect()
    })
}

fn allowed_routes() -> impl Strategy<Value = Value> {
    one_of(&[
        json!({"namespaces": {"from": "All"}}),
        json!({"namespaces": {"from": "All"}}),
        json!({"namespaces": {"from": "All"}}),
        json!({"namespaces": {"from": "All"}}),
        json!({"namespaces": {"from": "Same"}}),
        json!({"namespaces": {"from": "Selector", "selector": {"matchLabels": {"team": "blue"}}}}),
        json!({"namespaces": {"from": "All"}, "kinds": [{"kind": "HTTPRoute"}]}),
        json!({"namespaces": {"from": "All"}, "kinds": [{"kind": "GRPCRoute"}]}),
        json!({}),
    ])
}
