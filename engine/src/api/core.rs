use std::collections::BTreeMap;

use super::read::object;
use crate::base64;

object! {
    /// core/v1 `Namespace`: its labels are in the metadata.
    #[derive(Debug, Clone)]
    pub struct Namespace {}

    /// core/v1 `Service`.
    #[derive(Debug, Clone)]
    pub struct Service {
        pub spec: ServiceSpec = ServiceSpec::default(),
    }

    #[derive(Debug, Clone, Default)]
    pub struct ServiceSpec {
        pub kind ["type"]: Option<String>,
        pub ports: Vec<ServicePort>,
        pub external_name: Option<String>,
        pub cluster_ip ["clusterIP"]: Option<String>,
        /// Without one, whoever made the Service makes its EndpointSlices, too.
        pub selector: BTreeMap<String, String>,
    }

    #[derive(Debug, Clone)]
    pub struct ServicePort {
        pub name: Option<String>,
        pub port: u16,
        pub protocol: Option<String>,
        pub app_protocol: Option<String>,
    }

    /// core/v1 `Secret`. `stringData` overrides `data`.
    #[derive(Debug, Clone, Default)]
    pub struct Secret {
        pub kind ["type"]: Option<String>,
        /// Base64.
        pub data: BTreeMap<String, String>,
        pub string_data: BTreeMap<String, String>,
    }

    /// core/v1 `ConfigMap`.
    #[derive(Debug, Clone, Default)]
    pub struct ConfigMap {
        pub data: BTreeMap<String, String>,
        /// Base64.
        pub binary_data: BTreeMap<String, String>,
    }

    /// discovery.k8s.io/v1 `EndpointSlice`; its label `kubernetes.io/service-name` names the Service.
    #[derive(Debug, Clone)]
    pub struct EndpointSlice {
        pub address_type: String,
        pub endpoints: Vec<Endpoint>,
        pub ports: Vec<EndpointPort>,
    }

    #[derive(Debug, Clone)]
    pub struct Endpoint {
        pub addresses: Vec<String>,
        pub conditions: EndpointConditions = EndpointConditions::default(),
    }

    /// Nothing said means yes.
    #[derive(Debug, Clone, Default)]
    pub struct EndpointConditions {
        pub ready: Option<bool>,
        pub serving: Option<bool>,
        pub terminating: Option<bool>,
    }

    #[derive(Debug, Clone)]
    pub struct EndpointPort {
        pub name: Option<String>,
        pub port: Option<u16>,
        pub protocol: Option<String>,
        pub app_protocol: Option<String>,
    }
}

impl Secret {
    pub fn value(&self, key: &str) -> Option<Vec<u8>> {
        value(&self.string_data, &self.data, key)
    }
}

impl ConfigMap {
    pub fn value(&self, key: &str) -> Option<Vec<u8>> {
        value(&self.data, &self.binary_data, key)
    }
}

fn value(texts: &BTreeMap<String, String>, encoded: &BTreeMap<String, String>, key: &str) -> Option<Vec<u8>> {
    match texts.get(key) {
        Some(text) => Some(text.clone().into_bytes()),
        None => base64::decode(encoded.get(key)?.as_bytes()),
    }
}
