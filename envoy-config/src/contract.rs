//! The names that Envoy's configuration and the filter have to agree on.

/// Names the cluster that Envoy sends a request to. The filter sets it on every request that it
/// forwards, and Envoy removes it before the request leaves.
pub const CLUSTER_HEADER: &str = "x-gatewright-cluster";

/// The same for native routes that ask an authorizer. No other route reads it, so that no request gets by
/// its authorizer when Envoy does not know the native route.
pub const GUARDED_CLUSTER_HEADER: &str = "x-gatewright-guarded-cluster";

/// Every header that starts so belongs to the filter: Envoy removes it from a client's request.
pub const HEADER_PREFIX: &str = "x-gatewright-";

/// The name of the filter, of its configuration resource, of its root context and of its VM. One name
/// for all listeners, so that each worker runs one VM and parses one configuration.
pub const FILTER_NAME: &str = "gatewright";

/// Where a listener says which [`crate::Socket`] it is, in its own metadata.
pub const METADATA_NAMESPACE: &str = "gatewright";
pub const METADATA_SOCKET: &str = "socket";
/// The same without the port, for the access log.
pub const METADATA_GATEWAY: &str = "gateway";

/// The listener sets it on every request, after it has removed what a client sent: [`crate::Socket::name`] again, since
/// the filter has the headers anyway and a property costs it half as much as the whole decision. It goes no further
/// than the route.
pub const SOCKET_HEADER: &str = "x-gatewright-socket";

/// The property path on which the filter reads [`crate::Socket::name`] of the connection in Envoys that set no header.
pub const SOCKET_PROPERTY: [&str; 5] =
    ["xds", "listener_metadata", "filter_metadata", METADATA_NAMESPACE, METADATA_SOCKET];

/// The property, one path segment, that the filter sets for the access log:
/// `namespace/route/rule`, the rule by its name or its number.
pub const RULE_PROPERTY: &str = "gatewright.rule";

/// The property, one path segment, that the filter sets where a request takes a native route: the
/// route's name. Envoy files it as filter state, which no client can write.
pub const NATIVE_PROPERTY: &str = "gatewright.native";

/// Between the filter and Envoy's own session filter: the endpoint that a session names, and in a response the one that was
/// picked anew. Neither clients nor backends see it.
pub const SESSION_HEADER: &str = "x-gatewright-session";

/// What the filter sets beside it where [`engine::table::Settings::log`] is on: the listener, the route and the
/// backend by their names.
pub const LISTENER_PROPERTY: &str = "gatewright.listener";
pub const ROUTE_PROPERTY: &str = "gatewright.route";
pub const BACKEND_PROPERTY: &str = "gatewright.backend";

/// The response header that names the decision, where [`engine::table::Settings::debug`] is on.
pub const DECISION_HEADER: &str = "x-gatewright-decision";
