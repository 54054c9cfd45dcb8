//! Matches of both kinds of route in the one form that the table has.

use std::borrow::Cow;

use super::{PathRank, normal_path};
use crate::{
    SharedStr,
    api::{GRPCRouteMatch, HTTPRouteMatch, PathMatchType, RouteMatch, ValueMatch},
    table::prefix_key,
};

/// A match, as paths and fields of HTTP.
#[derive(Debug)]
pub(crate) struct Lowered<'a> {
    pub(crate) path: LoweredPath<'a>,
    pub(crate) method: Option<&'a SharedStr>,
    pub(crate) headers: &'a [ValueMatch],
    pub(crate) query_params: &'a [ValueMatch],
    /// What precedence compares first.
    pub(super) rank: PathRank,
    /// Of the path; of a gRPC service.
    pub(super) path_length: usize,
    /// Of a gRPC method.
    pub(super) call_length: usize,
}

/// Exact paths and prefixes are in the normal form that request paths have.
#[derive(Debug)]
pub(crate) enum LoweredPath<'a> {
    Exact(SharedStr),
    /// The key of the path index: without a trailing slash.
    Prefix(SharedStr),
    Pattern(Cow<'a, str>),
}

impl<'a> Lowered<'a> {
    pub(crate) fn of(one: &'a RouteMatch) -> Self {
        match one {
            RouteMatch::Http(one) => Self::of_http(one),
            RouteMatch::Grpc(one) => Self::of_grpc(one),
        }
    }

    fn of_http(one: &'a HTTPRouteMatch) -> Self {
        let value = &one.path.value;
        // What an escape stands for counts, or `/%61` would be a longer prefix than `/a`. Exact
        // paths that take one request are equal; the specification does not compare their lengths.
        let (path, rank, path_length) = match one.path.kind {
            PathMatchType::Exact => (LoweredPath::Exact(normal_path(value, value)), PathRank::Exact, 0),
            PathMatchType::RegularExpression => {
                (LoweredPath::Pattern(value.as_str().into()), PathRank::Pattern, value.chars().count())
            }
            // A trailing slash is ignored (`PathMatchPathPrefix`), so it gains nothing here.
            PathMatchType::PathPrefix => {
                // Whatever is no ASCII is escaped in it, so its bytes are its characters.
                let key = normal_path(prefix_key(value), value);
                let length = key.len();
                (LoweredPath::Prefix(key), PathRank::Prefix, length)
            }
        };
        Lowered {
            path,
            method: one.method.as_ref(),
            headers: &one.headers,
            query_params: &one.query_params,
            rank,
            path_length,
            call_length: 0,
        }
    }

    /// A call of `method` of `service` is a request for `/service/method` (`GRPCMethodMatch`). A match
    /// without a method takes all that stands below the service.
    fn of_grpc(one: &'a GRPCRouteMatch) -> Self {
        let (service, method) = one.names();
        let (path, rank) = match (one.path_pattern(), service, method) {
            (Some(pattern), ..) => (LoweredPath::Pattern(pattern.into()), PathRank::Pattern),
            (None, "", "") => (LoweredPath::Prefix(SharedStr::default()), PathRank::Prefix),
            (None, service, "") => (LoweredPath::Prefix(format!("/{service}").into()), PathRank::Service),
            (None, service, method) => {
                (LoweredPath::Exact(format!("/{service}/{method}").into()), PathRank::Exact)
            }
        };
        Lowered {
            path,
            method: None,
            headers: &one.headers,
            query_params: &[],
            rank,
            path_length: service.chars().count(),
            call_length: method.chars().count(),
        }
    }
}
