use serde::Deserialize;

use super::{BackendReference, ParentReference};

#[derive(Debug, Clone, Deserialize)]
pub struct HTTPRoute {
    pub spec: HTTPRouteSpec,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HTTPRouteSpec {
    #[serde(default)]
    pub parent_refs: Vec<ParentReference>,
    #[serde(default)]
    pub hostnames: Vec<String>,
    #[serde(default)]
    pub rules: Vec<HTTPRouteRule>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HTTPRouteRule {
    pub name: Option<String>,
    #[serde(default)]
    pub matches: Vec<HTTPRouteMatch>,
    #[serde(default)]
    pub filters: Vec<HTTPRouteFilter>,
    #[serde(default)]
    pub backend_refs: Vec<HTTPBackendRef>,
    // Named so that a rule which uses them can say that they are not carried out yet.
    pub timeouts: Option<serde_json::Value>,
    pub retry: Option<serde_json::Value>,
    pub session_persistence: Option<serde_json::Value>,
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

#[derive(Debug, Clone, Deserialize)]
pub struct HTTPBackendRef {
    #[serde(flatten)]
    pub reference: BackendReference,
    #[serde(default)]
    pub filters: Vec<HTTPRouteFilter>,
}

/// The union of `HTTPRouteFilter`; admission has seen to it that type and field agree.
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
    RequestMirror {},
    #[serde(rename = "CORS")]
    Cors {},
    ExternalAuth {},
    ExtensionRef {
        extension_ref: LocalObjectReference,
    },
}

#[derive(Debug, Clone, Deserialize)]
pub struct LocalObjectReference {
    pub group: String,
    pub kind: String,
    pub name: String,
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
