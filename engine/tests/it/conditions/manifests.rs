//! The objects that the cases are made of. The one that is looked at is called `x` and has
//! generation 7.

pub(super) const API: &str = "apiVersion: gateway.networking.k8s.io/v1";
pub(super) const HTTP: &str = "[{name: l, port: 80, protocol: HTTP}]";
pub(super) const HTTPS: &str = "[{name: l, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}]";
const CERTIFICATE: &str = include_str!("certificate.pem");
const KEY: &str = include_str!("key.pem");

pub(super) fn class(extra: &str) -> String {
    object("GatewayClass", "x", &format!("{{controllerName: example.com/c{extra}}}"))
}

pub(super) fn gateway(listeners: &str, extra: &str) -> String {
    format!(
        "---\n{API}\nkind: Gateway\nmetadata: {{name: x, generation: 7}}\nspec:\n  gatewayClassName: x\n  listeners: {listeners}\n{extra}"
    )
}

/// An object of the API's own group.
pub(super) fn object(kind: &str, name: &str, spec: &str) -> String {
    format!("---\n{API}\nkind: {kind}\nmetadata: {{name: {name}, generation: 7}}\nspec: {spec}\n")
}

/// One that was created at a certain second.
pub(super) fn aged(kind: &str, name: &str, second: u8, spec: &str) -> String {
    format!(
        "---\n{API}\nkind: {kind}\nmetadata: {{name: {name}, generation: 7, creationTimestamp: '2026-01-01T00:00:{second:02}Z'}}\nspec: {spec}\n"
    )
}

/// A route, and the Services `s` and `odd` for it.
pub(super) fn route(kind: &str, spec: &str) -> String {
    object(kind, "x", spec) + SERVICES
}

const SERVICES: &str = "---
apiVersion: v1
kind: Service
metadata: {name: s}
spec: {ports: [{name: http, port: 80}, {name: dns, port: 53, protocol: UDP}]}
---
apiVersion: v1
kind: Service
metadata: {name: odd}
spec: {ports: [{port: 80, appProtocol: example.com/odd}]}
---
apiVersion: v1
kind: Service
metadata: {name: sockets}
spec: {ports: [{name: ws, port: 80, appProtocol: kubernetes.io/ws}, {name: wss, port: 443, appProtocol: kubernetes.io/wss}]}
";

pub(super) fn grant(from_kind: &str, to_kind: &str) -> String {
    format!(
        "---\napiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {{name: g, namespace: other}}\n\
         spec: {{from: [{{group: gateway.networking.k8s.io, kind: {from_kind}, namespace: default}}], to: [{{group: '', kind: {to_kind}}}]}}\n"
    )
}

/// A certificate with its key.
pub(super) fn tls_secret(name: &str, namespace: &str) -> String {
    secret(name, namespace, CERTIFICATE, KEY)
}

pub(super) fn secret(name: &str, namespace: &str, certificate: &str, key: &str) -> String {
    format!(
        "---\napiVersion: v1\nkind: Secret\ntype: kubernetes.io/tls\nmetadata: {{name: {name}, namespace: {namespace}}}\n\
         stringData:\n  tls.crt: |\n{}  tls.key: |\n{}",
        indented(certificate),
        indented(key)
    )
}

/// The certificates of an authority.
pub(super) fn authority(name: &str) -> String {
    format!(
        "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\ndata:\n  ca.crt: |\n{}",
        indented(CERTIFICATE)
    )
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}
