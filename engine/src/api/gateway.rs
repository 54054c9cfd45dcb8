use std::collections::BTreeMap;

use serde::Deserialize;

use super::{LabelSelector, ParametersReference, SecretObjectReference};

#[derive(Debug, Clone, Deserialize)]
pub struct Gateway {
    pub spec: GatewaySpec,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GatewaySpec {
    pub gateway_class_name: String,
    pub listeners: Vec<Listener>,
    #[serde(default)]
    pub addresses: Vec<GatewayAddress>,
    pub infrastructure: Option<GatewayInfrastructure>,
    #[serde(default)]
    pub allowed_listeners: AllowedListeners,
    #[serde(default)]
    pub tls: GatewayTLSConfig,
    /// `All`: routes that ask for a default Gateway attach here.
    pub default_scope: Option<String>,
}

/// Which ListenerSets may add listeners; without it, none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AllowedListeners {
    pub namespaces: ListenerNamespaces,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct ListenerNamespaces {
    pub from: FromNamespaces,
    pub selector: Option<LabelSelector>,
}

impl Default for ListenerNamespaces {
    fn default() -> Self {
        ListenerNamespaces { from: FromNamespaces::None, selector: None }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct GatewayTLSConfig {
    pub backend: GatewayBackendTLS,
    pub frontend: Option<FrontendTLSConfig>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GatewayBackendTLS {
    pub client_certificate_ref: Option<SecretObjectReference>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FrontendTLSConfig {
    pub default: TLSConfig,
    #[serde(default)]
    pub per_port: Vec<TLSPortConfig>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct TLSConfig {
    pub validation: Option<FrontendTLSValidation>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct TLSPortConfig {
    pub port: u16,
    pub tls: TLSConfig,
}

#[derive(Debug, Clone, Deserialize)]
pub struct FrontendTLSValidation {
    #[serde(rename = "caCertificateRefs")]
    pub ca_certificate_refs: Vec<SecretObjectReference>,
    pub mode: FrontendValidationMode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum FrontendValidationMode {
    AllowValidOnly,
    AllowInsecureFallback,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Listener {
    pub name: String,
    pub hostname: Option<String>,
    pub port: u16,
    pub protocol: String,
    #[serde(rename = "allowedRoutes", default)]
    pub allowed_routes: AllowedRoutes,
    pub tls: Option<ListenerTLSConfig>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListenerTLSConfig {
    pub mode: TLSMode,
    #[serde(default)]
    pub certificate_refs: Vec<SecretObjectReference>,
    #[serde(default)]
    pub options: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum TLSMode {
    Terminate,
    Passthrough,
}

/// Which routes may attach to a listener.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AllowedRoutes {
    pub namespaces: RouteNamespaces,
    pub kinds: Vec<RouteGroupKind>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RouteNamespaces {
    pub from: FromNamespaces,
    pub selector: Option<LabelSelector>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum FromNamespaces {
    All,
    Selector,
    #[default]
    Same,
    None,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RouteGroupKind {
    pub group: String,
    pub kind: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct GatewayAddress {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub value: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GatewayInfrastructure {
    pub parameters_ref: Option<ParametersReference>,
}
