use std::collections::BTreeMap;

use super::{
    LabelSelector, ParametersReference, SecretObjectReference,
    read::{choice, object},
};

object! {
    #[derive(Debug, Clone)]
    pub struct Gateway {
        pub spec: GatewaySpec,
    }

    #[derive(Debug, Clone)]
    pub struct GatewaySpec {
        pub gateway_class_name: String,
        pub listeners: Vec<Listener>,
        pub addresses: Vec<GatewayAddress>,
        pub infrastructure: Option<GatewayInfrastructure>,
        pub allowed_listeners: AllowedListeners = AllowedListeners::default(),
        pub tls: GatewayTLSConfig = GatewayTLSConfig::default(),
        /// `All`: routes that ask for a default Gateway attach here.
        pub default_scope: Option<String>,
    }

    /// Which ListenerSets may add listeners; without it, none.
    #[derive(Debug, Clone, Default)]
    pub struct AllowedListeners {
        pub namespaces: ListenerNamespaces = ListenerNamespaces::default(),
    }

    #[derive(Debug, Clone)]
    pub struct ListenerNamespaces {
        pub from: FromNamespaces = FromNamespaces::None,
        pub selector: Option<LabelSelector>,
    }
}

impl Default for ListenerNamespaces {
    fn default() -> Self {
        ListenerNamespaces { from: FromNamespaces::None, selector: None }
    }
}

object! {
    #[derive(Debug, Clone, Default)]
    pub struct GatewayTLSConfig {
        pub backend: GatewayBackendTLS = GatewayBackendTLS::default(),
        pub frontend: Option<FrontendTLSConfig>,
    }

    #[derive(Debug, Clone, Default)]
    pub struct GatewayBackendTLS {
        pub client_certificate_ref: Option<SecretObjectReference>,
    }

    #[derive(Debug, Clone)]
    pub struct FrontendTLSConfig {
        pub default: TLSConfig,
        pub per_port: Vec<TLSPortConfig>,
    }

    #[derive(Debug, Clone)]
    pub struct TLSConfig {
        pub validation: Option<FrontendTLSValidation>,
    }

    #[derive(Debug, Clone)]
    pub struct TLSPortConfig {
        pub port: u16,
        pub tls: TLSConfig,
    }

    #[derive(Debug, Clone)]
    pub struct FrontendTLSValidation {
        pub ca_certificate_refs: Vec<SecretObjectReference>,
        pub mode: FrontendValidationMode,
    }
}

choice! {
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum FrontendValidationMode {
        AllowValidOnly,
        AllowInsecureFallback,
    }
}

object! {
    #[derive(Debug, Clone)]
    pub struct Listener {
        pub name: String,
        pub hostname: Option<String>,
        pub port: u16,
        pub protocol: String,
        pub allowed_routes: AllowedRoutes = AllowedRoutes::default(),
        pub tls: Option<ListenerTLSConfig>,
    }

    #[derive(Debug, Clone)]
    pub struct ListenerTLSConfig {
        pub mode: TLSMode,
        pub certificate_refs: Vec<SecretObjectReference>,
        pub options: BTreeMap<String, String>,
    }
}

choice! {
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum TLSMode {
        Terminate,
        Passthrough,
    }
}

object! {
    /// Which routes may attach to a listener.
    #[derive(Debug, Clone, Default)]
    pub struct AllowedRoutes {
        pub namespaces: RouteNamespaces = RouteNamespaces::default(),
        pub kinds: Vec<RouteGroupKind>,
    }

    #[derive(Debug, Clone, Default)]
    pub struct RouteNamespaces {
        pub from: FromNamespaces = FromNamespaces::Same,
        pub selector: Option<LabelSelector>,
    }
}

choice! {
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub enum FromNamespaces {
        All,
        Selector,
        #[default]
        Same,
        None,
    }
}

object! {
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RouteGroupKind {
        pub group: String,
        pub kind: String,
    }

    #[derive(Debug, Clone)]
    pub struct GatewayAddress {
        pub kind ["type"]: String,
        pub value: String = String::new(),
    }

    #[derive(Debug, Clone)]
    pub struct GatewayInfrastructure {
        pub labels: BTreeMap<String, String>,
        pub annotations: BTreeMap<String, String>,
        pub parameters_ref: Option<ParametersReference>,
    }
}
