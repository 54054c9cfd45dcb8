//! The specification's precedence and selection, one sentence a test.

mod connections;
mod grpc_route;
mod listener_set;

use std::fmt::Write;

use engine::analysis::Analysis;

use crate::support::{Asked, analyse};

/// A Gateway `g` on port 80, and routes in the order of their ages.
struct Cluster(String);

const API: &str = "apiVersion: gateway.networking.k8s.io/v1";

fn listeners(list: &str) -> Cluster {
    Cluster(format!(
        "{API}\nkind: GatewayClass\nmetadata: {{name: c}}\nspec: {{controllerName: example.com/c}}\n---\n\
         {API}\nkind: Gateway\nmetadata: {{name: g}}\nspec: {{gatewayClassName: c, listeners: {list}}}\n"
    ))
}

fn any_host() -> Cluster {
    listeners("[{name: l, port: 80, protocol: HTTP}]")
}

impl Cluster {
    /// A route with one rule for each list of matches.
    fn route(self, name: &str, rules: &[&str]) -> Self {
        let rules: Vec<_> = rules.iter().map(|matches| format!("{{matches: {matches}}}")).collect();
        self.spec(name, &format!("parentRefs: [{{name: g}}], rules: [{}]", rules.join(", ")))
    }

    fn hosts(self, name: &str, hostnames: &str) -> Self {
        self.spec(name, &format!("parentRefs: [{{name: g}}], hostnames: {hostnames}"))
    }

    fn spec(self, name: &str, spec: &str) -> Self {
        self.object(&format!("metadata: {{name: {name}}}"), spec)
    }

    fn object(self, metadata: &str, spec: &str) -> Self {
        self.any("HTTPRoute", metadata, spec)
    }

    /// An object of the API's group.
    fn any(mut self, kind: &str, metadata: &str, spec: &str) -> Self {
        let _ = write!(self.0, "---\n{API}\nkind: {kind}\n{metadata}\nspec: {{{spec}}}\n");
        self
    }

    /// A namespace of team red.
    fn red(mut self, name: &str) -> Self {
        let _ = write!(
            self.0,
            "---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}, labels: {{team: red}}}}\n"
        );
        self
    }

    fn service(mut self, name: &str, ports: &str) -> Self {
        let _ = write!(
            self.0,
            "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{ports: {ports}}}\n"
        );
        self
    }

    fn analyse(&self) -> Analysis {
        let analysis = analyse(&self.0);
        assert!(analysis.refusals().count() == 0, "{:?}", analysis.refusals().collect::<Vec<_>>());
        analysis
    }

    /// The rule that takes a request on port 80, as `namespace/route/rule`, or `404`.
    fn takes(&self, asked: &Asked) -> String {
        let analysis = self.analyse();
        let socket = analysis.table.socket("default/g:80").unwrap();
        asked.explain(&analysis, socket).rule.unwrap_or_else(|| "404".to_owned())
    }
}

fn get(url: &str) -> Asked {
    Asked::get(url)
}

/// The metadata of something that was created at a certain time.
fn created(name: &str, at: &str) -> String {
    format!("metadata: {{name: {name}, creationTimestamp: '{at}'}}")
}

// === HTTPRouteRule.matches ===

#[test]
fn a_rule_takes_what_any_of_its_matches_takes() {
    let cluster = any_host().route("r", &["[{path: {value: /a}}, {path: {value: /b}}]"]);
    assert_eq!(cluster.takes(&get("h/a")), "default/r/0");
    assert_eq!(cluster.takes(&get("h/b")), "default/r/0");
    assert_eq!(cluster.takes(&get("h/c")), "404");
}

#[test]
fn a_rule_without_matches_takes_every_request() {
    let cluster = any_host().spec("r", "parentRefs: [{name: g}], rules: [{}]");
    assert_eq!(cluster.takes(&get("h/anything").method("PATCH")), "default/r/0");
}

#[test]
fn an_exact_path_comes_before_a_prefix() {
    let cluster =
        any_host().route("r", &["[{path: {value: /a}, method: GET}]", "[{path: {type: Exact, value: /a}}]"]);
    assert_eq!(cluster.takes(&get("h/a")), "default/r/1");
}

#[test]
fn the_prefix_with_more_characters_comes_first() {
    let cluster = any_host().route("r", &["[{path: {value: /a}, method: GET}]", "[{path: {value: /a/b}}]"]);
    assert_eq!(cluster.takes(&get("h/a/b/c")), "default/r/1");
}

#[test]
fn a_method_comes_before_any_number_of_headers() {
    let headers = "[{headers: [{name: x, value: '1'}, {name: z, value: '1'}]}]";
    let cluster = any_host().route("r", &[headers, "[{method: GET}]"]);
    assert_eq!(cluster.takes(&get("h/").header("x", "1").header("z", "1")), "default/r/1");
}

#[test]
fn more_headers_come_before_more_query_parameters() {
    let queries = "[{queryParams: [{name: p, value: '1'}, {name: q, value: '1'}]}]";
    let cluster = any_host().route("r", &[queries, "[{headers: [{name: x, value: '1'}]}]"]);
    assert_eq!(cluster.takes(&get("h/?p=1&q=1").header("X", "1")), "default/r/1");
}

#[test]
fn more_query_parameters_come_first() {
    let two = "[{queryParams: [{name: p, value: '1'}, {name: q, value: '1'}]}]";
    let cluster = any_host().route("r", &["[{queryParams: [{name: p, value: '1'}]}]", two]);
    assert_eq!(cluster.takes(&get("h/?p=1&q=1")), "default/r/1");
}

#[test]
fn the_older_route_comes_first() {
    let cluster = any_host()
        .object(&created("a", "2024-01-01T00:00:01Z"), "parentRefs: [{name: g}]")
        .object(&created("b", "2024-01-01T00:00:00Z"), "parentRefs: [{name: g}]");
    assert_eq!(cluster.takes(&get("h/")), "default/b/0");
}

#[test]
fn of_equal_age_the_first_by_namespace_and_name_comes_first() {
    let cluster = any_host().spec("b", "parentRefs: [{name: g}]").spec("a", "parentRefs: [{name: g}]");
    assert_eq!(cluster.takes(&get("h/")), "default/a/0");
}

#[test]
fn within_a_route_the_first_rule_comes_first() {
    let cluster = any_host().route("r", &["[{path: {value: /a}}]", "[{path: {value: /a/}}]"]);
    assert_eq!(cluster.takes(&get("h/a")), "default/r/0");
}

#[test]
fn a_request_without_a_rule_gets_404() {
    let analysis = analyse(&any_host().route("r", &["[{path: {value: /a}}]"]).0);
    assert_eq!(get("h/b").outcome(&analysis, analysis.table.only_socket().unwrap(), 0), "404");
}

// === HTTPRouteSpec.hostnames ===

#[test]
fn the_port_of_the_host_header_is_ignored() {
    let cluster = any_host().hosts("r", "[a.example]");
    assert_eq!(cluster.takes(&get("a.example:8080/")), "default/r/0");
}

#[test]
fn a_wildcard_takes_any_number_of_labels_but_not_none() {
    let cluster = any_host().hosts("r", "['*.example']");
    assert_eq!(cluster.takes(&get("a.example/")), "default/r/0");
    assert_eq!(cluster.takes(&get("a.b.example/")), "default/r/0");
    assert_eq!(cluster.takes(&get("example/")), "404");
}

#[test]
fn a_hostname_that_does_not_meet_the_listeners_is_ignored() {
    let cluster = listeners("[{name: l, port: 80, protocol: HTTP, hostname: '*.example'}, {name: m, port: 80, protocol: HTTP, hostname: a.test}]")
        .spec("r", "parentRefs: [{name: g, sectionName: l}], hostnames: [a.example, a.test]");
    assert_eq!(cluster.takes(&get("a.example/")), "default/r/0");
    assert_eq!(cluster.takes(&get("a.test/")), "404");
}

#[test]
fn a_full_hostname_comes_before_any_wildcard() {
    let cluster = any_host().hosts("a", "['*.example']").hosts("b", "[a.example]");
    assert_eq!(cluster.takes(&get("a.example/")), "default/b/0");
}

#[test]
fn the_longer_wildcard_comes_first() {
    let cluster = any_host().hosts("a", "['*.example']").hosts("b", "['*.b.example']");
    assert_eq!(cluster.takes(&get("a.b.example/")), "default/b/0");
}

#[test]
fn routes_of_one_hostname_compare_their_matches() {
    let cluster = any_host().hosts("a", "[a.example]").spec(
        "b",
        "parentRefs: [{name: g}], hostnames: [a.example], rules: [{matches: [{path: {value: /a}}]}]",
    );
    assert_eq!(cluster.takes(&get("a.example/a")), "default/b/0");
}

// === GatewaySpec.listeners ===

const THREE: &str = "[{name: any, port: 80, protocol: HTTP}, {name: wide, port: 80, protocol: HTTP, hostname: '*.example'}, \
    {name: full, port: 80, protocol: HTTP, hostname: a.example}, {name: deep, port: 80, protocol: HTTP, hostname: '*.b.example'}]";

#[test]
fn a_full_name_then_the_longer_wildcard_then_any_host() {
    let mut cluster = listeners(THREE);
    for section in ["any", "wide", "full", "deep"] {
        cluster = cluster.spec(section, &format!("parentRefs: [{{name: g, sectionName: {section}}}]"));
    }
    assert_eq!(cluster.takes(&get("a.example/")), "default/full/0");
    assert_eq!(cluster.takes(&get("c.example/")), "default/wide/0");
    assert_eq!(cluster.takes(&get("a.b.example/")), "default/deep/0");
    assert_eq!(cluster.takes(&get("a.b.c.example/")), "default/wide/0");
    assert_eq!(cluster.takes(&get("other/")), "default/any/0");
}

#[test]
fn a_request_is_for_one_listener_alone() {
    let cluster = listeners(THREE).spec("wide", "parentRefs: [{name: g, sectionName: wide}]");
    assert_eq!(cluster.takes(&get("a.example/")), "404");
}

// === ParentReference ===

const PORTS: &str = "[{name: l, port: 80, protocol: HTTP}, {name: m, port: 81, protocol: HTTP}]";

#[test]
fn a_section_name_and_a_port_have_to_be_one_listeners() {
    for (reference, taken) in [
        ("{name: g}", true),
        ("{name: g, sectionName: l}", true),
        ("{name: g, sectionName: m}", false),
        ("{name: g, port: 80}", true),
        ("{name: g, port: 81}", false),
        ("{name: g, sectionName: l, port: 80}", true),
        ("{name: g, sectionName: l, port: 81}", false),
    ] {
        let cluster = listeners(PORTS).spec("r", &format!("parentRefs: [{reference}]"));
        assert_eq!(cluster.takes(&get("h/")), if taken { "default/r/0" } else { "404" }, "{reference}");
    }
}

// === AllowedRoutes ===

#[test]
fn routes_come_from_the_namespaces_that_the_listener_allows() {
    let red = "{from: Selector, selector: {matchLabels: {team: red}}}";
    for (namespaces, own, other) in
        [("{}", true, false), ("{from: Same}", true, false), ("{from: All}", true, true), (red, false, true)]
    {
        let list =
            format!("[{{name: l, port: 80, protocol: HTTP, allowedRoutes: {{namespaces: {namespaces}}}}}]");
        for (namespace, taken) in [("default", own), ("other", other)] {
            let cluster = listeners(&list).red("other").object(
                &format!("metadata: {{name: r, namespace: {namespace}}}"),
                "parentRefs: [{name: g, namespace: default}]",
            );
            let expected = if taken { format!("{namespace}/r/0") } else { "404".to_owned() };
            assert_eq!(cluster.takes(&get("h/")), expected, "{namespaces} {namespace}");
        }
    }
}

// === ReferenceGrant and BackendRef.weight ===

fn outcomes(backends: &str, more: &str) -> Vec<String> {
    let rules = format!("parentRefs: [{{name: g}}], rules: [{{backendRefs: {backends}}}]");
    let service = |namespace| {
        format!(
            "---\napiVersion: v1\nkind: Service\nmetadata: {{name: s, namespace: {namespace}}}\nspec: {{ports: [{{port: 80}}]}}\n"
        )
    };
    let text = any_host().spec("r", &rules).0 + &service("default") + &service("other") + more;
    let analysis = analyse(&text);
    let socket = analysis.table.only_socket().unwrap();
    let draws = (0..4).map(|quarter| (1 << 61) + quarter * (1 << 62));
    draws.map(|draw| get("h/").outcome(&analysis, socket, draw)).collect()
}

#[test]
fn a_backend_elsewhere_needs_a_grant_where_it_lives_for_who_asks_and_for_what() {
    let grant = |namespace: &str, kind: &str, from: &str, name: &str| {
        format!(
            "---\n{API}beta1\nkind: ReferenceGrant\nmetadata: {{name: x, namespace: {namespace}}}\nspec:\n  \
             from: [{{group: gateway.networking.k8s.io, kind: {kind}, namespace: {from}}}]\n  \
             to: [{{group: '', kind: Service{name}}}]\n"
        )
    };
    let elsewhere = "[{name: s, namespace: other, port: 80}]";
    let first = |more: &str| outcomes(elsewhere, more)[0].clone();
    assert_eq!(first(""), "500");
    assert_eq!(first(&grant("other", "HTTPRoute", "default", "")), "other/s:80");
    assert_eq!(first(&grant("other", "HTTPRoute", "default", ", name: s")), "other/s:80");
    assert_eq!(first(&grant("other", "HTTPRoute", "default", ", name: t")), "500");
    assert_eq!(first(&grant("other", "GRPCRoute", "default", "")), "500");
    assert_eq!(first(&grant("other", "HTTPRoute", "third", "")), "500");
    assert_eq!(first(&grant("default", "HTTPRoute", "default", "")), "500");
}

#[test]
fn requests_are_shared_in_the_proportion_of_the_weights() {
    let (ok, bad) = ("default/s:80", "500");
    assert_eq!(outcomes("[{name: s, port: 80, weight: 3}, {name: t, port: 80}]", ""), [ok, ok, ok, bad]);
    assert_eq!(outcomes("[{name: s, port: 80}, {name: t, port: 80, weight: 0}]", ""), [ok; 4]);
    assert_eq!(outcomes("[{name: s, port: 80, weight: 0}]", ""), [bad; 4]);
}

/// `HTTPHeader.name`: of entries with equivalent names the first counts.
#[test]
fn of_two_entries_for_one_header_the_first_counts() {
    let spec = "parentRefs: [{name: g}], rules: [{filters: [{type: RequestHeaderModifier, requestHeaderModifier: \
                {set: [{name: X-A, value: first}, {name: x-a, value: second}]}}], backendRefs: [{name: s, port: 80}]}]";
    let text = format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {{name: c}}\nspec: {{controllerName: example.com/c}}\n\
         ---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: g}}\n\
         spec: {{gatewayClassName: c, listeners: [{{name: l, port: 80, protocol: HTTP}}]}}\n\
         ---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: r}}\nspec: {{{spec}}}\n\
         ---\napiVersion: v1\nkind: Service\nmetadata: {{name: s}}\nspec: {{ports: [{{port: 80}}]}}\n"
    );
    let analysis = crate::support::analyse(&text);
    let set = &analysis.definition.rules[0].filters.as_ref().unwrap().request_headers.set;
    assert_eq!(**set, [("x-a".into(), "first".into())]);
}
