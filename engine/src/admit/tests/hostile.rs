use proptest::prelude::*;
use serde_json::json;

use super::*;

/// Lists within lists, built from the inside.
fn nested(depth: usize) -> Value {
    (0..depth).fold(json!([]), |inner, _| Value::Array(vec![inner]))
}

/// `json!` would copy the value, recursively.
fn with_hostnames(hostnames: Value) -> Value {
    let mut object = route(json!({}));
    object["spec"]["hostnames"] = hostnames;
    object
}

#[test]
fn an_object_that_nests_too_deeply_is_refused_without_running_out_of_stack() {
    let admission = admit(with_hostnames(nested(300_000)));
    assert_eq!(complaints(&admission.errors), [": nested more than 128 levels deep"]);
    assert_eq!(admission.value, Value::Null);
}

#[test]
fn nesting_that_json_readers_allow_is_looked_at() {
    let admission = admit(with_hostnames(nested(100)));
    assert_eq!(admission.errors[0].path.to_string(), "spec.hostnames[0]");
}

#[test]
fn a_list_far_too_long_is_refused_before_any_rule_runs_over_it() {
    let parents: Vec<_> = (0..20_000).map(|index| json!({"name": format!("g{index}")})).collect();
    let admission = admit(route(json!({"parentRefs": parents})));
    let codes: Vec<_> = admission.errors.iter().map(|error| error.kind.code()).collect();
    assert_eq!(codes, ["field-too-many", "rules-unchecked"]);
}

/// The list of a Service's ports is not bounded, and two rules compare all of its items with each other.
#[test]
fn rules_that_cost_too_much_are_given_up() {
    let ports: Vec<_> = (0..5_000).map(|index| json!({"name": format!("p{index}"), "port": 80})).collect();
    let admission = admit(service(json!({"ports": ports})));
    assert_eq!(
        complaints(&admission.errors),
        [
            "spec.ports: Invalid value: \"array\": validation failed due to running out of cost budget, no further \
          validation rules will be run"
        ]
    );
}

#[test]
fn the_largest_route_that_is_allowed_is_within_the_budget() {
    let filters: Vec<_> = (0..16)
        .map(|index| {
            let backend = json!({"name": format!("m{index}"), "port": 80});
            json!({"type": "RequestMirror", "requestMirror": {"backendRef": backend}})
        })
        .collect();
    let backend = json!({"name": "a", "port": 80, "filters": filters});
    let rules: Vec<_> = (0..16)
        .map(|index| json!({"name": format!("r{index}"), "filters": filters, "backendRefs": vec![&backend; 16]}))
        .collect();
    let parents: Vec<_> =
        (0..32).map(|index| json!({"name": "g", "sectionName": format!("s{index}")})).collect();
    let admission = admit(route(json!({"parentRefs": parents, "rules": rules})));
    assert_eq!(complaints(&admission.errors), [""; 0]);
}

fn json_value() -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec![
        "",
        "a",
        "name",
        "type",
        "path",
        "value",
        "filters",
        "Exact",
        "PathPrefix",
        "RequestRedirect",
        "80",
        "/",
        "é",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        words.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 48, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((words.clone(), inner), 0..4).prop_map(|fields| fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    /// Whatever is in it, an object gets an answer, and what was admitted once is admitted unchanged.
    #[test]
    fn admission_is_total_and_idempotent(filters in json_value(), matches in json_value(), listeners in json_value()) {
        let objects = [
            rule(json!({"filters": filters, "matches": matches})),
            gateway(json!({"listeners": listeners, "addresses": filters, "tls": matches})),
        ];
        for object in objects {
            let once = admit(object);
            let twice = admit(once.value.clone());
            prop_assert_eq!(&twice.value, &once.value);
            if once.errors.is_empty() {
                prop_assert_eq!(complaints(&twice.errors), Vec::<String>::new());
            }
        }
    }
}
