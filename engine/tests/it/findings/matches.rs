//! Matches, hosts and routes of which nothing is left, since others come first.

use super::{API, BACKEND, Cluster, NONE, any_host, listeners};

// === matches that never win ===

#[test]
fn an_expression_for_everything_leaves_prefixes_nothing() {
    let expression = "[{path: {type: RegularExpression, value: '/a.*'}}]";
    let cluster = any_host().route("r", "", &[expression, "[{path: {value: /ab}, method: GET}]"]);
    let expected = [
        "match-never-wins r spec.rules[1].matches[0]",
        "expression-nearly-prefix r spec.rules[0].matches[0].path",
    ];
    assert_eq!(cluster.finds(), expected);
    let told = cluster.messages();
    assert!(
        told.contains("`spec.rules[0].matches[0]` takes all that it would, and wins by path type"),
        "{told}"
    );
}

#[test]
fn an_expression_that_wants_more_leaves_something() {
    let expression = "[{path: {type: RegularExpression, value: '/a/[0-9]*.*'}, method: GET}]";
    let cluster = any_host().route("r", "", &[expression, "[{path: {value: /a/b}}]"]);
    assert_eq!(cluster.finds(), NONE);
}

#[test]
fn a_more_specific_host_leaves_nothing_only_where_no_other_host_comes_by() {
    let narrow = "[{name: l, port: 80, protocol: HTTP, hostname: a.example}]";
    let routes = |cluster: Cluster| {
        cluster.route("narrow", "a.example", &["[{path: {value: /}}]"]).route(
            "wide",
            "'*.example'",
            &["[{path: {type: Exact, value: /login}, method: GET}]"],
        )
    };
    let cluster = routes(listeners(narrow));
    assert_eq!(cluster.finds(), ["match-never-wins wide spec.rules[0].matches[0]"]);
    let told = cluster.messages();
    assert!(told.contains("its host name `a.example` is more specific than `*.example`"), "{told}");
    assert_eq!(routes(any_host()).finds(), NONE);
    let both = "[{name: l, port: 80, protocol: HTTP, hostname: a.example}, {name: m, port: 80, protocol: HTTP, hostname: '*.example'}]";
    assert_eq!(routes(listeners(both)).finds(), NONE);
}

#[test]
fn a_specific_host_that_falls_through_leaves_the_wider_one_something() {
    let cluster = listeners("[{name: l, port: 80, protocol: HTTP, hostname: a.example}]")
        .route("narrow", "a.example", &["[{path: {value: /}, method: GET}]"])
        .route("wide", "'*.example'", &["[{path: {value: /}}]"]);
    assert_eq!(cluster.finds(), NONE);
}

#[test]
fn a_value_that_an_expression_takes_is_covered_by_it() {
    let header = |test: &str| format!("[{{headers: [{{name: x, {test}}}]}}]");
    let cluster = any_host().route(
        "r",
        "",
        &[
            &header("type: RegularExpression, value: '[0-9]+'"),
            &header("value: '12'"),
            &header("value: ab"),
            // Two lines `1` and `2` have this value, and the expression sees `1, 2`.
            &header("value: '1,2'"),
        ],
    );
    assert_eq!(cluster.finds(), ["match-never-wins r spec.rules[1].matches[0]"]);
}

// === matches that are repeated ===

#[test]
fn of_two_equal_matches_the_first_by_name_wins() {
    let cluster = any_host()
        .route(
            "a",
            "",
            &["[{path: {value: /foo/}, headers: [{name: X, value: '1'}, {name: z, value: '2'}]}]"],
        )
        .route(
            "b",
            "",
            &["[{path: {value: /foo}, headers: [{name: Z, value: '2'}, {name: x, value: '1'}]}]"],
        );
    assert_eq!(cluster.finds(), ["match-repeated b spec.rules[0].matches[0]"]);
    let told = cluster.messages();
    for part in [
        "the same match as `spec.rules[0].matches[0]` of HTTPRoute `default/a`",
        "wins by namespace and name on any host of listener `default/g/l`, so this one never takes a request",
        "in a cluster the older route wins",
    ] {
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn a_repetition_on_one_of_two_hosts_is_told() {
    let cluster = any_host().route("a", "a.example", &["[{path: {value: /foo}}]"]).route(
        "b",
        "a.example, b.example",
        &["[{path: {value: /foo}}]"],
    );
    assert_eq!(cluster.finds(), ["match-repeated b spec.rules[0].matches[0]"]);
    let told = cluster.messages();
    assert!(told.contains("on `a.example` of listener `default/g/l`; "), "{told}");
}

#[test]
fn of_two_rules_of_a_route_the_earlier_wins() {
    let cluster =
        any_host().route("a", "", &["[{path: {value: /foo}}]", "[{method: GET}, {path: {value: /foo}}]"]);
    assert_eq!(cluster.finds(), ["match-repeated a spec.rules[1].matches[1]"]);
    assert!(cluster.messages().contains("rule order"), "{}", cluster.messages());
}

#[test]
fn a_route_that_names_a_host_twice_repeats_nothing() {
    let cluster = any_host().route("a", "a.example, '*.example', a.example", &["[{path: {value: /foo}}]"]);
    assert_eq!(cluster.finds(), NONE);
}

// === other kinds ===

#[test]
fn a_grpc_service_by_name_leaves_expressions_of_it_nothing() {
    let call = |method: &str| format!("{{matches: [{{method: {{{method}}}}}], {BACKEND}}}");
    let service = call("service: a.B");
    let rules = [
        &service,
        &call("type: RegularExpression, service: 'a\\.B', method: 'Get.*'"),
        &call("service: a.B, method: Get"),
        &call("type: RegularExpression, method: 'Get.*'"),
    ];
    let mut cluster = any_host().rules("r", "", &rules.map(String::as_str).join(", "));
    cluster.0 = cluster.0.replace("HTTPRoute", "GRPCRoute");
    assert_eq!(cluster.finds(), ["match-never-wins r spec.rules[1].matches[0]"]);
}

#[test]
fn of_two_tcp_routes_of_a_listener_one_serves() {
    let route = |name: &str| {
        format!(
            "---\n{API}\nkind: TCPRoute\nmetadata: {{name: {name}}}\nspec: {{parentRefs: [{{name: g}}], rules: [{{{BACKEND}}}]}}\n"
        )
    };
    let mut cluster = listeners("[{name: l, port: 80, protocol: TCP}]");
    cluster.0 += &(route("b") + &route("a"));
    let found: Vec<_> = cluster.finds().into_iter().filter(|found| found.starts_with("match")).collect();
    assert_eq!(found, ["match-repeated b spec"]);
}

#[test]
fn of_two_tls_routes_of_a_host_one_serves() {
    let route = |name: &str, hosts: &str| {
        format!(
            "---\n{API}\nkind: TLSRoute\nmetadata: {{name: {name}}}\nspec: {{parentRefs: [{{name: g}}], hostnames: [{hosts}], rules: [{{{BACKEND}}}]}}\n"
        )
    };
    let mut cluster = listeners("[{name: l, port: 443, protocol: TLS, tls: {mode: Passthrough}}]");
    cluster.0 += &(route("a", "a.example") + &route("b", "b.example, a.example"));
    let found: Vec<_> = cluster.finds().into_iter().filter(|found| found.starts_with("match")).collect();
    assert_eq!(found, ["match-repeated b spec.hostnames[1]"]);
}

// === hosts ===

#[test]
fn a_host_that_another_listener_takes_is_told() {
    let both = "[{name: any, port: 80, protocol: HTTP}, {name: a, port: 80, protocol: HTTP, hostname: '*.a.example'}]";
    let cluster = listeners(both).route("both", "x.a.example", &["[{path: {value: /foo}}]"]);
    assert_eq!(cluster.finds(), NONE);
    let mut one = listeners(both).route("other", "y.a.example", &["[{path: {value: /foo}}]"]);
    one.0 = one.0.replace("[{name: g}]", "[{name: g, sectionName: any}]");
    assert_eq!(
        one.finds(),
        ["hostname-taken other spec.hostnames[0]", "listener-unused g spec.listeners[1]"]
    );
}
