use super::read::object;

object! {
    #[derive(Debug, Clone)]
    pub struct GatewayClass {
        pub spec: GatewayClassSpec,
    }

    #[derive(Debug, Clone)]
    pub struct GatewayClassSpec {
        pub controller_name: String,
        pub parameters_ref: Option<ParametersReference>,
    }

    /// `ParametersReference` of a class, `LocalParametersReference` of a Gateway.
    #[derive(Debug, Clone)]
    pub struct ParametersReference {
        pub group: String,
        pub kind: String,
        pub name: String,
        pub namespace: Option<String>,
    }
}
