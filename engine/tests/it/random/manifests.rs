use proptest::{option, prelude::*, sample, strategy::Union};
use serde_json::{Map, Value, json};

use super::{one_of, regex};

const API: &str = "gateway.networking.k8s.io/v1";

/// Joined, `a-b/x` comes before `a/x`; compared part by part, it would not.
const NAMESPACES: &[&str] = &["a", "a-b"];

const LISTENER_HOSTS: &[Option<&str>] =
    &[None, Some("*.example"), Some("*.a.example"), Some("a.example"), Some("b.a.example")];

const ROUTE_HOSTS: &[&str] =
    &["a.example", "*.example", "b.a.example", "*.a.example", "*.b.a.example", "c.example", "example"];

const PATHS: &[&str] = &["/", "/", "/a", "/a", "/a/", "/a/b", "/a/b/", "/ab", "/A", "/%61", "/%61%61", "/*"];

const CREATED: &[Option<&str>] =
    &[None, Some("2024-01-01T00:00:00Z"), Some("2024-01-01T01:00:00+01:00"), Some("2024-01-01T00:00:01Z")];

/// A class, namespaces, Services, a grant, one or two Gateways, and routes.
pub(super) fn objects() -> impl Strategy<Value = Vec<Value>> {
    let names: Vec<_> =
        NAMESPACES.iter().flat_map(|namespace| ["b", "x", "y"].map(|name| (*namespace, name))).collect();
    let routes = sample::subsequence(names, 3..=6).prop_shuffle().prop_flat_map(|names| {
        names.into_iter().map(|(namespace, name)| route(namespace, name)).collect::<Vec<_>>()
    });
    let gateways = prop_oneof![
        4 => gateway("g").prop_map(|one| vec![one]),
        1 => (gateway("g"), gateway("h")).prop_map(|(one, two)| vec![one, two]),
    ];
    (gateways, routes, option::weighted(0.5, grant())).prop_map(|(gateways, routes, grant)| {
        let mut list = surroundings();
        list.extend(gateways);
        list.extend(routes);
        list.extend(grant);
        list
    })
}

fn surroundings() -> Vec<Value> {
    let class = json!({
        "apiVersion": API, "kind": "GatewayClass", "metadata": {"name": "c"}, "spec": {"controllerName": "example.com/c"},
    });
    let namespace = |name: &str, team: &str| json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": {"team": team}}});
    let service = |namespace: &str| {
        json!({
            "apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": namespace},
            "spec": {"ports": [{"port": 80}]},
        })
    };
    vec![class, namespace("a", "red"), namespace("a-b", "blue"), service("a"), service("a-b")]
}

fn gateway(name: &'static str) -> impl Strategy<Value = Value> {
    let listeners =
        [80, 81].into_iter().flat_map(|port| LISTENER_HOSTS.iter().map(move |host| (port, *host)));
    let any_host = vec![(80, None)];
    let listeners = prop_oneof![
        1 => Just(any_host),
        2 => sample::subsequence(listeners.collect::<Vec<_>>(), 1..=5),
    ];
    let allowed = one_of(&[
        json!({"namespaces": {"from": "All"}}),
        json!({"namespaces": {"from": "All"}}),
        json!({"namespaces": {"from": "All"}}),
        json!({"namespaces": {"from": "Same"}}),
        json!({"namespaces": {"from": "Selector", "selector": {"matchLabels": {"team": "blue"}}}}),
        json!({"namespaces": {"from": "All"}, "kinds": [{"kind": "HTTPRoute"}]}),
        json!({"namespaces": {"from": "All"}, "kinds": [{"kind": "GRPCRoute"}]}),
        json!({}),
    ]);
    (listeners, prop::collection::vec(allowed, 5)).prop_map(move |(chosen, allowed)| {
        let listener = |(number, ((port, host), allowed)): (usize, ((i32, Option<&str>), Value))| {
            let mut listener = json!({"name": format!("l{number}"), "port": port, "protocol": "HTTP"});
            set(&mut listener, "hostname", host.map(Value::from));
            set(&mut listener, "allowedRoutes", Some(allowed).filter(|allowed| *allowed != json!({})));
            listener
        };
        let listeners: Vec<_> = chosen.into_iter().zip(allowed).enumerate().map(listener).collect();
        json!({
            "apiVersion": API, "kind": "Gateway", "metadata": {"name": name, "namespace": "a"},
            "spec": {"gatewayClassName": "c", "listeners": listeners},
        })
    })
}

fn grant() -> impl Strategy<Value = Value> {
    let to = one_of(&[json!({}), json!({"name": "s"}), json!({"name": "t"})]);
    (one_of(NAMESPACES), one_of(NAMESPACES), to).prop_map(|(from, namespace, mut to)| {
        set(&mut to, "group", Some("".into()));
        set(&mut to, "kind", Some("Service".into()));
        json!({
            "apiVersion": "gateway.networking.k8s.io/v1beta1", "kind": "ReferenceGrant",
            "metadata": {"name": "grant", "namespace": namespace},
            "spec": {
                "from": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": from}],
                "to": [to],
            },
        })
    })
}

fn route(namespace: &'static str, name: &'static str) -> impl Strategy<Value = Value> {
    let parents = prop_oneof![
        6 => Just(json!([{"name": "g", "namespace": "a"}])),
        1 => Just(json!([{"name": "g", "namespace": "a", "sectionName": "l0"}])),
        1 => Just(json!([{"name": "g", "namespace": "a", "port": 80}])),
        1 => Just(json!([{"name": "g"}, {"name": "h", "namespace": "a"}])),
        1 => Just(json!([
            {"name": "g", "namespace": "a", "sectionName": "l1"}, {"name": "g", "namespace": "a", "sectionName": "l0"},
        ])),
    ];
    let hostnames =
        prop_oneof![3 => Just(Vec::new()), 4 => prop::collection::vec(one_of(ROUTE_HOSTS), 1..=3)];
    let rules = prop::collection::vec(rule(), 1..=3);
    (one_of(CREATED), parents, hostnames, rules).prop_map(move |(created, parents, hostnames, rules)| {
        let mut metadata = json!({"name": name, "namespace": namespace});
        set(&mut metadata, "creationTimestamp", created.map(Value::from));
        let mut spec = json!({"parentRefs": parents});
        set(&mut spec, "hostnames", (!hostnames.is_empty()).then(|| json!(hostnames)));
        set(&mut spec, "rules", Some(rules.into()));
        json!({"apiVersion": API, "kind": "HTTPRoute", "metadata": metadata, "spec": spec})
    })
}

fn rule() -> impl Strategy<Value = Value> {
    let matches = option::weighted(0.9, prop::collection::vec(route_match(), 1..=3));
    let backends = prop::collection::vec(backend(), 0..=3);
    (matches, backends, prop::bool::weighted(0.1)).prop_map(|(matches, backends, redirects)| {
        let mut rule = json!({});
        set(&mut rule, "matches", matches.map(Value::from));
        if redirects {
            let redirect = json!([{"type": "RequestRedirect", "requestRedirect": {"statusCode": 301}}]);
            set(&mut rule, "filters", Some(redirect));
        } else {
            set(&mut rule, "backendRefs", (!backends.is_empty()).then(|| backends.into()));
        }
        rule
    })
}

fn backend() -> impl Strategy<Value = Value> {
    let reference = one_of(&[
        json!({"name": "s", "port": 80}),
        json!({"name": "s", "port": 80}),
        json!({"name": "s", "port": 80, "namespace": "a"}),
        json!({"name": "s", "port": 80, "namespace": "a-b"}),
        json!({"name": "s", "port": 81}),
        json!({"name": "t", "port": 80}),
        json!({"name": "s", "kind": "Foo", "group": "example.com"}),
    ]);
    (reference, one_of(&[None, Some(0), Some(1), Some(3)])).prop_map(|(mut backend, weight)| {
        set(&mut backend, "weight", weight.map(Value::from));
        backend
    })
}

fn route_match() -> impl Strategy<Value = Value> {
    let path = prop_oneof![
        2 => Just(None),
        4 => one_of(PATHS).prop_map(|value| Some(json!({"value": value}))),
        3 => one_of(PATHS).prop_map(|value| Some(json!({"type": "Exact", "value": value}))),
        2 => one_of(&regex::for_paths()).prop_map(|value| Some(json!({"type": "RegularExpression", "value": value}))),
    ];
    let method = one_of(&[None, None, None, Some("GET"), Some("POST")]);
    let headers = values(&["x", "X", "y"], &["1", "2", "1, 2", "1,2"]);
    let query = values(&["q", "Q", "r"], &["1", "2", "a b"]);
    (path, method, headers, query).prop_map(|(path, method, headers, query)| {
        let mut one = json!({});
        set(&mut one, "path", path);
        set(&mut one, "method", method.map(Value::from));
        set(&mut one, "headers", (!headers.is_empty()).then(|| headers.into()));
        set(&mut one, "queryParams", (!query.is_empty()).then(|| query.into()));
        one
    })
}

/// Mostly none. Two of one name, which admission refuses, are rare enough.
fn values(names: &[&'static str], exact: &[&'static str]) -> impl Strategy<Value = Vec<Value>> + use<> {
    let value = Union::new_weighted(vec![
        (3, one_of(exact).prop_map(|value| json!({"value": value})).boxed()),
        (
            1,
            one_of(&regex::for_values())
                .prop_map(|value| json!({"type": "RegularExpression", "value": value}))
                .boxed(),
        ),
    ]);
    let test = (one_of(names), value).prop_map(|(name, mut test)| {
        set(&mut test, "name", Some(name.into()));
        test
    });
    prop_oneof![
        16 => Just(Vec::new()),
        6 => prop::collection::vec(test.clone(), 1),
        1 => prop::collection::vec(test, 2),
    ]
}

fn set(object: &mut Value, field: &str, value: Option<Value>) {
    let fields: &mut Map<String, Value> = object.as_object_mut().unwrap();
    fields.extend(value.map(|value| (field.to_owned(), value)));
}
