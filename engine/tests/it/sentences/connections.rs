//! TLSRoute, TCPRoute and UDPRoute.

use engine::{compile::Transport, report::Outcome};

use super::{Cluster, created, listeners};

const TLS: &str = "protocol: TLS, tls: {mode: Passthrough}";

/// A Gateway with one listener for each hostname, all of which hand TLS connections on.
fn tls(hostnames: &[&str]) -> Cluster {
    let listener = |(number, hostname): (usize, &&str)| {
        let hostname = if hostname.is_empty() { String::new() } else { format!(", hostname: {hostname}") };
        format!("{{name: l{number}, port: 443, {TLS}{hostname}}}")
    };
    let list: Vec<_> = hostnames.iter().enumerate().map(listener).collect();
    listeners(&format!("[{}]", list.join(", ")))
}

impl Cluster {
    fn tls_route(self, name: &str, hostnames: &str) -> Self {
        self.tls_object(&format!("metadata: {{name: {name}}}"), hostnames)
    }

    fn tls_object(self, metadata: &str, hostnames: &str) -> Self {
        self.any(
            "TLSRoute",
            metadata,
            &format!("parentRefs: [{{name: g}}], hostnames: {hostnames}, rules: [{{backendRefs: [{{name: s, port: 80}}]}}]"),
        )
    }

    /// A TCPRoute or UDPRoute on all that it may stand on.
    fn port_route(self, kind: &str, metadata: &str, backends: &str) -> Self {
        self.any(kind, metadata, &format!("parentRefs: [{{name: g}}], rules: [{{backendRefs: {backends}}}]"))
    }

    /// The rule that takes a TLS connection for `name` on port 443; else why there is none.
    fn connects(&self, name: &str) -> String {
        self.arrives(443, Transport::Tcp, name)
    }

    fn arrives(&self, port: u16, transport: Transport, name: &str) -> String {
        let analysis = self.analyse();
        let mut sockets = analysis.streams.iter();
        let Some(socket) = sockets.find(|socket| (socket.port, socket.transport) == (port, transport)) else {
            return "no socket".to_owned();
        };
        let told = analysis.explain_connection(socket, name, 0);
        told.rule.unwrap_or_else(|| told.actions.details.unwrap().to_owned())
    }

    /// What becomes of each quarter of the connections.
    fn quarters(&self, port: u16, transport: Transport) -> [String; 4] {
        let analysis = self.analyse();
        let mut sockets = analysis.streams.iter();
        let socket = sockets.find(|socket| (socket.port, socket.transport) == (port, transport)).unwrap();
        [0, 1, 2, 3].map(|quarter| {
            let told = analysis.explain_connection(socket, "a.example", (1 << 61) + quarter * (1 << 62));
            match told.outcome {
                Outcome::Forward => told.backend.unwrap(),
                _ => "rejected".to_owned(),
            }
        })
    }
}

// === TLSRouteSpec.hostnames ===

#[test]
fn a_listener_and_a_route_have_to_have_a_name_in_common() {
    for (listener, route, name, taken) in [
        ("test.example.com", "test.example.com", "test.example.com", true),
        ("test.example.com", "'*.example.com'", "test.example.com", true),
        ("'*.example.com'", "test.example.com", "test.example.com", true),
        ("'*.example.com'", "'*.example.com'", "test.example.com", true),
        ("'*.example.com'", "example.com", "test.example.com", false),
        ("'*.example.com'", "test.example.net", "test.example.com", false),
        ("something.example.com", "'*.example.com'", "something.example.com", true),
    ] {
        let cluster = tls(&[listener]).tls_route("r", &format!("[{route}]"));
        let expected = if taken { "default/r/0" } else { "no_route" };
        assert_eq!(cluster.connects(name), expected, "{listener} {route}");
    }
}

#[test]
fn a_name_of_the_route_that_does_not_match_the_listeners_is_ignored() {
    let cluster = tls(&["'*.example.com'", ""]).any(
        "TLSRoute",
        "metadata: {name: r}",
        "parentRefs: [{name: g, sectionName: l0}], hostnames: [test.example.com, test.example.net], rules: [{backendRefs: [{name: s, port: 80}]}]",
    );
    assert_eq!(cluster.connects("test.example.com"), "default/r/0");
    assert_eq!(cluster.connects("test.example.net"), "no_route");
}

#[test]
fn a_wildcard_takes_any_number_of_labels_but_not_none() {
    let cluster = tls(&[""]).tls_route("r", "['*.example']");
    assert_eq!(cluster.connects("a.example"), "default/r/0");
    assert_eq!(cluster.connects("a.b.example"), "default/r/0");
    assert_eq!(cluster.connects("example"), "no_route");
}

#[test]
fn names_in_the_handshake_have_no_case() {
    assert_eq!(tls(&["a.example"]).tls_route("r", "[a.example]").connects("A.Example"), "default/r/0");
}

#[test]
fn a_client_that_asks_for_no_name_gets_no_route_with_names() {
    assert_eq!(tls(&[""]).tls_route("r", "['*.example']").connects(""), "no_route");
    assert_eq!(tls(&["'*.example'"]).tls_route("r", "['*.example']").connects(""), "no_listener");
}

#[test]
fn a_route_for_tls_is_on_listeners_of_protocol_tls_only() {
    let certificate = "tls: {certificateRefs: [{name: t}]}";
    let cluster = listeners(&format!(
        "[{{name: l, port: 443, {TLS}}}, {{name: m, port: 443, protocol: HTTPS, hostname: a.example, {certificate}}}, {{name: o, port: 9000, protocol: TCP}}]"
    ))
    .tls_route("r", "[a.example, b.example]");
    assert_eq!(cluster.connects("b.example"), "default/r/0");
    assert_eq!(cluster.connects("a.example"), "http_listener");
    assert_eq!(cluster.arrives(9000, Transport::Tcp, "b.example"), "no_route");
}

#[test]
fn a_listener_of_mode_terminate_has_routes_for_tls_too() {
    let listener =
        "{name: l, port: 443, protocol: TLS, tls: {mode: Terminate, certificateRefs: [{name: t}]}}";
    let cluster = listeners(&format!("[{listener}]")).tls_route("r", "[a.example]");
    assert_eq!(cluster.connects("a.example"), "default/r/0");
}

// === GatewaySpec.listeners ===

#[test]
fn a_connection_is_for_the_most_specific_listener_alone() {
    let cluster = tls(&["", "'*.example'", "a.example", "'*.b.example'"]);
    let on = |cluster: Cluster, name: &str, section: &str| {
        let spec = format!(
            "parentRefs: [{{name: g, sectionName: {section}}}], hostnames: ['*.example', a.test], rules: [{{backendRefs: [{{name: s, port: 80}}]}}]"
        );
        cluster.any("TLSRoute", &format!("metadata: {{name: {name}}}"), &spec)
    };
    let cluster = on(on(on(cluster, "any", "l0"), "wide", "l1"), "full", "l2");
    assert_eq!(cluster.connects("a.test"), "default/any/0");
    assert_eq!(cluster.connects("c.example"), "default/wide/0");
    assert_eq!(cluster.connects("a.example"), "default/full/0");
    assert_eq!(cluster.connects("a.b.example"), "no_route");
}

#[test]
fn listeners_that_share_their_port_with_one_for_tcp_are_not_accepted() {
    let cluster = listeners(&format!(
        "[{{name: l, port: 443, {TLS}}}, {{name: m, port: 443, protocol: TCP}}, {{name: o, port: 80, protocol: HTTP}}]"
    ))
    .tls_route("r", "[a.example]");
    assert_eq!(cluster.connects("a.example"), "no socket");
}

// === Listener.allowedRoutes: the order among routes ===

#[test]
fn the_most_specific_match_comes_first() {
    let cluster = tls(&[""])
        .tls_route("a", "['*.example']")
        .tls_route("b", "['*.b.example']")
        .tls_route("c", "[a.b.example]");
    assert_eq!(cluster.connects("a.b.example"), "default/c/0");
    assert_eq!(cluster.connects("c.b.example"), "default/b/0");
    assert_eq!(cluster.connects("c.example"), "default/a/0");
}

#[test]
fn then_the_oldest_route() {
    let cluster = tls(&[""])
        .tls_object(&created("a", "2020-09-08T01:02:04Z"), "[a.example]")
        .tls_object(&created("b", "2020-09-08T01:02:03Z"), "[a.example]");
    assert_eq!(cluster.connects("a.example"), "default/b/0");
}

#[test]
fn then_the_first_by_namespace_and_name() {
    let cluster = tls(&[""]).tls_route("baz", "[a.example]").tls_route("bar", "[a.example]");
    assert_eq!(cluster.connects("a.example"), "default/bar/0");
}

// === TLSRouteRule, TCPRouteRule and UDPRouteRule.backendRefs ===

const PORTS: &str = "[{name: tcp, port: 80}, {name: udp, port: 53, protocol: UDP}]";

#[test]
fn rejections_respect_weight() {
    for (kind, port, transport, protocol, good) in
        [("TCPRoute", 9000, Transport::Tcp, "TCP", 80), ("UDPRoute", 9000, Transport::Udp, "UDP", 53)]
    {
        let gateway =
            || listeners(&format!("[{{name: l, port: {port}, protocol: {protocol}}}]")).service("s", PORTS);
        let backends =
            |list: &str| gateway().port_route(kind, "metadata: {name: r}", list).quarters(port, transport);
        let served = format!("default/s:{good}");
        let served = served.as_str();
        assert_eq!(
            backends(&format!("[{{name: s, port: {good}, weight: 1}}, {{name: t, port: 80, weight: 3}}]")),
            [served, "rejected", "rejected", "rejected"]
        );
        assert_eq!(backends("[{name: t, port: 80}]"), ["rejected"; 4]);
        assert_eq!(backends(&format!("[{{name: s, port: {good}, weight: 0}}]")), ["rejected"; 4]);
    }
    let cluster = tls(&[""]).service("s", PORTS).any(
        "TLSRoute",
        "metadata: {name: r}",
        "parentRefs: [{name: g}], hostnames: [a.example], rules: [{backendRefs: [{name: s, port: 80, weight: 3}, {name: t, port: 80}]}]",
    );
    let served = "default/s:80";
    assert_eq!(cluster.quarters(443, Transport::Tcp), [served, served, served, "rejected"]);
}

#[test]
fn a_backend_elsewhere_needs_a_grant_for_the_kind_of_the_route() {
    for (from, served) in [("TCPRoute", true), ("TLSRoute", false), ("HTTPRoute", false)] {
        let cluster = listeners("[{name: l, port: 9000, protocol: TCP}]")
            .port_route("TCPRoute", "metadata: {name: r, namespace: default}", "[{name: s, namespace: other, port: 80}]")
            .any(
                "ReferenceGrant",
                "metadata: {name: x, namespace: other}",
                &format!("from: [{{group: gateway.networking.k8s.io, kind: {from}, namespace: default}}], to: [{{group: '', kind: Service}}]"),
            );
        let service = "---\napiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: other}\nspec: {ports: [{port: 80}]}\n";
        let cluster = Cluster(cluster.0 + service);
        let expected = if served { "other/s:80" } else { "rejected" };
        assert_eq!(cluster.quarters(9000, Transport::Tcp), [expected; 4], "{from}");
    }
}

// === TCPRoute and UDPRoute ===

#[test]
fn a_route_for_tcp_has_the_port_of_its_listener() {
    let cluster = listeners("[{name: l, port: 9000, protocol: TCP}, {name: m, port: 9001, protocol: TCP}]")
        .any(
            "TCPRoute",
            "metadata: {name: r}",
            "parentRefs: [{name: g, port: 9001}], rules: [{backendRefs: [{name: s, port: 80}]}]",
        );
    assert_eq!(cluster.arrives(9000, Transport::Tcp, ""), "no_route");
    assert_eq!(cluster.arrives(9001, Transport::Tcp, ""), "default/r/0");
}

#[test]
fn of_two_routes_for_one_port_the_older_has_all_connections() {
    for (kind, transport, protocol) in
        [("TCPRoute", Transport::Tcp, "TCP"), ("UDPRoute", Transport::Udp, "UDP")]
    {
        let cluster = listeners(&format!("[{{name: l, port: 9000, protocol: {protocol}}}]"))
            .port_route(kind, &created("a", "2024-01-01T00:00:01Z"), "[{name: s, port: 80}]")
            .port_route(kind, &created("b", "2024-01-01T00:00:00Z"), "[{name: s, port: 80}]");
        assert_eq!(cluster.arrives(9000, transport, ""), "default/b/0", "{kind}");
    }
}

#[test]
fn tcp_and_udp_may_have_one_port_number() {
    let cluster = listeners("[{name: l, port: 53, protocol: TCP}, {name: m, port: 53, protocol: UDP}]")
        .port_route("TCPRoute", "metadata: {name: t}", "[{name: s, port: 53}]")
        .port_route("UDPRoute", "metadata: {name: u}", "[{name: s, port: 53}]");
    assert_eq!(cluster.arrives(53, Transport::Tcp, ""), "default/t/0");
    assert_eq!(cluster.arrives(53, Transport::Udp, ""), "default/u/0");
}
