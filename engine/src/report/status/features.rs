use serde_json::{Value, json};

use crate::admit::Channel;

/// What of the features that upstream names (`pkg/features`) is implemented, in the order that
/// `GatewayClassStatus.supportedFeatures` asks for. Those with `false` need a field of the experimental channel.
const FEATURES: [(&str, bool); 48] = [
    ("BackendTLSPolicy", true),
    ("BackendTLSPolicySANValidation", true),
    ("GRPCRoute", true),
    ("GRPCRouteNamedRouteRule", true),
    ("Gateway", true),
    ("GatewayAddressEmpty", true),
    ("GatewayBackendClientCertificate", true),
    ("GatewayFrontendClientCertificateValidation", true),
    ("GatewayFrontendClientCertificateValidationInsecureFallback", true),
    ("GatewayHTTPListenerIsolation", true),
    ("GatewayHTTPSListenerDetectMisdirectedRequests", true),
    ("GatewayInfrastructurePropagation", true),
    ("GatewayPort8080", true),
    ("GatewayStaticAddresses", true),
    ("HTTPRoute", true),
    ("HTTPRoute303RedirectStatusCode", true),
    ("HTTPRoute307RedirectStatusCode", true),
    ("HTTPRoute308RedirectStatusCode", true),
    ("HTTPRouteBackendProtocolH2C", true),
    ("HTTPRouteBackendProtocolWebSocket", true),
    ("HTTPRouteBackendRequestHeaderModification", true),
    ("HTTPRouteBackendTimeout", true),
    ("HTTPRouteCORS", true),
    ("HTTPRouteDestinationPortMatching", true),
    ("HTTPRouteHostRewrite", true),
    ("HTTPRouteMethodMatching", true),
    ("HTTPRouteNamedRouteRule", true),
    ("HTTPRouteParentRefPort", true),
    ("HTTPRoutePathRedirect", true),
    ("HTTPRoutePathRewrite", true),
    ("HTTPRoutePortRedirect", true),
    ("HTTPRouteQueryParamMatching", true),
    ("HTTPRouteRequestMirror", true),
    ("HTTPRouteRequestMultipleMirrors", true),
    ("HTTPRouteRequestPercentageMirror", true),
    ("HTTPRouteRequestTimeout", true),
    ("HTTPRouteResponseHeaderModification", true),
    ("HTTPRouteRetry", false),
    ("HTTPRouteRetryBackendTimeout", false),
    ("HTTPRouteRetryConnectionError", false),
    ("HTTPRouteSchemeRedirect", true),
    ("ListenerSet", true),
    ("ReferenceGrant", true),
    ("TCPRoute", true),
    ("TLSRoute", true),
    ("TLSRouteModeMixed", true),
    ("TLSRouteModeTerminate", true),
    ("UDPRoute", true),
];

/// `GatewayClassStatus.supportedFeatures`.
pub(super) fn supported(channel: Channel) -> Value {
    let is_there = |standard: bool| standard || channel == Channel::Experimental;
    FEATURES
        .iter()
        .filter(|(_, standard)| is_there(*standard))
        .map(|(name, _)| json!({ "name": name }))
        .collect()
}
