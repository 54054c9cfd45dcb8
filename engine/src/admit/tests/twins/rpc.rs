use serde_json::{Value, json};

use super::{Frame, Twins, backend, mirror, parents, persistence};
use crate::admit::tests::object;

const RULES: Frame = |rules| object("GRPCRoute", json!({"rules": rules}));
const RULE: Frame = |rule| RULES(json!([rule]));
const PARENTS: Frame = |parents| object("GRPCRoute", json!({"parentRefs": parents}));
const PERSISTENCE: Frame = |persistence| RULE(json!({"sessionPersistence": persistence}));
const METHOD: Frame = |method| RULE(json!({"matches": [{"method": method}]}));
const BACKEND: Frame = |backend| RULE(json!({"backendRefs": [backend]}));
const FILTERS: [Frame; 2] = [
    |filters| RULE(json!({"filters": filters})),
    |filters| BACKEND(json!({"name": "a", "port": 1, "filters": filters})),
];

pub(super) fn cases() -> Vec<(Frame, Vec<Twins>)> {
    let mut cases = vec![
        (PARENTS, parents()),
        (RULES, rules()),
        (PERSISTENCE, persistence()),
        (METHOD, methods()),
        (BACKEND, backend()),
    ];
    cases.extend(FILTERS.map(|frame| (frame, filters())));
    cases
}

fn rules() -> Vec<Twins> {
    let matches =
        |rules: usize, matches: usize| Value::from(vec![json!({"matches": vec![json!({}); matches]}); rules]);
    vec![
        (
            "While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128",
            matches(16, 8),
            matches(16, 9),
        ),
        (
            "Rule name must be unique within the route",
            json!([{"name": "a"}, {"name": "b"}, {}, {}]),
            json!([{"name": "a"}, {"name": "a"}]),
        ),
    ]
}

fn methods() -> Vec<Twins> {
    vec![
        (
            "One or both of 'service' or 'method' must be specified",
            json!({"type": "RegularExpression", "service": ""}),
            json!({"type": "RegularExpression"}),
        ),
        (
            r"service must only contain valid characters (matching ^(?i)\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$)",
            json!({"service": ".Com.Example_1"}),
            json!({"service": "com..example"}),
        ),
        (
            "method must only contain valid characters (matching ^[A-Za-z_][A-Za-z_0-9]*$)",
            json!({"type": "RegularExpression", "method": "1|2"}),
            json!({"method": "1"}),
        ),
    ]
}

fn filters() -> Vec<Twins> {
    let configs = [
        ("RequestHeaderModifier", "requestHeaderModifier", json!({})),
        ("ResponseHeaderModifier", "responseHeaderModifier", json!({})),
        ("RequestMirror", "requestMirror", json!({"backendRef": {"name": "a", "port": 1}})),
        ("ExtensionRef", "extensionRef", json!({"group": "", "kind": "a", "name": "a"})),
    ];
    let mut twins = Vec::new();
    for (kind, field, config) in configs {
        let good = json!([{"type": kind, field: config}]);
        let other = if kind == "RequestMirror" { "ExtensionRef" } else { "RequestMirror" };
        let absent = format!("filter.{field} must be nil if the filter.type is not {kind}");
        twins.push((&*absent.leak(), good.clone(), json!([{"type": other, field: config}])));
        let present = format!("filter.{field} must be specified for {kind} filter.type");
        twins.push((&*present.leak(), good.clone(), json!([{"type": kind}])));
        let once = format!("{kind} filter cannot be repeated");
        let bad = json!([{"type": kind, field: config}, {"type": kind, field: config}]);
        if kind.ends_with("HeaderModifier") {
            twins.push((&*once.leak(), good, bad));
        }
    }
    let mirrored = |config: Value| json!([{"type": "RequestMirror", "requestMirror": config}]);
    twins.extend(mirror().into_iter().map(|(message, good, bad)| (message, mirrored(good), mirrored(bad))));
    twins
}
