use serde::Serialize;

use super::Interned;
use crate::{admit::milliseconds, api::RouteRule, table::NativeRoute};

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

/// The native routes of all rules, in the order of their first use.
#[derive(Debug, Default)]
pub(super) struct Natives {
    names: Interned,
    list: Vec<Native>,
}

pub(super) fn of(rule: &RouteRule) -> Native {
    let time = |text: &Option<String>| text.as_deref().and_then(milliseconds);
    Native {
        request_timeout: rule.timeouts.as_ref().and_then(|timeouts| time(&timeouts.request)),
        backend_request_timeout: rule.timeouts.as_ref().and_then(|timeouts| time(&timeouts.backend_request)),
        retry: rule.retry.as_ref().map(|retry| Retry {
            codes: retry.codes.clone(),
            attempts: retry.attempts,
            backoff: time(&retry.backoff),
        }),
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
        let routes = self.names.into_list().into_iter().map(|name| NativeRoute { name });
        (routes.collect(), self.list)
    }
}
