//! Findings about valid manifests, one story a test.

use std::fmt::Write;

use engine::source::Place;

use crate::support::analyse;

const API: &str = "apiVersion: gateway.networking.k8s.io/v1";

/// A Gateway `g`, a Service `s`, and routes.
struct Cluster(String);

fn listeners(list: &str) -> Cluster {
    Cluster(format!(
        "{API}\nkind: GatewayClass\nmetadata: {{name: c}}\nspec: {{controllerName: example.com/c}}\n---\n\
         apiVersion: v1\nkind: Service\nmetadata: {{name: s}}\nspec: {{ports: [{{port: 80}}]}}\n---\n\
         {API}\nkind: Gateway\nmetadata: {{name: g}}\nspec: {{gatewayClassName: c, listeners: {list}}}\n"
    ))
}

fn any_host() -> Cluster {
    listeners("[{name: l, port: 80, protocol: HTTP}]")
}

const BACKEND: &str = "backendRefs: [{name: s, port: 80}]";

impl Cluster {
    /// A route whose rules have a list of matches each.
    fn route(self, name: &str, hostnames: &str, rules: &[&str]) -> Self {
        let rules: Vec<_> =
            rules.iter().map(|matches| format!("{{matches: {matches}, {BACKEND}}}")).collect();
        self.rules(name, hostnames, &rules.join(", "))
    }

    fn rules(mut self, name: &str, hostnames: &str, rules: &str) -> Self {
        let _ = write!(
            self.0,
            "---\n{API}\nkind: HTTPRoute\nmetadata: {{name: {name}}}\n\
             spec: {{parentRefs: [{{name: g}}], hostnames: [{hostnames}], rules: [{rules}]}}\n"
        );
        self
    }

    /// One rule with these fields for `/foo`.
    fn rule(self, fields: &str) -> Self {
        self.rules("r", "", &format!("{{matches: [{{path: {{value: /foo}}}}], {fields}}}"))
    }

    /// `code object path` of each finding.
    fn finds(&self) -> Vec<String> {
        let analysis = analyse(&self.0);
        let tell = |problem: &engine::source::Problem| match &problem.place {
            Place::Field { document, path } => {
                let name = analysis.sources.value(*document).unwrap()["metadata"]["name"].clone();
                format!("{} {} {path}", problem.code, name.as_str().unwrap())
            }
            other => panic!("{} {other:?}", problem.message),
        };
        analysis.problems.iter().map(tell).collect()
    }

    fn messages(&self) -> String {
        let problems = analyse(&self.0).problems;
        let lines = problems.iter().map(|problem| {
            format!("{}: {}; {}\n", problem.code, problem.message, problem.hint.as_deref().unwrap_or("-"))
        });
        lines.collect()
    }
}

const NONE: [&str; 0] = [];

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

// === filters ===

#[test]
fn filters_that_change_nothing_are_told() {
    let modifier = |fields: &str| {
        format!("filters: [{{type: RequestHeaderModifier, requestHeaderModifier: {fields}}}], {BACKEND}")
    };
    let rewrite = |fields: &str| format!("filters: [{{type: URLRewrite, urlRewrite: {fields}}}], {BACKEND}");
    let prefix = |value: &str| {
        rewrite(&format!("{{path: {{type: ReplacePrefixMatch, replacePrefixMatch: '{value}'}}}}"))
    };
    for (fields, path) in [
        (modifier("{}"), "filters[0].requestHeaderModifier"),
        (modifier("{set: [{name: X, value: '1'}], remove: [x]}"), "filters[0].requestHeaderModifier.set[0]"),
        (
            modifier("{add: [{name: z, value: '1'}], remove: [x, Z]}"),
            "filters[0].requestHeaderModifier.add[0]",
        ),
        (rewrite("{}"), "filters[0].urlRewrite"),
        (prefix("/foo/"), "filters[0].urlRewrite.path"),
        (
            "filters: [{type: RequestRedirect, requestRedirect: {hostname: b.example}}, \
             {type: RequestHeaderModifier, requestHeaderModifier: {remove: [x]}}]"
                .to_owned(),
            "filters[1].requestHeaderModifier",
        ),
        (
            "backendRefs: [{name: s, port: 80}, {name: s, port: 80, weight: 0, \
             filters: [{type: URLRewrite, urlRewrite: {hostname: b.example}}]}]"
                .to_owned(),
            "backendRefs[1].filters",
        ),
    ] {
        assert_eq!(
            any_host().rule(&fields).finds(),
            [format!("filter-without-effect r spec.rules[0].{path}")],
            "{fields}"
        );
    }
    for fields in [
        modifier("{set: [{name: x, value: '1'}], remove: [z]}"),
        rewrite("{hostname: b.example}"),
        prefix("/"),
        prefix("/bar"),
    ] {
        assert_eq!(any_host().rule(&fields).finds(), NONE, "{fields}");
    }
}

#[test]
fn a_redirect_that_comes_back_is_told() {
    let redirects =
        |fields: &str| format!("filters: [{{type: RequestRedirect, requestRedirect: {{{fields}}}}}]");
    let path = |kind: &str, value: &str| format!("path: {{type: Replace{kind}, replace{kind}: {value}}}");
    for fields in [
        String::new(),
        "statusCode: 301, scheme: http, port: 80".to_owned(),
        path("FullPath", "/foo/login"),
        path("PrefixMatch", "/foo/bar"),
    ] {
        let found = any_host().rule(&redirects(&fields)).finds();
        assert_eq!(found, ["redirect-loop r spec.rules[0].filters[0].requestRedirect"], "{fields}");
    }
    for fields in [
        "scheme: https".to_owned(),
        "hostname: www.example".to_owned(),
        "port: 8080".to_owned(),
        path("FullPath", "/login"),
        path("PrefixMatch", "/bar"),
        path("PrefixMatch", "/"),
    ] {
        let found = any_host()
            .route("www", "www.example", &["[{path: {value: /foo}}]"])
            .rule(&redirects(&fields))
            .finds();
        assert_eq!(found, NONE, "{fields}");
    }
}

#[test]
fn a_redirect_to_one_of_its_own_hosts_goes_in_circles() {
    let to_www = "{filters: [{type: RequestRedirect, requestRedirect: {hostname: www.example}}]}";
    let found = any_host().rules("r", "a.example, www.example", to_www).finds();
    assert_eq!(found, ["redirect-loop r spec.rules[0].filters[0].requestRedirect"]);
    assert_eq!(any_host().rules("r", "a.example", to_www).finds(), NONE);
}

#[test]
fn a_redirect_that_another_rule_ends_is_fine() {
    let cluster = any_host().rules(
        "r",
        "",
        &format!(
            "{{filters: [{{type: RequestRedirect, requestRedirect: {{path: {{type: ReplaceFullPath, replaceFullPath: /login}}}}}}]}}, \
             {{matches: [{{path: {{type: Exact, value: /login}}}}], {BACKEND}}}"
        ),
    );
    assert_eq!(cluster.finds(), NONE);
}

// === replacements ===

#[test]
fn replacements_that_join_words_or_slashes_are_told() {
    let rewrite = |value: &str| {
        format!(
            "filters: [{{type: URLRewrite, urlRewrite: {{path: {{type: ReplacePrefixMatch, replacePrefixMatch: '{value}'}}}}}}], {BACKEND}"
        )
    };
    for (value, code) in [
        ("bar", Some("replacement-without-slash")),
        ("/bar//", Some("replacement-double-slash")),
        ("//", Some("replacement-double-slash")),
        ("/bar?x=", Some("replacement-escaped")),
        ("/bar#x", Some("replacement-escaped")),
        ("", None),
        ("/", None),
        ("/bar/", None),
    ] {
        let expected: Vec<_> = code
            .map(|code| format!("{code} r spec.rules[0].filters[0].urlRewrite.path.replacePrefixMatch"))
            .into_iter()
            .collect();
        assert_eq!(any_host().rule(&rewrite(value)).finds(), expected, "{value}");
    }
}

// === expressions ===

#[test]
fn expressions_that_say_something_simple_are_told() {
    let needless = "expression-needless";
    let nearly = "expression-nearly-prefix";
    let never = "expression-never-matches";
    for (expression, expected) in [
        ("/foo", Some((needless, "`type: Exact` and `value: /foo`"))),
        ("^/foo$", Some((needless, "`type: Exact` and `value: /foo`"))),
        (r"/foo\.html", Some((needless, "`value: /foo.html`"))),
        ("/foo(/.*)?", Some((needless, "`type: PathPrefix` and `value: /foo`"))),
        ("/foo(/|$)(.*)", Some((needless, "`type: PathPrefix` and `value: /foo`"))),
        ("/.*", Some((needless, "`type: PathPrefix` and `value: /`"))),
        ("/foo/?", Some((needless, "2 matches with `type: Exact`"))),
        ("/foo/.*", Some((nearly, "but for `/foo` itself"))),
        ("/foo/.+", Some((nearly, "but for `/foo` and `/foo/`"))),
        ("/foo.*", Some((nearly, "`/foobar`, too"))),
        ("foo.*", Some((never, "a path begins with `/`"))),
        ("/%61", Some((never, "`/a`"))),
        ("/a^b", Some((never, "anchors"))),
        ("/foo.html", None),
        ("/v[0-9]+/.*", None),
        ("(?i)/foo", None),
        ("/a b", Some((never, "`/a%20b`"))),
        ("/a//b", None),
    ] {
        let cluster = any_host().route(
            "r",
            "",
            &[&format!("[{{path: {{type: RegularExpression, value: '{expression}'}}}}]")],
        );
        let path = "spec.rules[0].matches[0].path";
        let codes: Vec<_> = expected.iter().map(|(code, _)| format!("{code} r {path}")).collect();
        assert_eq!(cluster.finds(), codes, "{expression}");
        let told = cluster.messages();
        assert!(told.contains(expected.map_or("", |(_, part)| part)), "{told}");
    }
}

#[test]
fn a_value_that_is_no_expression_is_told() {
    for (fields, found) in [
        ("headers: [{name: x, type: RegularExpression, value: 'a\\.b'}]", true),
        ("queryParams: [{name: x, type: RegularExpression, value: '^1,2$'}]", true),
        ("headers: [{name: x, type: RegularExpression, value: 'a, b'}]", false),
        ("headers: [{name: x, type: RegularExpression, value: 'a|b'}]", false),
    ] {
        let cluster = any_host().route("r", "", &[&format!("[{{{fields}}}]")]);
        let list = fields.split_once(':').unwrap().0;
        let expected: Vec<_> = found
            .then(|| format!("expression-needless r spec.rules[0].matches[0].{list}[0]"))
            .into_iter()
            .collect();
        assert_eq!(cluster.finds(), expected, "{fields}");
    }
}

// === what nobody uses ===

#[test]
fn a_gateway_without_routes_is_told_and_a_listener_too() {
    assert_eq!(any_host().finds(), ["gateway-unused g spec.listeners"]);
    let two =
        "[{name: l, port: 80, protocol: HTTP}, {name: m, port: 81, protocol: HTTP, hostname: b.example}]";
    let cluster = listeners(two).route("r", "a.example", &["[{path: {value: /}}]"]);
    assert_eq!(cluster.finds(), ["listener-unused g spec.listeners[1]"]);
}

#[test]
fn what_nobody_uses_is_not_told_beside_errors() {
    let mut cluster = any_host().route("r", "", &["[{path: {value: foo}}]"]);
    assert!(!cluster.messages().contains("gateway-unused"), "{}", cluster.messages());
    cluster = any_host().rule("backendRefs: [{name: t, port: 80}]");
    assert_eq!(cluster.finds(), ["ref-not-resolved r spec.rules[0].backendRefs[0].name"]);
}

#[test]
fn weights_that_are_all_zero_are_told() {
    let cluster =
        any_host().rule("backendRefs: [{name: s, port: 80, weight: 0}, {name: s, port: 80, weight: 0}]");
    assert_eq!(cluster.finds(), ["zero-weights r spec.rules[0].backendRefs"]);
}
