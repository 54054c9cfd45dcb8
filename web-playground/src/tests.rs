use serde_json::{Value, json};

use crate::{Engine, indented::indented};

const MANIFESTS: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: gatewright}
spec: {controllerName: gatewright.dev/gateway}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web}
spec:
  gatewayClassName: gatewright
  listeners: [{name: http, port: 80, protocol: HTTP}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: app}
spec:
  parentRefs: [{name: web}]
  rules:
  - name: all
    backendRefs: [{name: a, port: 80}]
---
apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  ports: [{port: 80}]
";

fn open(texts: &[&str]) -> Engine {
    let file = |(number, text): (usize, &&str)| json!({"path": format!("{number}.yaml"), "text": text});
    let files: Value = texts.iter().enumerate().map(file).collect();
    Engine::open(&files.to_string(), "{}").unwrap()
}

fn parsed(json: Result<String, String>) -> Value {
    serde_json::from_str(&json.unwrap()).unwrap()
}

fn code<T: std::fmt::Debug>(result: Result<T, String>) -> String {
    let failure: Value = serde_json::from_str(&result.unwrap_err()).unwrap();
    assert!(failure["message"].as_str().is_some_and(|message| !message.is_empty()));
    failure["code"].as_str().unwrap().to_owned()
}

#[test]
fn a_request_is_decided_in_parts_and_as_text() {
    let engine = open(&[MANIFESTS]);
    let parts = parsed(engine.decide(r#"{"url": "http://a.example/x", "gateway": "web"}"#, true));
    let text = parsed(engine.decide(r#""curl http://a.example/x""#, true));
    assert_eq!(parts["rule"], "default/app/all");
    assert_eq!(text["rule"], parts["rule"]);
}

#[test]
fn without_its_trace_a_decision_is_the_same() {
    let only_x = MANIFESTS.replace("- name: all\n", "- name: all\n    matches: [{path: {value: /x}}]\n");
    let engine = open(&[&only_x]);
    for request in [r#""GET /x""#, r#""GET /""#] {
        let (mut why, what) = (parsed(engine.decide(request, true)), parsed(engine.decide(request, false)));
        assert_ne!(why["trace"].take(), json!([]));
        why["trace"] = json!([]);
        why.as_object_mut().unwrap().remove("nearest");
        assert_eq!(why, what);
    }
}

#[test]
fn an_edited_engine_answers_as_one_that_is_opened() {
    let text = MANIFESTS.replace("name: all", "name: every");
    let mut engine = open(&[MANIFESTS, ""]);
    engine.edit("0.yaml", text.clone()).unwrap();
    assert_eq!(parsed(engine.decide(r#""GET /""#, true))["rule"], "default/app/every");
    assert_eq!(engine.report(""), open(&[&text, ""]).report(""));
    assert_eq!(code(engine.edit("2.yaml", text)), "invalid-argument");
}

#[test]
fn a_failure_has_a_code() {
    let engine = open(&[MANIFESTS]);
    assert_eq!(code(engine.decide("{", true)), "invalid-argument");
    assert_eq!(code(engine.decide(r#""GET""#, true)), "invalid-request");
    assert_eq!(code(engine.decide(r#"{"url": "http://a:81/"}"#, true)), "no-listener");
    assert_eq!(code(engine.decide(r#"{"url": "/", "gateway": "x"}"#, true)), "unknown-gateway");
    assert_eq!(code(open(&[]).decide(r#""GET /""#, true)), "no-gateway");
    assert_eq!(code(Engine::open("[]", r#"{"channel": "beta"}"#)), "invalid-argument");
    assert_eq!(code(open(&["kind: ["]).bundle()), "input-has-errors");
}

#[test]
fn a_pasted_command_becomes_its_parts() {
    let request = parsed(Engine::parse_request("curl -X PUT http://a.example/x -H 'X: 1'"));
    assert_eq!(request["method"], "PUT");
    assert_eq!(request["url"], "http://a.example/x");
    assert!(request["headers"].as_array().unwrap().contains(&json!(["x", "1"])));
}

#[test]
fn envoy_gets_documents_that_name_each_other_by_relative_paths() {
    let engine = open(&[MANIFESTS]);
    let documents = parsed(engine.envoy());
    let names: Vec<_> = documents.as_array().unwrap().iter().map(|document| &document["name"]).collect();
    assert_eq!(names, ["bootstrap.json", "lds.json", "ecds.json", "rds.json", "cds.json"]);
    assert!(documents[0]["text"].as_str().unwrap().contains("\"./lds.json\""));
    let bundle: Value = serde_json::from_str(&engine.bundle().unwrap()).unwrap();
    // But for the checksum and the settings, which are in the first 36 bytes: the documents have an access log.
    let (_, rest) = bundle["value"].as_str().unwrap().split_at(48);
    assert!(documents[2]["text"].as_str().unwrap().contains(rest));
}

#[test]
fn gateways_on_one_port_get_addresses_of_their_own() {
    let second = "\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: other}
spec:
  gatewayClassName: gatewright
  listeners: [{name: http, port: 80, protocol: HTTP}]
";
    let listeners = parsed(open(&[MANIFESTS, second]).envoy())[1]["text"].to_string();
    assert!(listeners.contains("127.0.0.1") && listeners.contains("127.0.0.2"), "{listeners}");
}

#[test]
fn json_for_people_is_that_of_serde_json() {
    let value = json!({ "a": [1, [], {}, { "b\n": null }], "c": { "d": "e\"", "f": [[1.5, true]] } });
    assert_eq!(indented(&value), format!("{value:#}\n"));
}
