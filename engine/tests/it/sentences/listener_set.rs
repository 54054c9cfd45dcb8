//! ListenerSet.

use super::{API, Cluster, created, get};

const OWN: &str = "[{name: own, port: 80, protocol: HTTP, hostname: own.example}]";

/// A Gateway `g` that allows ListenerSets from some namespaces.
fn gateway(allowed: &str) -> Cluster {
    Cluster(format!(
        "{API}\nkind: GatewayClass\nmetadata: {{name: c}}\nspec: {{controllerName: example.com/c}}\n---\n\
         {API}\nkind: Gateway\nmetadata: {{name: g}}\nspec: {{gatewayClassName: c, listeners: {OWN}{allowed}}}\n"
    ))
}

fn open() -> Cluster {
    gateway(", allowedListeners: {namespaces: {from: All}}")
}

impl Cluster {
    fn set(self, metadata: &str, listeners: &str) -> Self {
        self.any(
            "ListenerSet",
            metadata,
            &format!("parentRef: {{name: g, namespace: default}}, listeners: {listeners}"),
        )
    }

    /// A ListenerSet of one listener `l` for one host.
    fn host(self, name: &str, hostname: &str) -> Self {
        let listener = format!("[{{name: l, port: 80, protocol: HTTP, hostname: {hostname}}}]");
        self.set(&format!("metadata: {{name: {name}}}"), &listener)
    }

    /// A route of that name on a ListenerSet, with more in its parentRef.
    fn on(self, name: &str, set: &str, more: &str) -> Self {
        self.spec(name, &format!("parentRefs: [{{kind: ListenerSet, name: {set}{more}}}]"))
    }
}

// === ListenerSet, GatewaySpec.allowedListeners ===

#[test]
fn by_default_a_gateway_does_not_allow_listener_sets() {
    for allowed in ["", ", allowedListeners: {}", ", allowedListeners: {namespaces: {}}"] {
        let cluster = gateway(allowed).host("s", "a.example").on("r", "s", "");
        assert_eq!(cluster.takes(&get("a.example/")), "404", "{allowed}");
    }
}

#[test]
fn listener_sets_come_from_the_namespaces_that_the_gateway_allows() {
    let red = "Selector, selector: {matchLabels: {team: red}}";
    for (from, own, other) in
        [("None", false, false), ("Same", true, false), ("All", true, true), (red, false, true)]
    {
        for (namespace, taken) in [("default", own), ("other", other)] {
            let route = "parentRefs: [{kind: ListenerSet, name: s}]";
            let cluster = gateway(&format!(", allowedListeners: {{namespaces: {{from: {from}}}}}"))
                .red("other")
                .set(
                    &format!("metadata: {{name: s, namespace: {namespace}}}"),
                    "[{name: l, port: 80, protocol: HTTP, hostname: a.example}]",
                )
                .object(&format!("metadata: {{name: r, namespace: {namespace}}}"), route);
            let expected = if taken { format!("{namespace}/r/0") } else { "404".to_owned() };
            assert_eq!(cluster.takes(&get("a.example/")), expected, "{from} {namespace}");
        }
    }
}

// === ListenerSetSpec.listeners ===

#[test]
fn a_gateway_has_its_own_listeners_and_those_of_its_sets() {
    let cluster = open().host("s", "a.example").spec("own", "parentRefs: [{name: g}]").on("r", "s", "");
    assert_eq!(cluster.takes(&get("own.example/")), "default/own/0");
    assert_eq!(cluster.takes(&get("a.example/")), "default/r/0");
}

#[test]
fn the_parent_gateway_comes_first() {
    let cluster = open()
        .set(
            &created("s", "2020-01-01T00:00:00Z"),
            "[{name: l, port: 80, protocol: HTTP, hostname: own.example}, {name: m, port: 80, protocol: HTTP, hostname: a.example}]",
        )
        .spec("own", "parentRefs: [{name: g}]")
        .on("r", "s", "");
    assert_eq!(cluster.takes(&get("own.example/")), "default/own/0");
    assert_eq!(cluster.takes(&get("a.example/")), "default/r/0");
}

#[test]
fn of_two_listener_sets_the_older_comes_first() {
    let listener = "[{name: l, port: 80, protocol: HTTP, hostname: a.example}]";
    let cluster = open()
        .set(&created("a", "2024-01-01T00:00:01Z"), listener)
        .set(&created("b", "2024-01-01T00:00:00Z"), listener)
        .on("on-a", "a", "")
        .on("on-b", "b", "");
    assert_eq!(cluster.takes(&get("a.example/")), "default/on-b/0");
}

#[test]
fn of_two_listener_sets_of_equal_age_the_first_by_namespace_and_name_comes_first() {
    // As text, `default-x/s` comes before `default/s`.
    let listener = "[{name: l, port: 80, protocol: HTTP, hostname: a.example}]";
    let cluster = open()
        .set("metadata: {name: s, namespace: default}", listener)
        .set("metadata: {name: s, namespace: default-x}", listener)
        .object("metadata: {name: r, namespace: default-x}", "parentRefs: [{kind: ListenerSet, name: s}]")
        .on("r", "s", "");
    assert_eq!(cluster.takes(&get("a.example/")), "default-x/r/0");
}

#[test]
fn names_of_listeners_need_not_be_unique_across_a_gateway_and_its_sets() {
    let cluster = open()
        .set("metadata: {name: a}", "[{name: own, port: 80, protocol: HTTP, hostname: a.example}]")
        .set("metadata: {name: b}", "[{name: own, port: 80, protocol: HTTP, hostname: b.example}]")
        .spec("own", "parentRefs: [{name: g, sectionName: own}]")
        .on("on-a", "a", ", sectionName: own")
        .on("on-b", "b", ", sectionName: own");
    assert_eq!(cluster.takes(&get("own.example/")), "default/own/0");
    assert_eq!(cluster.takes(&get("a.example/")), "default/on-a/0");
    assert_eq!(cluster.takes(&get("b.example/")), "default/on-b/0");
}

// === ParentReference (GEP-1713) ===

#[test]
fn a_route_on_the_gateway_is_on_its_own_listeners_only() {
    let cluster = open().host("s", "a.example").spec("own", "parentRefs: [{name: g}]");
    assert_eq!(cluster.takes(&get("own.example/")), "default/own/0");
    assert_eq!(cluster.takes(&get("a.example/")), "404");
}

#[test]
fn a_section_of_a_listener_set_is_not_found_on_the_gateway() {
    let cluster = open().host("s", "a.example").spec("r", "parentRefs: [{name: g, sectionName: l}]");
    assert_eq!(cluster.takes(&get("a.example/")), "404");
}

#[test]
fn a_route_on_a_listener_set_is_on_the_sets_listeners_only() {
    let cluster = open().host("s", "a.example").host("t", "b.example").on("r", "s", "");
    assert_eq!(cluster.takes(&get("a.example/")), "default/r/0");
    assert_eq!(cluster.takes(&get("b.example/")), "404");
    assert_eq!(cluster.takes(&get("own.example/")), "404");
}

#[test]
fn a_section_name_and_a_port_choose_among_the_sets_listeners() {
    for (more, taken) in [
        (", sectionName: l", true),
        (", sectionName: m", false),
        (", sectionName: own", false),
        (", port: 80", true),
        (", port: 81", false),
        (", sectionName: l, port: 81", false),
    ] {
        let cluster = open()
            .set(
                "metadata: {name: s}",
                "[{name: l, port: 80, protocol: HTTP, hostname: a.example}, {name: m, port: 81, protocol: HTTP}]",
            )
            .on("r", "s", more);
        assert_eq!(cluster.takes(&get("a.example/")), if taken { "default/r/0" } else { "404" }, "{more}");
    }
}

#[test]
fn a_listener_of_a_set_allows_routes_of_the_sets_own_namespace() {
    let cluster = open()
        .set(
            "metadata: {name: s, namespace: other}",
            "[{name: l, port: 80, protocol: HTTP, hostname: a.example}]",
        )
        .on("of-the-gateway", "s", ", namespace: other")
        .object(
            "metadata: {name: of-the-set, namespace: other}",
            "parentRefs: [{kind: ListenerSet, name: s}]",
        );
    assert_eq!(cluster.takes(&get("a.example/")), "other/of-the-set/0");
}

// === GatewaySpec.listeners, of the merged list ===

#[test]
fn the_most_specific_listener_takes_the_request_whoever_has_it() {
    let cluster = open()
        .host("wide", "'*.example'")
        .host("deep", "'*.a.example'")
        .spec("own", "parentRefs: [{name: g}]")
        .on("on-wide", "wide", "")
        .on("on-deep", "deep", "");
    assert_eq!(cluster.takes(&get("own.example/")), "default/own/0");
    assert_eq!(cluster.takes(&get("b.example/")), "default/on-wide/0");
    assert_eq!(cluster.takes(&get("b.a.example/")), "default/on-deep/0");
}
