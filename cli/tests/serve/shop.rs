//! A configuration of which there are many generations, each unlike the others in everything that a request meets.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// The Gateway of every generation.
pub(crate) const GATEWAY: &str = "default/web";

/// Puts a generation into a directory in one step, as an editor does.
pub(crate) fn write(directory: &Path, generation: u32) {
    let new = directory.join("shop.new");
    fs::write(&new, manifests(generation)).unwrap();
    fs::rename(new, directory.join("shop.yaml")).unwrap();
}

/// Two rules, each with its Service, a header to the backend, a header to the client, a rewrite and a timeout.
fn manifests(generation: u32) -> String {
    // A native route of its own: what a timeout does is not seen, that no request is lost is.
    let timeout = 30 + generation;
    let rule = |rule: &str| {
        format!(
            "  - name: {rule}
    matches: [{{path: {{value: /{rule}}}}}]
    timeouts: {{request: {timeout}s}}
    filters:
    - type: RequestHeaderModifier
      requestHeaderModifier: {{set: [{{name: x-generation, value: '{generation}'}}]}}
    - type: ResponseHeaderModifier
      responseHeaderModifier: {{set: [{{name: x-generation, value: '{generation}'}}]}}
    - type: URLRewrite
      urlRewrite: {{path: {{type: ReplacePrefixMatch, replacePrefixMatch: /{generation}}}}}
    backendRefs: [{{name: {rule}-{generation}, port: 8080}}]
"
        )
    };
    let service = |rule: &str| {
        format!(
            "---
apiVersion: v1
kind: Service
metadata: {{name: {rule}-{generation}}}
spec: {{ports: [{{port: 8080}}]}}
"
        )
    };
    let gateway = "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: example}
spec: {controllerName: example.com/gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web}
spec:
  gatewayClassName: example
  listeners: [{name: http, protocol: HTTP, port: 80}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs: [{name: web}]
  rules:
";
    [gateway.to_owned(), rule("a"), rule("b"), service("a"), service("b")].concat()
}

/// The generation that answered a request for a rule; an error when it were several.
pub(crate) fn generation(rule: &str, response: Option<&str>, body: &[u8]) -> Result<u32, String> {
    let echo: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let generation = response.unwrap_or_default();
    let expected =
        [format!("default/{rule}-{generation}"), format!("/{generation}/x"), generation.to_owned()];
    let actual = [text(&echo["service"]), text(&echo["path"]), text(&echo["headers"]["x-generation"][0])];
    if actual != expected {
        return Err(format!("generation {generation}, and a backend that saw {actual:?}"));
    }
    generation.parse().map_err(|_| format!("`{generation}` is no generation"))
}
