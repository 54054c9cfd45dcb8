//! What is to be seen of decisions: the access log, Envoy's statistics, and a response header for whoever looks for a mistake.

use serde_json::Value;

use crate::one_route::OneRoute;
use crate::scripted::{Answer, Scripted};

const RULE: &str = "{name: api, matches: [{path: {value: /api}}], backendRefs: [{name: backend, port: 80}]}";
const GONE: &str = "{name: gone, matches: [{path: {value: /gone}}], backendRefs: [{name: nobody, port: 80}]}";
const DECISION: &str = "x-gatewright-decision";

/// The access log's line for the next request.
fn logged(served: &mut OneRoute) -> Value {
    serde_json::from_str(&served.running.stdout.until("\"requestId\"")).unwrap()
}

fn field<'a>(line: &'a Value, name: &str) -> &'a str {
    line[name].as_str().unwrap_or("-")
}

#[test]
fn the_access_log_names_what_was_decided() {
    let backend = Scripted::fine();
    let mut served = OneRoute::start_with(&["--access-log"], &[RULE, GONE], &[("backend", &backend)]);
    let names = ["listener", "route", "rule", "backend", "details"];

    served.get("/api");
    let line = logged(&mut served);
    let expected =
        ["default/web/http", "default/route", "default/route/api", "default/backend:80", "via_upstream"];
    assert_eq!(names.map(|name| field(&line, name)), expected);
    assert_eq!([field(&line, "gateway"), field(&line, "socket")], ["default/web", "default/web:80"]);

    assert_eq!(served.get("/gone").status, 500);
    let line = logged(&mut served);
    let expected = ["default/web/http", "default/route", "default/route/gone", "-", "invalid_backend_ref"];
    assert_eq!(names.map(|name| field(&line, name)), expected);

    assert_eq!(served.get("/").status, 404);
    let line = logged(&mut served);
    assert_eq!(names.map(|name| field(&line, name)), ["default/web/http", "-", "-", "-", "no_route"]);
}

#[test]
fn the_debug_header_is_the_filters_alone() {
    const FORGED: &[(&str, &str)] = &[(DECISION, "reason=forged"), (DECISION, "reason=twice")];
    let backend = Scripted::start(|_, _| Answer::With(200, FORGED));
    let decisions = |served: &OneRoute, path: &str| {
        let response = served.ask("GET", path, &[(DECISION, "reason=mine")]);
        response.headers.values(DECISION).map(str::to_owned).collect::<Vec<_>>()
    };

    let served = OneRoute::start(&[RULE], &[("backend", &backend)]);
    assert_eq!(decisions(&served, "/api"), [""; 0]);
    assert_eq!(decisions(&served, "/"), [""; 0]);

    let served = OneRoute::start_with(&["--debug-header"], &[RULE], &[("backend", &backend)]);
    let forwarded = "listener=default/web/http; route=default/route; rule=default/route/api; backend=default/backend:80; reason=forward";
    assert_eq!(decisions(&served, "/api"), [forwarded]);
    assert_eq!(decisions(&served, "/"), ["listener=default/web/http; reason=no_route"]);
    assert!(backend.seen().iter().all(|seen| seen.headers.values(DECISION).next().is_none()));
}
