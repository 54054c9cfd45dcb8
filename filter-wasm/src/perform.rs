//! Actions to hostcalls.

use engine::{
    actions::{Actions, Forward},
    table::{Operation, ResponsePlan, Rule, Table},
};

use crate::{
    counters::Outcome,
    host::{self, Map, Refused},
    view,
};

/// Envoy's route takes the cluster from this header and removes it.
pub(crate) const CLUSTER: &str = "x-gatewright-cluster";
/// The same for routes that ask an authorizer.
const GUARDED_CLUSTER: &str = "x-gatewright-guarded-cluster";
/// Envoy's session filter takes the endpoint from this header of a request, and tells it in that of a response.
const SESSION: &str = "x-gatewright-session";
/// Headers of ours, which no manifest may write.
const OURS: &str = "x-gatewright-";
/// Envoy's routes are picked by it.
const NATIVE: &str = "gatewright.native";

/// Carries out what was decided. What goes on has [`Outcome::Forward`], everything else is answered. `has_cluster`:
/// whether the request may come with a cluster in it.
pub(crate) fn actions(actions: &Actions<'_>, has_cluster: bool) -> Outcome {
    match actions {
        Actions::Forward(forward) => match self::forward(forward, has_cluster) {
            Ok(()) => Outcome::Forward,
            // Without our cluster in it the request must not go on: a client's would count.
            Err(Refused) => {
                answer(500, Outcome::Failed, "the gateway failed\n", b"");
                Outcome::Failed
            }
        },
        Actions::Redirect(redirect) => {
            let location = view::serialise(std::iter::once(("location", redirect.location.as_str())));
            answer(redirect.status, Outcome::Redirect, "", &location);
            Outcome::Redirect
        }
        Actions::Reply(reply) => {
            let headers = reply.headers.iter().filter_map(|operation| match operation {
                Operation::Set(name, value) | Operation::Add(name, value) => Some((name, value)),
                Operation::Remove(_) => None,
            });
            let outcome = Outcome::Reply(reply.reason);
            answer(reply.status(), outcome, reply.reason.body(), &view::serialise(headers));
            outcome
        }
    }
}

/// The rule that had won.
pub(crate) fn rule<'t>(actions: &Actions<'t>) -> Option<Rule<'t>> {
    match actions {
        Actions::Forward(forward) => Some(forward.rule),
        Actions::Redirect(redirect) => Some(redirect.rule),
        Actions::Reply(reply) => reply.rule,
    }
}

fn forward(forward: &Forward<'_>, has_cluster: bool) -> Result<(), Refused> {
    for operations in forward.request_headers {
        headers(Map::Request, operations.iter());
    }
    if let Some(host) = forward.host {
        host::set_header(Map::Request, ":authority", host)?;
    }
    if let Some(path) = &forward.path {
        host::set_header(Map::Request, ":path", path)?;
    }
    let guarded = forward.native.is_some_and(|native| native.guarded);
    if guarded && has_cluster {
        host::remove_header(Map::Request, CLUSTER)?;
    }
    match forward.session.as_deref() {
        None => {}
        Some("") => {
            let _ = host::remove_header(Map::Request, SESSION);
        }
        Some(endpoint) => host::set_header(Map::Request, SESSION, endpoint)?,
    }
    if let Some(native) = forward.native {
        host::set_property(NATIVE, native.name)?;
    }
    // The last word: in the ABI that the filter speaks a header that is written makes Envoy choose its route again,
    // which has to see all of the above.
    if guarded {
        host::set_header(Map::Request, GUARDED_CLUSTER, forward.cluster)
    } else if has_cluster {
        // A client's own value must not survive.
        host::set_header(Map::Request, CLUSTER, forward.cluster)
    } else {
        // To set it Envoy would look for one first, and index all headers for that.
        host::add_header(Map::Request, CLUSTER, forward.cluster)
    }
}

/// Tells the client of the endpoint that was picked anew, if one was.
pub(crate) fn session(table: &Table, plan: &ResponsePlan) {
    if plan.session.is_none() {
        return;
    }
    let endpoint = host::header(Map::Response, SESSION).unwrap_or_default();
    if let Some(endpoint) = str::from_utf8(&endpoint).ok().filter(|endpoint| !endpoint.is_empty()) {
        if let Some(operations) = table.session(plan, endpoint, &host::now) {
            headers(Map::Response, operations.iter());
        }
        let _ = host::remove_header(Map::Response, SESSION);
    }
}

/// Carries out a header filter: set, add, remove. One that the host refuses is one that the
/// request does without.
pub(crate) fn headers<'a>(map: Map, operations: impl Iterator<Item = Operation<'a>>) {
    for operation in operations {
        let _ = match operation {
            Operation::Set(name, _) | Operation::Add(name, _) | Operation::Remove(name)
                if name.starts_with(OURS) =>
            {
                Ok(())
            }
            Operation::Set(name, value) => host::set_header(map, name, value),
            Operation::Add(name, value) => host::add_header(map, name, value),
            Operation::Remove(name) => host::remove_header(map, name),
        };
    }
}

fn answer(status: u16, outcome: Outcome, body: &str, headers: &[u8]) {
    if host::reply(status, outcome.word(), body, headers).is_err() {
        host::log_error("gatewright: the host refused a local response");
    }
}
