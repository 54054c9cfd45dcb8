//! GRPCRoute.

use super::{Cluster, any_host, created, get, listeners};
use crate::support::Asked;

/// A call of a method, as the client sends it.
fn call(path: &str) -> Asked {
    get(&format!("a.b.example{path}")).method("POST").header("content-type", "application/grpc")
}

impl Cluster {
    /// A GRPCRoute with one rule for each list of matches.
    fn calls(self, name: &str, rules: &[&str]) -> Self {
        let rules: Vec<_> = rules.iter().map(|matches| format!("{{matches: {matches}}}")).collect();
        self.grpc(name, &format!("parentRefs: [{{name: g}}], rules: [{}]", rules.join(", ")))
    }

    fn grpc(self, name: &str, spec: &str) -> Self {
        self.any("GRPCRoute", &format!("metadata: {{name: {name}}}"), spec)
    }

    fn outcomes(&self, path: &str) -> [String; 4] {
        let analysis = self.analyse();
        let socket = analysis.table.only_socket().unwrap();
        [0, 1, 2, 3].map(|quarter| call(path).outcome(&analysis, socket, (1 << 61) + quarter * (1 << 62)))
    }
}

// === GRPCRouteRule.matches ===

#[test]
fn a_rule_takes_what_any_of_its_matches_takes() {
    let cluster = any_host().calls(
        "r",
        &["[{method: {service: foo.bar}, headers: [{name: version, value: '2'}]}, {method: {service: foo.bar.v2}}]"],
    );
    assert_eq!(cluster.takes(&call("/foo.bar/M").header("version", "2")), "default/r/0");
    assert_eq!(cluster.takes(&call("/foo.bar.v2/M")), "default/r/0");
    assert_eq!(cluster.takes(&call("/foo.bar/M")), "404");
}

#[test]
fn a_rule_without_matches_takes_every_call() {
    let cluster = any_host().grpc("r", "parentRefs: [{name: g}], rules: [{}]");
    assert_eq!(cluster.takes(&call("/any.Service/AnyMethod")), "default/r/0");
}

#[test]
fn more_characters_in_a_matching_hostname_without_a_wildcard_come_first() {
    let cluster = any_host()
        .grpc("a", "parentRefs: [{name: g}], hostnames: ['*.b.example'], rules: [{matches: [{method: {service: s, method: M}}]}]")
        .grpc("b", "parentRefs: [{name: g}], hostnames: [a.b.example], rules: [{}]");
    assert_eq!(cluster.takes(&call("/s/M")), "default/b/0");
}

#[test]
fn more_characters_in_a_matching_hostname_come_first() {
    let cluster = any_host()
        .grpc("a", "parentRefs: [{name: g}], hostnames: ['*.example'], rules: [{matches: [{method: {service: s, method: M}}]}]")
        .grpc("b", "parentRefs: [{name: g}], hostnames: ['*.b.example'], rules: [{}]");
    assert_eq!(cluster.takes(&call("/s/M")), "default/b/0");
}

#[test]
fn more_characters_in_a_matching_service_come_before_any_in_a_method() {
    let cluster = any_host().calls("r", &["[{method: {method: LongMethod}}]", "[{method: {service: s}}]"]);
    assert_eq!(cluster.takes(&call("/s/LongMethod")), "default/r/1");
}

#[test]
fn more_characters_in_a_matching_method_come_before_any_number_of_headers() {
    let headers = "[{method: {service: s}, headers: [{name: x, value: '1'}, {name: z, value: '1'}]}]";
    let cluster = any_host().calls("r", &[headers, "[{method: {service: s, method: M}}]"]);
    assert_eq!(cluster.takes(&call("/s/M").header("x", "1").header("z", "1")), "default/r/1");
}

#[test]
fn more_header_matches_come_before_the_older_route() {
    let rule = |headers: &str| {
        format!("parentRefs: [{{name: g}}], rules: [{{matches: [{{headers: [{headers}]}}]}}]")
    };
    let cluster = any_host()
        .any("GRPCRoute", &created("a", "2024-01-01T00:00:00Z"), &rule("{name: x, value: '1'}"))
        .any(
            "GRPCRoute",
            &created("b", "2024-01-01T00:00:01Z"),
            &rule("{name: x, value: '1'}, {name: z, value: '1'}"),
        );
    assert_eq!(cluster.takes(&call("/s/M").header("x", "1").header("z", "1")), "default/b/0");
}

#[test]
fn the_older_route_comes_first() {
    let cluster = any_host()
        .any("GRPCRoute", &created("a", "2024-01-01T00:00:01Z"), "parentRefs: [{name: g}], rules: [{}]")
        .any("GRPCRoute", &created("b", "2024-01-01T00:00:00Z"), "parentRefs: [{name: g}], rules: [{}]");
    assert_eq!(cluster.takes(&call("/s/M")), "default/b/0");
}

#[test]
fn of_equal_age_the_first_by_namespace_and_name_comes_first() {
    let all = "parentRefs: [{name: g}], rules: [{}]";
    assert_eq!(any_host().grpc("b", all).grpc("a", all).takes(&call("/s/M")), "default/a/0");
}

#[test]
fn within_a_route_the_first_rule_comes_first() {
    let cluster = any_host().calls("r", &["[{method: {service: s}}]", "[{method: {service: s}}]"]);
    assert_eq!(cluster.takes(&call("/s/M")), "default/r/0");
}

// === GRPCMethodMatch ===

#[test]
fn a_service_that_is_left_empty_or_out_is_any() {
    for service in ["", "service: '', type: RegularExpression, "] {
        let cluster = any_host().calls("r", &[&format!("[{{method: {{{service}method: M}}}}]")]);
        assert_eq!(cluster.takes(&call("/any.Service/M")), "default/r/0");
        assert_eq!(cluster.takes(&call("/any.Service/N")), "404");
    }
}

#[test]
fn a_method_that_is_left_empty_or_out_is_any() {
    for method in ["", ", method: '', type: RegularExpression"] {
        let cluster = any_host().calls("r", &[&format!("[{{method: {{service: s{method}}}}}]")]);
        assert_eq!(cluster.takes(&call("/s/AnyMethod")), "default/r/0");
        assert_eq!(cluster.takes(&call("/t/AnyMethod")), "404");
    }
}

#[test]
fn names_match_exactly_and_with_case_sensitivity() {
    let cluster = any_host().calls("r", &["[{method: {service: foo.Bar, method: Login}}]"]);
    assert_eq!(cluster.takes(&call("/foo.Bar/Login")), "default/r/0");
    for other in ["/foo.bar/Login", "/foo.Bar/login", "/foo.Bar/Log", "/oo.Bar/Login", "/fooxBar/Login"] {
        assert_eq!(cluster.takes(&call(other)), "404", "{other}");
    }
}

#[test]
fn expressions_match_with_case_sensitivity() {
    let cluster = any_host()
        .calls("r", &["[{method: {type: RegularExpression, service: 'foo\\..+', method: 'Get|List'}}]"]);
    assert_eq!(cluster.takes(&call("/foo.Bar/List")), "default/r/0");
    for other in ["/foo.Bar/list", "/Foo.Bar/List", "/foo.Bar/Lists", "/fooBar/List"] {
        assert_eq!(cluster.takes(&call(other)), "404", "{other}");
    }
}

// === GRPCHeaderMatch ===

#[test]
fn of_equivalent_header_names_the_first_is_considered() {
    let cluster = any_host().calls("r", &["[{headers: [{name: foo, value: '1'}, {name: Foo, value: '2'}]}]"]);
    assert_eq!(cluster.takes(&call("/s/M").header("FOO", "1")), "default/r/0");
    assert_eq!(cluster.takes(&call("/s/M").header("foo", "2")), "404");
}

// === GRPCRouteSpec.hostnames ===

#[test]
fn a_hostname_that_does_not_meet_the_listeners_is_ignored() {
    let cluster = listeners(
        "[{name: l, port: 80, protocol: HTTP, hostname: '*.example'}, {name: m, port: 80, protocol: HTTP, hostname: a.test}]",
    )
    .grpc("r", "parentRefs: [{name: g, sectionName: l}], hostnames: [a.b.example, a.test], rules: [{}]");
    assert_eq!(cluster.takes(&call("/s/M")), "default/r/0");
    assert_eq!(cluster.takes(&get("a.test/s/M")), "404");
}

#[test]
fn of_an_http_route_and_a_grpc_route_with_a_host_in_common_the_oldest_is_accepted() {
    let names = ["a.b.example", "'*.b.example'"];
    for (young, old) in [("GRPCRoute", "HTTPRoute"), ("HTTPRoute", "GRPCRoute")] {
        let cluster = any_host()
            .any(
                young,
                &created("a", "2024-01-01T00:00:01Z"),
                &format!("parentRefs: [{{name: g}}], hostnames: [{}], rules: [{{}}]", names[0]),
            )
            .any(
                old,
                &created("b", "2024-01-01T00:00:00Z"),
                &format!("parentRefs: [{{name: g}}], hostnames: [{}], rules: [{{}}]", names[1]),
            );
        assert_eq!(cluster.takes(&call("/s/M")), "default/b/0", "{old}");
        let analysis = cluster.analyse();
        let rejected = analysis.world.routes.iter().position(|route| route.meta.name == "a").unwrap();
        let accepted = |number: usize| match &analysis.graph.routes[number].parents[0].state {
            engine::attach::ParentState::Gateway(parent) => parent.accepted.is_true(),
            engine::attach::ParentState::Elsewhere(_) => panic!("the Gateway is there"),
        };
        assert!(!accepted(rejected));
        assert!(accepted(1 - rejected));
    }
}

#[test]
fn of_an_http_route_and_a_grpc_route_of_one_age_the_first_by_namespace_and_name_is_accepted() {
    for (first, second) in [("GRPCRoute", "HTTPRoute"), ("HTTPRoute", "GRPCRoute")] {
        let all = "parentRefs: [{name: g}], rules: [{}]";
        let cluster =
            any_host().any(second, "metadata: {name: b}", all).any(first, "metadata: {name: a}", all);
        assert_eq!(cluster.takes(&call("/s/M")), "default/a/0", "{first}");
    }
}

#[test]
fn an_http_route_and_a_grpc_route_without_a_host_in_common_are_both_accepted() {
    let cluster = any_host()
        .hosts("a", "[a.example]")
        .grpc("b", "parentRefs: [{name: g}], hostnames: ['*.b.example'], rules: [{}]");
    assert_eq!(cluster.takes(&get("a.example/")), "default/a/0");
    assert_eq!(cluster.takes(&call("/s/M")), "default/b/0");
}

#[test]
fn the_rule_counts_for_each_listener_by_itself() {
    let cluster = listeners(
        "[{name: l, port: 80, protocol: HTTP, hostname: a.b.example}, {name: m, port: 80, protocol: HTTP}]",
    )
    .any("HTTPRoute", &created("old", "2024-01-01T00:00:00Z"), "parentRefs: [{name: g, sectionName: m}]")
    .any("GRPCRoute", &created("young", "2024-01-01T00:00:01Z"), "parentRefs: [{name: g}], rules: [{}]");
    assert_eq!(cluster.takes(&call("/s/M")), "default/young/0");
    assert_eq!(cluster.takes(&get("other/s/M")), "default/old/0");
}

// === GRPCRouteRule.backendRefs, GatewaySpec.listeners ===

#[test]
fn a_call_for_an_invalid_backend_is_unavailable() {
    let backends = |list: &str| {
        any_host()
            .service("s", "[{port: 80}]")
            .grpc("r", &format!("parentRefs: [{{name: g}}], rules: [{{backendRefs: {list}}}]"))
    };
    let (ok, unavailable) = ("default/s:80", "503");
    assert_eq!(backends("[{name: t, port: 80}]").outcomes("/s/M"), [unavailable; 4]);
    assert_eq!(backends("[]").outcomes("/s/M"), [unavailable; 4]);
    assert_eq!(
        backends("[{name: s, port: 80}, {name: t, port: 80}]").outcomes("/s/M"),
        [ok, ok, unavailable, unavailable]
    );
}

#[test]
fn a_call_without_a_rule_is_unimplemented() {
    let cluster = any_host().calls("r", &["[{method: {service: s}}]"]);
    // Which is what gRPC reads in 404.
    assert_eq!(cluster.outcomes("/t/M"), ["404"; 4]);
}
