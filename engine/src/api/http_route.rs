use super::{
    BackendReference, LocalObjectReference,
    read::{choice, object, union},
};
use crate::SharedStr;

object! {
    /// `HTTPRouteTimeouts`, as GEP-2257 durations.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct HTTPRouteTimeouts {
        pub request: Option<String>,
        pub backend_request: Option<String>,
    }

    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct HTTPRouteRetry {
        pub codes: Vec<u16>,
        pub attempts: Option<u32>,
        pub backoff: Option<String>,
    }

    #[derive(Debug, Clone)]
    pub struct HTTPRouteMatch {
        pub path: HTTPPathMatch,
        pub headers: Box<[ValueMatch]>,
        pub query_params: Box<[ValueMatch]>,
        pub method: Option<SharedStr>,
    }

    #[derive(Debug, Clone)]
    pub struct HTTPPathMatch {
        pub kind ["type"]: PathMatchType,
        pub value: SharedStr,
    }
}

choice! {
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum PathMatchType {
        Exact,
        PathPrefix,
        RegularExpression,
    }
}

object! {
    /// `HTTPHeaderMatch` and `HTTPQueryParamMatch`.
    #[derive(Debug, Clone)]
    pub struct ValueMatch {
        pub kind ["type"]: ValueMatchType,
        pub name: SharedStr,
        pub value: SharedStr,
    }
}

choice! {
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum ValueMatchType {
        Exact,
        RegularExpression,
    }
}

union! {
    /// The union of `HTTPRouteFilter`, which holds that of `GRPCRouteFilter`; admission has seen to it that type and field agree.
    #[derive(Debug, Clone)]
    pub enum HTTPRouteFilter {
        RequestHeaderModifier { request_header_modifier: Box<HTTPHeaderFilter> },
        ResponseHeaderModifier { response_header_modifier: Box<HTTPHeaderFilter> },
        RequestRedirect { request_redirect: Box<HTTPRequestRedirectFilter> },
        UrlRewrite ["URLRewrite"] { url_rewrite: Box<HTTPURLRewriteFilter> },
        RequestMirror { request_mirror: Box<HTTPRequestMirrorFilter> },
        Cors ["CORS"] { cors: Box<HTTPCORSFilter> },
        ExternalAuth { external_auth: Box<HTTPExternalAuthFilter> },
        ExtensionRef { extension_ref: Box<LocalObjectReference> },
    }
}

object! {
    #[derive(Debug, Clone)]
    pub struct HTTPRequestMirrorFilter {
        pub backend_ref: BackendReference,
        pub percent: Option<u32>,
        pub fraction: Option<Fraction>,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Fraction {
        pub numerator: u32,
        pub denominator: u32,
    }

    #[derive(Debug, Clone)]
    pub struct HTTPCORSFilter {
        pub allow_origins: Vec<String>,
        pub allow_credentials: bool,
        pub allow_methods: Vec<String>,
        pub allow_headers: Vec<String>,
        pub expose_headers: Vec<String>,
        pub max_age: u32,
    }

    #[derive(Debug, Clone)]
    pub struct HTTPExternalAuthFilter {
        pub protocol: String,
        pub backend_ref: BackendReference,
        pub grpc: Option<GRPCAuthConfig>,
        pub http: Option<HTTPAuthConfig>,
        pub forward_body: Option<ForwardBodyConfig>,
    }

    #[derive(Debug, Clone)]
    pub struct GRPCAuthConfig {
        pub allowed_headers: Vec<String>,
    }

    #[derive(Debug, Clone)]
    pub struct HTTPAuthConfig {
        pub path: Option<String>,
        pub allowed_headers: Vec<String>,
        pub allowed_response_headers: Vec<String>,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct ForwardBodyConfig {
        /// In bytes.
        pub max_size: Option<u64>,
    }

    #[derive(Debug, Clone, Default)]
    pub struct HTTPHeaderFilter {
        pub set: Box<[HTTPHeader]>,
        pub add: Box<[HTTPHeader]>,
        pub remove: Box<[SharedStr]>,
    }

    #[derive(Debug, Clone)]
    pub struct HTTPHeader {
        pub name: SharedStr,
        pub value: SharedStr,
    }

    #[derive(Debug, Clone)]
    pub struct HTTPRequestRedirectFilter {
        pub scheme: Option<String>,
        pub hostname: Option<String>,
        pub path: Option<HTTPPathModifier>,
        pub port: Option<u16>,
        pub status_code: u16,
    }

    #[derive(Debug, Clone)]
    pub struct HTTPURLRewriteFilter {
        pub hostname: Option<String>,
        pub path: Option<HTTPPathModifier>,
    }
}

union! {
    #[derive(Debug, Clone)]
    pub enum HTTPPathModifier {
        ReplaceFullPath { replace_full_path: String },
        ReplacePrefixMatch { replace_prefix_match: String },
    }
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
