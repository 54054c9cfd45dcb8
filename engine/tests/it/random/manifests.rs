use proptest::{option, prelude::*, sample};
use serde_json::{Map, Value, json};

use super::{CREATED, NAMESPACES, listeners, one_of, rules};

pub(super) const API: &str = "gateway.networking.k8s.io/v1";

const ROUTE_HOSTS: &[&str] =
    &["a.example", "*.example", "b.a.example", "*.a.example", "*.b.a.example", "c.example", "example"];

/// A class, namespaces, Services, a grant, Gateways with their ListenerSets, and routes.
pub(super) fn objects() -> impl Strategy<Value = Vec<Value>> {
    let kinds: [&[&str]; 3] = [&["HTTPRoute"], &["GRPCRoute"], &["HTTPRoute", "GRPCRoute"]];
    let routes = (one_of(&kinds), sample::subsequence(names(), 3..=6).prop_shuffle()).prop_flat_map(
        |(kinds, names)| {
            let routes = names.into_iter().map(|(namespace, name)| route(kinds, namespace, name));
            routes.collect::<Vec<_>>()
        },
    );
    let grant = grant(&["HTTPRoute", "GRPCRoute"]);
    (listeners::objects(), routes, option::weighted(0.5, grant)).prop_map(|(listeners, routes, grant)| {
        let mut list = surroundings();
        list.extend(listeners);
        list.extend(routes);
        list.extend(grant);
        list
    })
}

fn names() -> Vec<(&'static str, &'static str)> {
    NAMESPACES.iter().flat_map(|namespace| ["b", "x", "y"].map(|name| (*namespace, name))).collect()
}

pub(super) fn surroundings() -> Vec<Value> {
    let class = json!({
        "apiVersion": API, "kind": "GatewayClass", "metadata": {"name": "c"}, "spec": {"controllerName": "example.com/c"},
    });
    let namespace = |name: &str, team: &str| json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": {"team": team}}});
    let service = |namespace: &str| {
        json!({
            "apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": namespace},
            "spec": {"ports": [
                {"name": "tcp", "port": 80}, {"name": "udp", "port": 53, "protocol": "UDP"},
                {"name": "either", "port": 82}, {"name": "other", "port": 82, "protocol": "UDP"},
            ]},
        })
    };
    vec![class, namespace("a", "red"), namespace("a-b", "blue"), service("a"), service("a-b")]
}

pub(super) fn grant(kinds: &[&'static str]) -> impl Strategy<Value = Value> + use<> {
    let to = one_of(&[json!({}), json!({"name": "s"}), json!({"name": "t"})]);
    (one_of(NAMESPACES), one_of(NAMESPACES), one_of(kinds), to).prop_map(|(from, namespace, kind, mut to)| {
        set(&mut to, "group", Some("".into()));
        set(&mut to, "kind", Some("Service".into()));
        json!({
            "apiVersion": "gateway.networking.k8s.io/v1beta1", "kind": "ReferenceGrant",
            "metadata": {"name": "grant", "namespace": namespace},
            "spec": {
                "from": [{"group": "gateway.networking.k8s.io", "kind": kind, "namespace": from}],
                "to": [to],
            },
        })
    })
}

/// A route of one of the kinds.
fn route(
    kinds: &'static [&'static str],
    namespace: &'static str,
    name: &'static str,
) -> impl Strategy<Value = Value> {
    let parents = prop_oneof![
        6 => Just(json!([{"name": "g", "namespace": "a"}])),
        1 => Just(json!([{"name": "g", "namespace": "a", "sectionName": "l0"}])),
        1 => Just(json!([{"name": "g", "namespace": "a", "port": 80}])),
        1 => Just(json!([{"name": "g"}, {"name": "h", "namespace": "a"}])),
        1 => Just(json!([
            {"name": "g", "namespace": "a", "sectionName": "l1"}, {"name": "g", "namespace": "a", "sectionName": "l0"},
        ])),
        2 => one_of(&["g", "s"]).prop_map(|set| json!([{"kind": "ListenerSet", "name": set, "namespace": "a"}])),
        2 => Just(json!([{"name": "g", "namespace": "a"}, {"kind": "ListenerSet", "name": "s", "namespace": "a-b"}])),
        2 => Just(json!([
            {"kind": "ListenerSet", "name": "s", "namespace": "a"}, {"kind": "ListenerSet", "name": "s", "namespace": "a-b"},
        ])),
        1 => Just(json!([{"kind": "ListenerSet", "name": "s", "namespace": "a", "sectionName": "l1"}])),
    ];
    let hostnames =
        prop_oneof![3 => Just(Vec::new()), 4 => prop::collection::vec(one_of(ROUTE_HOSTS), 1..=3)];
    (one_of(kinds), one_of(CREATED), parents, hostnames).prop_flat_map(
        move |(kind, created, parents, hostnames)| {
            let rule = if kind == "GRPCRoute" { rules::grpc() } else { rules::http() };
            prop::collection::vec(rule, 1..=3).prop_map(move |rules| {
                let mut metadata = json!({"name": name, "namespace": namespace});
                set(&mut metadata, "creationTimestamp", created.map(Value::from));
                let mut spec = json!({"parentRefs": parents});
                set(&mut spec, "hostnames", (!hostnames.is_empty()).then(|| json!(hostnames)));
                set(&mut spec, "rules", Some(rules.into()));
                json!({"apiVersion": API, "kind": kind, "metadata": metadata, "spec": spec})
            })
        },
    )
}

pub(super) fn set(object: &mut Value, field: &str, value: Option<Value>) {
    let fields: &mut Map<String, Value> = object.as_object_mut().unwrap();
    fields.extend(value.map(|value| (field.to_owned(), value)));
}
