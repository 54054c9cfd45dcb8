use super::{
    common::{duration, local_reference},
    resource,
    route::session_persistence,
};
use crate::admit::schema::{Declared, integer, list, object};

/// XBackendTrafficPolicy.
pub(super) fn backend_traffic_policy() -> Declared {
    let targets = list(local_reference()).min(1).max(16).keyed_by(&["group", "kind", "name"]);
    let spec = object()
        .req("targetRefs", targets)
        .opt("retryConstraint", retry_constraint())
        .opt("sessionPersistence", session_persistence());
    resource().req("spec", spec)
}

/// RetryConstraint.
fn retry_constraint() -> Declared {
    let budget = object().opt("percent", integer().min(0).max(100).default_to(20)).opt(
        "interval",
        duration().default_to("10s").rule(
            "!(duration(self) < duration('1s') || duration(self) > duration('1h'))",
            "interval cannot be greater than one hour or less than one second",
        ),
    );
    let min_rate = object().opt("count", integer().min(1).max(1_000_000)).opt(
        "interval",
        duration().rule(
            "!(duration(self) == duration('0s') || duration(self) > duration('1h'))",
            "interval cannot be greater than one hour",
        ),
    );
    object()
        .opt("budget", budget.default_json(r#"{"percent": 20, "interval": "10s"}"#))
        .opt("minRetryRate", min_rate.default_json(r#"{"count": 10, "interval": "1s"}"#))
}
