use serde::Deserialize;

use super::{ValueMatch, ValueMatchType};

#[derive(Debug, Clone, Default, Deserialize)]
pub struct GRPCRouteMatch {
    pub method: Option<GRPCMethodMatch>,
    #[serde(default)]
    pub headers: Vec<ValueMatch>,
}

/// At least one of service and method is there; one that is not matches all.
#[derive(Debug, Clone, Deserialize)]
pub struct GRPCMethodMatch {
    #[serde(rename = "type")]
    pub kind: ValueMatchType,
    pub service: Option<String>,
    pub method: Option<String>,
}

impl GRPCRouteMatch {
    /// The service and the method that are asked for; empty where none is.
    pub fn names(&self) -> (&str, &str) {
        let method = self.method.as_ref();
        let service = method.and_then(|method| method.service.as_deref()).unwrap_or_default();
        (service, method.and_then(|method| method.method.as_deref()).unwrap_or_default())
    }

    pub fn is_pattern(&self) -> bool {
        self.method.as_ref().is_some_and(|method| method.kind == ValueMatchType::RegularExpression)
    }
}
