use serde::Serialize;

use super::Interned;
use crate::{
    admit::milliseconds,
    api::{HTTPExternalAuthFilter, HTTPRequestMirrorFilter, HTTPRouteFilter, RouteRule},
    attach::RuleState,
    table::NativeRoute,
};

/// What of a rule the proxy carries out by itself, once a backend is picked: a route of its own in
/// Envoy. Times are in milliseconds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Native {
    /// `HTTPRouteTimeouts.request`: for the whole exchange, retries included. 0 is without end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_timeout: Option<u64>,
    /// `HTTPRouteTimeouts.backendRequest`: for each try. 0 is without end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backend_request_timeout: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry: Option<Retry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mirrors: Vec<Mirror>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_auth: Option<ExternalAuth>,
    /// The endpoint is the one that a session names (GEP-1619).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub session: bool,
}

/// `HTTPRouteRetry` (GEP-1731).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Retry {
    /// Statuses, beside failures of the connection.
    pub codes: Vec<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backoff: Option<u64>,
}

/// `HTTPRequestMirrorFilter`: some of the requests go to a cluster as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mirror {
    pub cluster: String,
    pub numerator: u32,
    pub denominator: u32,
}

/// `HTTPExternalAuthFilter` (GEP-1494). Names of headers are in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExternalAuth {
    pub cluster: String,
    /// It speaks Envoy's protocol for authorizers.
    pub grpc: bool,
    /// In front of the request's.
    pub path: String,
    /// Empty for HTTP sends no more than always, for gRPC all.
    pub allowed_headers: Vec<String>,
    /// Empty allows all.
    pub allowed_response_headers: Vec<String>,
    /// In bytes; 0 for none.
    pub max_body: u64,
}

/// The native routes of all rules, in the order of their first use.
#[derive(Debug, Default)]
pub(super) struct Natives {
    names: Interned,
    list: Vec<Native>,
}

/// Whether something of a rule may be the proxy's, sessions apart. Of most rules nothing is.
pub(super) fn may_have(rule: &RouteRule, state: &RuleState) -> bool {
    rule.timeouts.is_some() || rule.retry.is_some() || !state.of_filters.is_empty()
}

/// Of one backend of a rule: its filters' and the rule's.
pub(super) fn of(rule: &RouteRule, state: &RuleState, backend: usize, session: bool) -> Native {
    let time = |text: &Option<String>| text.as_deref().and_then(milliseconds);
    let mut native = Native {
        request_timeout: rule.timeouts.as_ref().and_then(|timeouts| time(&timeouts.request)),
        backend_request_timeout: rule.timeouts.as_ref().and_then(|timeouts| time(&timeouts.backend_request)),
        retry: rule.retry.as_ref().map(|retry| Retry {
            codes: retry.codes.clone(),
            attempts: retry.attempts,
            backoff: time(&retry.backoff),
        }),
        session,
        ..Native::default()
    };
    let mut targets = state.of_filters.iter();
    let of_backends = rule.backend_refs.iter().enumerate();
    let of_backends = of_backends.map(|(number, one)| (number == backend, &one.filters));
    for (applies, filters) in std::iter::once((true, &rule.filters)).chain(of_backends) {
        for filter in filters {
            let mut cluster = || match targets.next() {
                Some((carried, Ok(target))) if applies => Some(target.cluster(*carried)),
                _ => None,
            };
            match filter {
                HTTPRouteFilter::RequestMirror { request_mirror } => {
                    native.mirrors.extend(cluster().and_then(|cluster| mirror(request_mirror, cluster)));
                }
                HTTPRouteFilter::ExternalAuth { external_auth } => {
                    native.external_auth =
                        cluster().map(|it| self::external_auth(external_auth, it)).or(native.external_auth);
                }
                _ => {}
            }
        }
    }
    native
}

fn mirror(filter: &HTTPRequestMirrorFilter, cluster: String) -> Option<Mirror> {
    let (numerator, denominator) = match (filter.percent, filter.fraction) {
        (Some(percent), _) => (percent, 100),
        (None, Some(fraction)) => (fraction.numerator, fraction.denominator.max(1)),
        (None, None) => (100, 100),
    };
    (numerator > 0).then_some(Mirror { cluster, numerator, denominator })
}

fn external_auth(filter: &HTTPExternalAuthFilter, cluster: String) -> ExternalAuth {
    let names = |list: &[String]| list.iter().map(|name| name.to_ascii_lowercase()).collect();
    let (http, grpc) = (filter.http.as_ref(), filter.grpc.as_ref());
    let allowed = http.map(|http| &http.allowed_headers).or(grpc.map(|grpc| &grpc.allowed_headers));
    ExternalAuth {
        cluster,
        grpc: filter.protocol == "GRPC",
        path: http.and_then(|http| http.path.clone()).unwrap_or_default(),
        allowed_headers: allowed.map(|list| names(list)).unwrap_or_default(),
        allowed_response_headers: http.map(|http| names(&http.allowed_response_headers)).unwrap_or_default(),
        max_body: filter.forward_body.and_then(|body| body.max_size).unwrap_or(0),
    }
}

// === impl Native ===

impl Native {
    /// A native route is named by all that it says. So rules that ask for the same share one, and a rule
    /// that comes to ask for something else goes to another: while Envoy changes from one configuration
    /// to the next it knows both, and no request meets the filter of one with the route of the other.
    pub fn name(&self) -> String {
        // Serialising plain data into memory has no way to fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

// === impl Natives ===

impl Natives {
    /// Nothing for what any route does.
    pub(super) fn id(&mut self, native: Native) -> Option<u32> {
        if native == Native::default() {
            return None;
        }
        let id = self.names.id(&native.name());
        if usize::try_from(id).is_ok_and(|id| id == self.list.len()) {
            self.list.push(native);
        }
        Some(id)
    }

    pub(super) fn into_lists(self) -> (Vec<NativeRoute>, Vec<Native>) {
        let routes = self.names.into_list().into_iter().zip(&self.list);
        let routes =
            routes.map(|(name, it)| NativeRoute { name, guarded: it.external_auth.is_some() }).collect();
        (routes, self.list)
    }
}
