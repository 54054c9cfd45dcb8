use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub struct GatewayClass {
    pub spec: GatewayClassSpec,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GatewayClassSpec {
    pub controller_name: String,
    pub parameters_ref: Option<ParametersReference>,
}

/// `ParametersReference` of a class, `LocalParametersReference` of a Gateway.
#[derive(Debug, Clone, Deserialize)]
pub struct ParametersReference {
    pub group: String,
    pub kind: String,
    pub name: String,
    pub namespace: Option<String>,
}
