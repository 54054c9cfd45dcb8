//! Kubernetes objects that run one Gateway: an Envoy that follows a mounted Secret.

use std::collections::BTreeMap;
use std::fmt;

use engine::{admit::Admitted, api::Gateway, base64};
use serde_json::{Map, Value, json};

use crate::bootstrap::{Bootstrap, bootstrap};
use crate::part::Part;
use crate::plan::{Plan, Socket};
use crate::resources::{Layout, resources, secret_file};

/// Where Envoy finds its files.
const DIRECTORY: &str = "/etc/gatewright";

/// The file of the filter's module. A plan of a Gateway that is deployed has it here.
pub const DEPLOYED_MODULE: &str = "/etc/gatewright/gatewright.wasm";

/// What the API server takes for a Secret (`core/v1 MaxSecretSize`).
const SECRET_MAX: usize = 1 << 20;

/// The label that names the Gateway (GEP-1762).
const GATEWAY_NAME: &str = "gateway.networking.k8s.io/gateway-name";

/// A name and a value of a label have no room for more.
const LABEL_MAX: usize = 63;

/// What of a Gateway is deployed.
#[derive(Debug, Clone, Copy)]
pub struct Deployed<'a> {
    pub gateway: &'a Admitted<Gateway>,
    /// `metadata.uid`, where the Gateway is in a cluster: what is made for it goes with it.
    pub uid: Option<&'a str>,
    /// Its plan alone.
    pub plan: &'a Plan,
    /// The bytes of the filter's module.
    pub module: &'a [u8],
    pub image: &'a str,
}

/// Why a Gateway cannot be deployed so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KubernetesError {
    gateway: String,
    bytes: usize,
}

/// The objects, in the order in which somebody should apply them.
pub fn kubernetes(deployed: &Deployed<'_>) -> Result<Vec<Value>, KubernetesError> {
    let files = files(deployed);
    let bytes = files.values().map(Vec::len).sum();
    if bytes > SECRET_MAX {
        return Err(KubernetesError { gateway: deployed.gateway.meta.full_name(), bytes });
    }
    let data: Map<_, _> =
        files.into_iter().map(|(name, bytes)| (name, base64::encode(&bytes).into())).collect();
    Ok(vec![
        deployed.object("v1", "ServiceAccount", json!({ "automountServiceAccountToken": false })),
        deployed.object("v1", "Secret", json!({ "type": "Opaque", "data": data })),
        deployed.object("apps/v1", "Deployment", json!({ "spec": deployed.deployment() })),
        deployed.object("v1", "Service", json!({ "spec": deployed.service() })),
    ])
}

/// All that Envoy reads, by the name of the file.
fn files(deployed: &Deployed<'_>) -> BTreeMap<String, Vec<u8>> {
    let layout = Layout::new(DIRECTORY);
    let resources = resources(deployed.plan, &layout);
    let start = Bootstrap { node_id: deployed.gateway.meta.full_name(), admin: None };
    let text = |json: &Value| json.to_string().into_bytes();
    let parts = Part::ORDER.map(|part| (part.file().to_owned(), resources.part(part).bytes()));
    let secrets = resources.secrets.iter().map(|(name, secret)| (secret_file(name), secret.bytes()));
    let others = [
        ("bootstrap.json".to_owned(), text(&bootstrap(&start, &layout))),
        ("gatewright.wasm".to_owned(), deployed.module.to_vec()),
    ];
    parts.into_iter().chain(secrets).chain(others).collect()
}

// === impl Deployed ===

impl Deployed<'_> {
    /// `GATEWAY-CLASS` (GEP-1762).
    fn name(&self) -> String {
        let class = &self.gateway.body.spec.gateway_class_name;
        let mut name = format!("{}-{class}", self.gateway.meta.name);
        // A Service's name begins with a letter and has no dots.
        if name.starts_with(|first: char| first.is_ascii_digit()) {
            name.insert_str(0, "gw-");
        }
        short(&name.replace('.', "-"))
    }

    /// The labels of `spec.infrastructure`, and the one that finds what belongs to the Gateway.
    fn labels(&self) -> BTreeMap<String, String> {
        let infrastructure = self.gateway.body.spec.infrastructure.as_ref();
        let mut labels = infrastructure.map(|it| it.labels.clone()).unwrap_or_default();
        labels.extend(self.selector());
        labels
    }

    fn annotations(&self) -> BTreeMap<String, String> {
        let infrastructure = self.gateway.body.spec.infrastructure.as_ref();
        infrastructure.map(|it| it.annotations.clone()).unwrap_or_default()
    }

    fn selector(&self) -> BTreeMap<String, String> {
        [
            (GATEWAY_NAME.to_owned(), short(&self.gateway.meta.name)),
            ("app.kubernetes.io/managed-by".to_owned(), "gatewright".to_owned()),
        ]
        .into()
    }

    fn object(&self, version: &str, kind: &str, rest: Value) -> Value {
        let mut metadata = json!({
            "name": self.name(),
            "namespace": self.gateway.meta.namespace,
            "labels": self.labels(),
        });
        let annotations = self.annotations();
        if !annotations.is_empty() {
            metadata["annotations"] = json!(annotations);
        }
        if let Some(uid) = self.uid {
            metadata["ownerReferences"] = json!([{
                "apiVersion": "gateway.networking.k8s.io/v1",
                "kind": "Gateway",
                "name": self.gateway.meta.name,
                "uid": uid,
                "controller": true,
            }]);
        }
        let mut object = json!({ "apiVersion": version, "kind": kind, "metadata": metadata });
        if let (Some(object), Value::Object(rest)) = (object.as_object_mut(), rest) {
            object.extend(rest);
        }
        object
    }

    fn deployment(&self) -> Value {
        let first = self.plan.sockets.iter().find(|socket| !socket.is_udp());
        let mut container = json!({
            "name": "envoy",
            "image": self.image,
            "args": ["--config-path", format!("{DIRECTORY}/bootstrap.json")],
            "ports": self.plan.sockets.iter().map(container_port).collect::<Vec<_>>(),
            "volumeMounts": [{ "name": "files", "mountPath": DIRECTORY, "readOnly": true }],
            "securityContext": { "allowPrivilegeEscalation": false, "capabilities": { "drop": ["ALL"] } },
        });
        // Envoy opens its sockets when it knows everything that they need.
        if let Some(first) = first {
            container["readinessProbe"] = json!({ "tcpSocket": { "port": first.port } });
        }
        json!({
            "replicas": 1,
            "selector": { "matchLabels": self.selector() },
            "template": {
                "metadata": { "labels": self.labels(), "annotations": self.annotations() },
                "spec": {
                    "serviceAccountName": self.name(),
                    // Port 80 then needs no privilege.
                    "securityContext": {
                        "sysctls": [{ "name": "net.ipv4.ip_unprivileged_port_start", "value": "0" }],
                    },
                    "containers": [container],
                    "volumes": [{ "name": "files", "secret": { "secretName": self.name() } }],
                },
            },
        })
    }

    fn service(&self) -> Value {
        let address = self.gateway.body.spec.addresses.iter().find(|address| !address.value.is_empty());
        let mut service = json!({
            "type": "LoadBalancer",
            "selector": self.selector(),
            "ports": self.plan.sockets.iter().map(service_port).collect::<Vec<_>>(),
        });
        if let Some(address) = address {
            service["loadBalancerIP"] = address.value.as_str().into();
        }
        service
    }
}

fn protocol(socket: &Socket) -> &'static str {
    if socket.is_udp() { "UDP" } else { "TCP" }
}

fn port_name(socket: &Socket) -> String {
    format!("{}-{}", protocol(socket).to_ascii_lowercase(), socket.port)
}

fn container_port(socket: &Socket) -> Value {
    json!({ "name": port_name(socket), "containerPort": socket.port, "protocol": protocol(socket) })
}

fn service_port(socket: &Socket) -> Value {
    json!({
        "name": port_name(socket), "port": socket.port, "targetPort": socket.port, "protocol": protocol(socket),
    })
}

/// A name that is too long ends in a number that follows from all of it.
fn short(name: &str) -> String {
    if name.len() <= LABEL_MAX {
        return name.to_owned();
    }
    // FNV-1a.
    let hash =
        name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let kept: String = name.chars().take(LABEL_MAX - 9).collect();
    format!("{}-{hash:08x}", kept.trim_end_matches('-'))
}

// === impl KubernetesError ===

impl fmt::Display for KubernetesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Gateway `{}` needs {} bytes of files, and a Secret has room for {SECRET_MAX}: put its routes on several Gateways, or run Envoy with what `gatewright envoy` writes",
            self.gateway, self.bytes
        )
    }
}

impl std::error::Error for KubernetesError {}
