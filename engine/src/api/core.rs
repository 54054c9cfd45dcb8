use std::collections::BTreeMap;

use serde::Deserialize;

/// core/v1 `Namespace`: its labels are in the metadata.
#[derive(Debug, Clone, Deserialize)]
pub struct Namespace {}

/// core/v1 `Service`.
#[derive(Debug, Clone, Deserialize)]
pub struct Service {
    #[serde(default)]
    pub spec: ServiceSpec,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceSpec {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub ports: Vec<ServicePort>,
    pub external_name: Option<String>,
    #[serde(rename = "clusterIP")]
    pub cluster_ip: Option<String>,
    /// Without one, whoever made the Service makes its EndpointSlices, too.
    pub selector: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePort {
    pub name: Option<String>,
    pub port: u16,
    pub protocol: Option<String>,
    pub app_protocol: Option<String>,
}

/// core/v1 `Secret`. `stringData` overrides `data`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Secret {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Base64.
    pub data: BTreeMap<String, String>,
    pub string_data: BTreeMap<String, String>,
}

/// core/v1 `ConfigMap`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConfigMap {
    pub data: BTreeMap<String, String>,
    /// Base64.
    pub binary_data: BTreeMap<String, String>,
}

/// discovery.k8s.io/v1 `EndpointSlice`; its label `kubernetes.io/service-name` names the Service.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndpointSlice {
    pub address_type: String,
    #[serde(default)]
    pub endpoints: Vec<Endpoint>,
    #[serde(default)]
    pub ports: Vec<EndpointPort>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Endpoint {
    pub addresses: Vec<String>,
    #[serde(default)]
    pub conditions: EndpointConditions,
}

/// Nothing said means yes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct EndpointConditions {
    pub ready: Option<bool>,
    pub serving: Option<bool>,
    pub terminating: Option<bool>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndpointPort {
    pub name: Option<String>,
    pub port: Option<u16>,
    pub protocol: Option<String>,
    pub app_protocol: Option<String>,
}
