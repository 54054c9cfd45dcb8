//! Actions to hostcalls.

use engine::{
    actions::{Actions, Forward},
    table::HeaderOperations,
};

use crate::{
    host::{self, Map, Refused},
    view,
};

/// Envoy's route takes the cluster from this header and removes it.
const CLUSTER: &str = "x-gatewright-cluster";
/// The same for routes that ask an authorizer.
const GUARDED_CLUSTER: &str = "x-gatewright-guarded-cluster";
/// Headers of ours, which no manifest may write.
const OURS: &str = "x-gatewright-";
/// The access log shows it.
const RULE: &str = "gatewright.rule";
/// Envoy's routes are picked by it.
const NATIVE: &str = "gatewright.native";

/// What became of a request.
pub(crate) enum Performed {
    Forwarded,
    Answered,
    /// The decision could not be carried out; the request is answered all the same.
    Failed,
}

pub(crate) fn actions(actions: &Actions<'_>) -> Performed {
    match actions {
        Actions::Forward(forward) => match self::forward(forward) {
            Ok(()) => Performed::Forwarded,
            // Without our cluster in it the request must not go on: a client's would count.
            Err(Refused) => {
                answer(500, "gatewright_hostcall_failed", "the gateway failed\n", b"");
                Performed::Failed
            }
        },
        Actions::Redirect(redirect) => {
            name(&redirect.rule.label);
            let location = view::serialise("location", &redirect.location);
            answer(redirect.status, "request_redirect", "", &location)
        }
        Actions::Reply(reply) => {
            if let Some(rule) = reply.rule {
                name(&rule.label);
            }
            answer(reply.status(), reply.reason.details(), reply.reason.body(), b"")
        }
    }
}

fn forward(forward: &Forward<'_>) -> Result<(), Refused> {
    for operations in forward.request_headers {
        headers(Map::Request, operations);
    }
    if let Some(host) = forward.host {
        host::set_header(Map::Request, ":authority", host)?;
    }
    if let Some(path) = &forward.path {
        host::set_header(Map::Request, ":path", path)?;
    }
    let guarded = forward.native.is_some_and(|native| native.guarded);
    if guarded {
        host::remove_header(Map::Request, CLUSTER)?;
    }
    // Set, never added: a client's own value must not survive.
    host::set_header(Map::Request, if guarded { GUARDED_CLUSTER } else { CLUSTER }, forward.cluster)?;
    name(&forward.rule.label);
    if let Some(native) = forward.native {
        host::set_property(NATIVE, &native.name)?;
    }
    host::clear_route_cache();
    Ok(())
}

/// Carries out a header filter: set, add, remove. One that the host refuses is one that the
/// request does without.
pub(crate) fn headers(map: Map, operations: &HeaderOperations) {
    let HeaderOperations { set, add, remove } = operations;
    let allowed = |name: &str| !name.starts_with(OURS);
    for (name, value) in set.iter().filter(|(name, _)| allowed(name)) {
        let _ = host::set_header(map, name, value);
    }
    for (name, value) in add.iter().filter(|(name, _)| allowed(name)) {
        let _ = host::add_header(map, name, value);
    }
    for name in remove.iter().filter(|name| allowed(name)) {
        let _ = host::remove_header(map, name);
    }
}

/// Tells the access log which rule it was. A log without it is no reason to fail.
fn name(label: &str) {
    let _ = host::set_property(RULE, label);
}

fn answer(status: u16, details: &str, body: &str, headers: &[u8]) -> Performed {
    if host::reply(status, details, body, headers).is_err() {
        host::log_error("gatewright: the host refused a local response");
    }
    Performed::Answered
}
