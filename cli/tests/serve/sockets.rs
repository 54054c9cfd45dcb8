//! Several Gateways, ports and listeners, and what the access log tells of them.

use std::fs;

use host_tests::client::{Response, ask};
use host_tests::corpus::Request;
use serde_json::Value;

use crate::running::{Output, Running};

/// Two Gateways with two ports each; a ListenerSet adds a third port and a host to the first.
const MANIFESTS: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: example}
spec: {controllerName: example.com/gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: one}
spec:
  gatewayClassName: example
  allowedListeners: {namespaces: {from: Same}}
  listeners:
  - {name: web, protocol: HTTP, port: 80}
  - {name: api, protocol: HTTP, port: 80, hostname: api.example.com}
  - {name: other, protocol: HTTP, port: 8080}
---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: {name: more}
spec:
  parentRef: {name: one}
  listeners:
  - {name: third, protocol: HTTP, port: 8081}
  - {name: team, protocol: HTTP, port: 80, hostname: team.example.com}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: two}
spec:
  gatewayClassName: example
  listeners:
  - {name: web, protocol: HTTP, port: 80}
  - {name: other, protocol: HTTP, port: 8080}
";

/// A route, named as its Service, on a listener.
fn route(name: &str, parent: &str) -> String {
    format!(
        "---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: {name}}}
spec:
  parentRefs: [{parent}]
  rules: [{{name: all, matches: [{{path: {{value: /{name}}}}}], backendRefs: [{{name: {name}, port: 80}}]}}]
---
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec: {{ports: [{{port: 80}}]}}
"
    )
}

fn manifests() -> String {
    let routes = [
        route("web", "{name: one, sectionName: web}"),
        route("api", "{name: one, sectionName: api}"),
        route("other", "{name: one, port: 8080}"),
        route(
            "third",
            "{kind: ListenerSet, group: gateway.networking.k8s.io, name: more, sectionName: third}",
        ),
        route("team", "{kind: ListenerSet, group: gateway.networking.k8s.io, name: more, sectionName: team}"),
        route("second", "{name: two, sectionName: web}"),
    ];
    MANIFESTS.to_owned() + &routes.concat()
}

fn start(manifests: &str, arguments: &[&str]) -> Running {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("manifests.yaml"), manifests).unwrap();
    Running::start_given(directory.path(), arguments)
}

fn get(running: &Running, gateway: &str, port: u16, host: &str, path: &str) -> Response {
    let request = Request {
        method: "GET".to_owned(),
        scheme: "http".to_owned(),
        connect: host.to_owned(),
        authority: host.to_owned(),
        path: path.to_owned(),
        headers: Vec::new(),
    };
    ask(running.socket(gateway, port), &request).unwrap()
}

/// The Service that answered, else the status.
fn who(response: &Response) -> String {
    let echo = serde_json::from_slice::<Value>(&response.body).unwrap_or_default();
    echo["service"].as_str().map_or(response.status.to_string(), str::to_owned)
}

/// The next line of the access log.
fn line(stdout: &mut Output) -> Value {
    serde_json::from_str(&stdout.until("\"requestId\"")).unwrap()
}

#[test]
fn each_listener_serves_its_own_routes_and_no_others() {
    let running = start(&manifests(), &[]);
    let sockets = [
        ("default/one", 80, "a.example.com", "web"),
        ("default/one", 80, "api.example.com", "api"),
        ("default/one", 80, "team.example.com", "team"),
        ("default/one", 8080, "a.example.com", "other"),
        ("default/one", 8081, "a.example.com", "third"),
        ("default/two", 80, "a.example.com", "second"),
        ("default/two", 8080, "a.example.com", "nothing"),
    ];
    for (gateway, port, host, own) in sockets {
        for (_, _, _, other) in sockets {
            let got = who(&get(&running, gateway, port, host, &format!("/{other}")));
            let expected =
                if own == other && own != "nothing" { format!("default/{own}") } else { "404".into() };
            assert_eq!(got, expected, "{gateway}:{port} {host} /{other}");
        }
    }
}

#[test]
fn the_access_log_tells_where_a_request_came_in_and_where_it_went() {
    let mut running = start(&manifests(), &["--access-log"]);
    for (gateway, port, path) in
        [("default/one", 80, "/web"), ("default/one", 8081, "/third"), ("default/two", 80, "/second")]
    {
        get(&running, gateway, port, "a.example.com", path);
        let line = line(&mut running.stdout);
        let name = &path[1..];
        assert_eq!(line["socket"], format!("{gateway}:{port}"));
        assert_eq!(line["rule"], format!("default/{name}/all"));
        assert_eq!(line["cluster"], format!("default/{name}:80"));
        assert_eq!((&line["status"], &line["details"]), (&200.into(), &"via_upstream".into()));
    }
}

const FAULTS: &str = "
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: faults}
spec:
  parentRefs: [{name: two}]
  hostnames: [faults.example.com]
  rules:
  - {name: lost, matches: [{path: {value: /lost}}], backendRefs: [{name: lost, port: 80}]}
  - {name: none, matches: [{path: {value: /none}}]}
  - {name: zero, matches: [{path: {value: /zero}}], backendRefs: [{name: web, port: 80, weight: 0}]}
  - {name: kind, matches: [{path: {value: /kind}}], backendRefs: [{kind: Pod, name: web, port: 80}]}
  - {name: down, matches: [{path: {value: /down}}], backendRefs: [{name: down, port: 80}]}
  - name: half
    matches: [{path: {value: /half}}]
    backendRefs: [{name: web, port: 80}, {name: lost, port: 80}]
---
apiVersion: v1
kind: Service
metadata: {name: down}
spec: {ports: [{port: 80}]}
";

#[test]
fn an_error_says_what_it_is_to_the_client_and_to_the_access_log() {
    // Nobody may listen on port 1.
    let arguments = ["--access-log", "--backend", "default/down:80=127.0.0.1:1"];
    let mut running = start(&(manifests() + FAULTS), &arguments);
    for (path, status, details, body, rule) in [
        ("/none-such", 404, "no_route", "no route matches this request", None),
        ("/lost", 500, "invalid_backend_ref", "cannot be used", Some("lost")),
        ("/kind", 500, "invalid_backend_ref", "cannot be used", Some("kind")),
        ("/none", 500, "no_backend", "has no backend", Some("none")),
        ("/zero", 500, "no_backend", "has no backend", Some("zero")),
        ("/down", 503, "upstream_reset_before", "upstream connect error", Some("down")),
    ] {
        let response = get(&running, "default/two", 80, "faults.example.com", path);
        let said = String::from_utf8(response.body).unwrap();
        assert_eq!(response.status, status, "{path}: {said}");
        assert!(said.contains(body), "{path}: {said}");
        let line = line(&mut running.stdout);
        assert!(line["details"].as_str().unwrap().starts_with(details), "{path}: {line}");
        let rule = rule.map_or(Value::Null, |rule| format!("default/faults/{rule}").into());
        assert_eq!(line["rule"], rule, "{path}");
    }
}

#[test]
fn the_share_of_a_backend_that_cannot_be_used_fails_and_the_other_does_not() {
    let running = start(&(manifests() + FAULTS), &[]);
    let got: Vec<_> =
        (0..100).map(|_| who(&get(&running, "default/two", 80, "faults.example.com", "/half"))).collect();
    let (served, failed): (Vec<_>, Vec<_>) = got.iter().partition(|who| *who == "default/web");
    assert!(failed.iter().all(|who| *who == "500"), "{failed:?}");
    // Fewer than 10 or more than 90 of 100 come once in 10^17 runs.
    assert!((10..=90).contains(&served.len()), "{}", served.len());
}
