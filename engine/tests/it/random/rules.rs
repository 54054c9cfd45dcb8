use proptest::{option, prelude::*, strategy::Union};
use serde_json::{Value, json};

use super::{
    manifests::set,
    one_of,
    regex::{self, some_of},
};

const PATHS: &[&str] = &["/", "/", "/a", "/a", "/a/", "/a/b", "/a/b/", "/ab", "/A", "/%61", "/%61%61", "/*"];

/// A rule of an HTTPRoute.
pub(super) fn http() -> BoxedStrategy<Value> {
    let matches = option::weighted(0.9, prop::collection::vec(http_match(), 1..=3));
    (matches, backends(), prop::bool::weighted(0.1))
        .prop_map(|(matches, backends, redirects)| {
            let mut rule = json!({});
            set(&mut rule, "matches", matches.map(Value::from));
            if redirects {
                let redirect = json!([{"type": "RequestRedirect", "requestRedirect": {"statusCode": 301}}]);
                set(&mut rule, "filters", Some(redirect));
            } else {
                set(&mut rule, "backendRefs", backends);
            }
            rule
        })
        .boxed()
}

/// A rule of a GRPCRoute.
pub(super) fn grpc() -> BoxedStrategy<Value> {
    let matches = option::weighted(0.9, prop::collection::vec(grpc_match(), 0..=3));
    (matches, backends())
        .prop_map(|(matches, backends)| {
            let mut rule = json!({});
            set(&mut rule, "matches", matches.map(Value::from));
            set(&mut rule, "backendRefs", backends);
            rule
        })
        .boxed()
}

fn backends() -> impl Strategy<Value = Option<Value>> {
    prop::collection::vec(backend(), 0..=3).prop_map(|list| (!list.is_empty()).then(|| list.into()))
}

pub(super) fn backend() -> impl Strategy<Value = Value> {
    let reference = one_of(&[
        json!({"name": "s", "port": 80}),
        json!({"name": "s", "port": 80}),
        json!({"name": "s", "port": 80, "namespace": "a"}),
        json!({"name": "s", "port": 80, "namespace": "a-b"}),
        json!({"name": "s", "port": 53}),
        json!({"name": "s", "port": 81}),
        json!({"name": "s", "port": 82}),
        json!({"name": "t", "port": 80}),
        json!({"name": "s", "kind": "Foo", "group": "example.com"}),
    ]);
    (reference, one_of(&[None, Some(0), Some(1), Some(3)])).prop_map(|(mut backend, weight)| {
        set(&mut backend, "weight", weight.map(Value::from));
        backend
    })
}

fn http_match() -> impl Strategy<Value = Value> {
    let expression = one_of(&some_of(regex::FOR_PATHS));
    let path = prop_oneof![
        2 => Just(None),
        4 => one_of(PATHS).prop_map(|value| Some(json!({"value": value}))),
        3 => one_of(PATHS).prop_map(|value| Some(json!({"type": "Exact", "value": value}))),
        2 => expression.prop_map(|value| Some(json!({"type": "RegularExpression", "value": value}))),
    ];
    let method = one_of(&[None, None, None, Some("GET"), Some("POST")]);
    let query = values(&["q", "Q", "r"], &["1", "2", "a b"]);
    (path, method, headers(), query).prop_map(|(path, method, headers, query)| {
        let mut one = json!({});
        set(&mut one, "path", path);
        set(&mut one, "method", method.map(Value::from));
        set(&mut one, "headers", headers);
        set(&mut one, "queryParams", query);
        one
    })
}

fn grpc_match() -> impl Strategy<Value = Value> {
    (option::weighted(0.8, grpc_method()), headers()).prop_map(|(method, headers)| {
        let mut one = json!({});
        set(&mut one, "method", method);
        set(&mut one, "headers", headers);
        one
    })
}

/// Service and method, or one of them.
fn grpc_method() -> impl Strategy<Value = Value> {
    let names = (one_of(&["a", "a", "a", "a.B", "a.B", "ab", "A"]), one_of(&["M", "M", "M", "m", "Mm"]));
    let exact = (names, one_of(&[None, Some("Exact")]));
    let expressions = (one_of(&some_of(regex::FOR_SERVICES)), one_of(&some_of(regex::FOR_METHODS)));
    let tests = prop_oneof![
        3 => exact,
        1 => (expressions, Just(Some("RegularExpression"))),
    ];
    let given = prop_oneof![3 => Just((true, true)), 2 => Just((true, false)), 1 => Just((false, true))];
    (tests, given).prop_map(|(((service, method), kind), (with_service, with_method))| {
        let mut test = json!({});
        set(&mut test, "type", kind.map(Value::from));
        set(&mut test, "service", with_service.then(|| service.into()));
        set(&mut test, "method", with_method.then(|| method.into()));
        test
    })
}

fn headers() -> impl Strategy<Value = Option<Value>> {
    values(&["x", "X", "y"], &["1", "2", "1, 2", "1,2"])
}

/// Mostly none. Two of one name, which admission refuses, are rare enough.
fn values(names: &[&'static str], exact: &[&'static str]) -> impl Strategy<Value = Option<Value>> + use<> {
    let expression = one_of(&some_of(regex::FOR_VALUES));
    let value = Union::new_weighted(vec![
        (3, one_of(exact).prop_map(|value| json!({"value": value})).boxed()),
        (1, expression.prop_map(|value| json!({"type": "RegularExpression", "value": value})).boxed()),
    ]);
    let test = (one_of(names), value).prop_map(|(name, mut test)| {
        set(&mut test, "name", Some(name.into()));
        test
    });
    prop_oneof![
        16 => Just(None),
        6 => prop::collection::vec(test.clone(), 1).prop_map(Some),
        1 => prop::collection::vec(test, 2).prop_map(Some),
    ]
    .prop_map(|list| list.map(Value::from))
}
