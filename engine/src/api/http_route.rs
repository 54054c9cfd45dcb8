use serde::Deserialize;

use super::{BackendReference, LocalObjectReference};

/// `HTTPRouteTimeouts`, as GEP-2257 durations.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HTTPRouteTimeouts {
    pub request: Option<String>,
    pub backend_request: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct HTTPRouteRetry {
    #[serde(default)]
    pub codes: Vec<u16>,
    pub attempts: Option<u32>,
    pub backoff: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HTTPRouteMatch {
    pub path: HTTPPathMatch,
    #[serde(default)]
    pub headers: Vec<ValueMatch>,
    #[serde(default)]
    pub query_params: Vec<ValueMatch>,
    pub method: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct HTTPPathMatch {
    #[serde(rename = "type")]
    pub kind: PathMatchType,
    pub value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum PathMatchType {
    Exact,
    PathPrefix,
    RegularExpression,
}

/// `HTTPHeaderMatch` and `HTTPQueryParamMatch`.
#[derive(Debug, Clone, Deserialize)]
pub struct ValueMatch {
    #[serde(rename = "type")]
    pub kind: ValueMatchType,
    pub name: String,
    pub value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum ValueMatchType {
    Exact,
    RegularExpression,
}

/// The union of `HTTPRouteFilter`, which holds that of `GRPCRouteFilter`; admission has seen to it that type and field agree.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
pub enum HTTPRouteFilter {
    RequestHeaderModifier {
        request_header_modifier: HTTPHeaderFilter,
    },
    ResponseHeaderModifier {
        response_header_modifier: HTTPHeaderFilter,
    },
    RequestRedirect {
        request_redirect: HTTPRequestRedirectFilter,
    },
    #[serde(rename = "URLRewrite")]
    UrlRewrite {
        url_rewrite: HTTPURLRewriteFilter,
    },
    RequestMirror {
        request_mirror: HTTPRequestMirrorFilter,
    },
    #[serde(rename = "CORS")]
    Cors {
        cors: HTTPCORSFilter,
    },
    ExternalAuth {
        external_auth: HTTPExternalAuthFilter,
    },
    ExtensionRef {
        extension_ref: LocalObjectReference,
    },
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HTTPRequestMirrorFilter {
    pub backend_ref: BackendReference,
    pub percent: Option<u32>,
    pub fraction: Option<Fraction>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Fraction {
    pub numerator: u32,
    pub denominator: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HTTPCORSFilter {
    #[serde(default)]
    pub allow_origins: Vec<String>,
    #[serde(default)]
    pub allow_credentials: bool,
    #[serde(default)]
    pub allow_methods: Vec<String>,
    #[serde(default)]
    pub allow_headers: Vec<String>,
    #[serde(default)]
    pub expose_headers: Vec<String>,
    pub max_age: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HTTPExternalAuthFilter {
    pub protocol: String,
    pub backend_ref: BackendReference,
    pub grpc: Option<GRPCAuthConfig>,
    pub http: Option<HTTPAuthConfig>,
    pub forward_body: Option<ForwardBodyConfig>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GRPCAuthConfig {
    #[serde(default)]
    pub allowed_headers: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HTTPAuthConfig {
    pub path: Option<String>,
    #[serde(default)]
    pub allowed_headers: Vec<String>,
    #[serde(default)]
    pub allowed_response_headers: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ForwardBodyConfig {
    /// In bytes.
    pub max_size: Option<u64>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct HTTPHeaderFilter {
    pub set: Vec<HTTPHeader>,
    pub add: Vec<HTTPHeader>,
    pub remove: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct HTTPHeader {
    pub name: String,
    pub value: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HTTPRequestRedirectFilter {
    pub scheme: Option<String>,
    pub hostname: Option<String>,
    pub path: Option<HTTPPathModifier>,
    pub port: Option<u16>,
    pub status_code: u16,
}

#[derive(Debug, Clone, Deserialize)]
pub struct HTTPURLRewriteFilter {
    pub hostname: Option<String>,
    pub path: Option<HTTPPathModifier>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
pub enum HTTPPathModifier {
    ReplaceFullPath { replace_full_path: String },
    ReplacePrefixMatch { replace_prefix_match: String },
}

/// Of entries with equivalent names only the first counts (`HTTPHeaderMatch.name`,
/// `HTTPQueryParamMatch.name`); header names are equivalent in any case. Answers each with its
/// place in the manifest.
pub fn distinct(list: &[ValueMatch], header: bool) -> impl Iterator<Item = (usize, &ValueMatch)> {
    list.iter().enumerate().filter(move |(number, test)| {
        let same = |other: &ValueMatch| {
            if header { other.name.eq_ignore_ascii_case(&test.name) } else { other.name == test.name }
        };
        !list.iter().take(*number).any(same)
    })
}
