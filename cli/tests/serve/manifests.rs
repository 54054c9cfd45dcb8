//! Manifests of tests, put together from parts.

use std::fs;
use std::path::Path;

/// A class, and a Gateway `web` with these listeners, each an inline map.
pub(crate) fn gateway(listeners: &[&str]) -> String {
    gateway_with("", listeners)
}

/// The same with more in its `spec`.
pub(crate) fn gateway_with(spec: &str, listeners: &[&str]) -> String {
    let listeners: String = listeners.iter().map(|listener| format!("  - {listener}\n")).collect();
    format!(
        "apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {{name: example}}
spec: {{controllerName: example.com/gateway-controller}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {{name: web}}
spec:
  gatewayClassName: example
{spec}  listeners:
{listeners}"
    )
}

/// A route to Services of the given names and weights, each of them made, too.
pub(crate) fn route(kind: &str, name: &str, section: &str, more: &str, backends: &[(&str, u32)]) -> String {
    let refs: String = backends
        .iter()
        .map(|(name, weight)| format!("{{name: {name}, port: 80, weight: {weight}}}, "))
        .collect();
    let refs = refs.trim_end_matches(", ");
    let protocol = if kind == "UDPRoute" { "UDP" } else { "TCP" };
    let services: String = backends.iter().map(|(name, _)| service(name, protocol)).collect();
    format!(
        "---
apiVersion: gateway.networking.k8s.io/v1
kind: {kind}
metadata: {{name: {name}}}
spec:
  parentRefs: [{{name: web, sectionName: {section}}}]
{more}  rules: [{{backendRefs: [{refs}]}}]
{services}"
    )
}

/// Unless its name says that it is missing.
fn service(name: &str, protocol: &str) -> String {
    if name == "missing" {
        return String::new();
    }
    let ports = format!("[{{port: 80, protocol: {protocol}}}]");
    format!("---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{ports: {ports}}}\n")
}

/// Puts manifests into a directory in one step, as an editor does.
pub(crate) fn write(directory: &Path, manifests: &[String]) {
    let new = directory.join("new");
    fs::write(&new, manifests.concat()).unwrap();
    fs::rename(new, directory.join("manifests.yaml")).unwrap();
}
