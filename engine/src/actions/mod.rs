//! `actions`: what a decision means for the request, as data. Adapters only perform it.

mod cors;
mod location;
mod path;
mod reply;
mod session;

pub use self::reply::{Reply, ReplyReason};
use crate::{
    decide::Decision,
    table::{
        Backend, Filters, NativeRoute, Operations, Request, ResponsePlan, Rewrite, Rule, SocketId, Table,
    },
};

/// What to do with a request.
#[derive(Debug, Clone)]
pub enum Actions<'t> {
    Forward(Forward<'t>),
    Redirect(Redirect<'t>),
    Reply(Reply<'t>),
}

#[derive(Debug, Clone)]
pub struct Forward<'t> {
    pub rule: Rule<'t>,
    /// The entry of the rule's `backends` that was drawn.
    pub backend: Backend<'t>,
    pub cluster: &'t str,
    /// The route that Envoy has to take for it.
    pub native: Option<NativeRoute<&'t str>>,
    /// Where the backend has sessions: the endpoint that the request's session names, in the proxy's own words; empty for
    /// a new session.
    pub session: Option<String>,
    /// The new `Host`, if a filter changes it.
    pub host: Option<&'t str>,
    /// The new path, query included, if a filter changes it.
    pub path: Option<String>,
    /// The rule's operations, then the backend's.
    pub request_headers: [Operations<'t>; 2],
    pub response: ResponsePlan,
}

#[derive(Debug, Clone)]
pub struct Redirect<'t> {
    pub rule: Rule<'t>,
    pub status: u16,
    pub location: String,
    pub response: ResponsePlan,
}

impl Actions<'_> {
    /// What to do with the response's headers, if anything.
    pub fn response(&self) -> Option<&ResponsePlan> {
        match self {
            Actions::Forward(Forward { rule, backend, response, .. }) => {
                let nothing = rule.filters().response_headers().is_empty()
                    && backend.filters().response_headers().is_empty()
                    && response.cors.is_empty()
                    && response.session.is_none();
                (!nothing).then_some(response)
            }
            Actions::Redirect(redirect) => Some(&redirect.response),
            Actions::Reply(_) => None,
        }
    }
}

impl Table {
    /// The actions for a decision. `draw` is a uniformly random number; equal draws pick equal
    /// backends.
    pub fn actions<'t>(
        &'t self,
        socket: SocketId,
        decision: Decision,
        request: &Request<'_>,
        draw: u64,
    ) -> Actions<'t> {
        self.actions_at(socket, decision, request, draw, &|| 0)
    }

    /// The same where sessions end: `now` is asked for the seconds since 1970 where one may have.
    pub fn actions_at<'t>(
        &'t self,
        socket: SocketId,
        decision: Decision,
        request: &Request<'_>,
        draw: u64,
        now: &dyn Fn() -> u64,
    ) -> Actions<'t> {
        let (arm, id) = match decision {
            Decision::NoListener => return Actions::Reply(Reply::to(ReplyReason::NoListener)),
            Decision::Misdirected { .. } => return Actions::Reply(Reply::to(ReplyReason::Misdirected)),
            Decision::NoRule { .. } => return Actions::Reply(Reply::to(ReplyReason::NoRoute)),
            Decision::Rule { arm, rule, .. } => (arm, rule),
        };
        let (Some(arm), Some(rule), Some(at)) = (self.arm(arm), self.rule(id), self.socket_record(socket))
        else {
            return Actions::Reply(Reply::to(ReplyReason::NoRoute));
        };
        let filters = rule.filters();
        let redirected = |redirect: crate::table::Redirect<&str>, response| {
            Actions::Redirect(Redirect {
                rule,
                status: redirect.status,
                location: location::of(redirect, &at, arm.path(), request),
                response,
            })
        };
        let replied = |reason, headers| Actions::Reply(Reply { rule: Some(rule), reason, headers });
        let continued = session::continued(self, socket, rule, request, now);
        let drawn = || {
            let number = pick(rule.backends().map(Backend::weight), draw)?;
            Some((number, rule.backend(number)?))
        };
        let picked = continued.map(|(backend, _)| backend).or_else(drawn);
        let picked = picked.filter(|_| !filters.has_redirect());
        let own = picked.and_then(|(_, backend)| backend.filters().cors());
        let cors = own.or_else(|| filters.cors());
        // No backend may answer a preflight in the filter's place (GEP-1767).
        if let Some(cors) = cors.filter(|_| request.preflight().is_some()) {
            return replied(ReplyReason::Preflight, cors::preflight(cors, request));
        }
        // A preflight is let in by the method that it asks about (see [`crate::decide`]), but only to be answered.
        if arm.method().is_some_and(|method| method != request.method) {
            return Actions::Reply(Reply::to(ReplyReason::NoRoute));
        }
        let cors = cors.map(|cors| cors::response(cors, request)).unwrap_or_default();
        if let Some(redirect) = filters.redirect() {
            return redirected(redirect, ResponsePlan { rule: id, backend: None, cors, session: None });
        }
        let Some((number, backend)) = picked else {
            return replied(ReplyReason::NoBackend, cors);
        };
        let Some(cluster) = self.cluster(socket, backend) else {
            return replied(ReplyReason::InvalidBackend, cors);
        };
        let own = backend.session();
        let session = own.map(|own| session::plan(self, own, &at, arm.path(), request, cluster));
        let response = ResponsePlan { rule: id, backend: Some(number), cors, session };
        if let Some(redirect) = backend.filters().redirect() {
            return redirected(redirect, response);
        }
        Actions::Forward(Forward {
            rule,
            backend,
            cluster,
            native: self.native(backend),
            session: own.map(|_| continued.map(|(_, endpoint)| endpoint.to_owned()).unwrap_or_default()),
            host: rewrite(backend, rule, |rewrite| rewrite.hostname),
            path: rewrite(backend, rule, |rewrite| rewrite.path).map(|modifier| {
                path::with_query(path::modified(modifier, arm.path(), request.path), request.query)
            }),
            request_headers: [filters.request_headers(), backend.filters().request_headers()],
            response,
        })
    }
}

/// The backend's own rewrite is closer to the backend than the rule's, so it wins where both speak.
fn rewrite<'t, T>(
    backend: Backend<'t>,
    rule: Rule<'t>,
    part: impl Fn(Rewrite<&'t str>) -> Option<T>,
) -> Option<T> {
    let of = |filters: Filters<'t>| filters.rewrite().and_then(&part);
    of(backend.filters()).or_else(|| of(rule.filters()))
}

/// Draws a backend in the proportion of the weights (`BackendRef.weight`). An entry that cannot be
/// used keeps its share, which is answered with 500 (`HTTPRouteRule.backendRefs`).
fn pick(weights: impl Iterator<Item = u32> + Clone, draw: u64) -> Option<usize> {
    let total: u64 = weights.clone().map(u64::from).sum();
    // Scales the draw to 0..total without a modulo's bias.
    let mut left = u64::try_from((u128::from(draw) * u128::from(total)) >> 64).ok()?;
    weights.map(u64::from).position(|weight| {
        let here = left < weight;
        left = left.saturating_sub(weight);
        here
    })
}

#[cfg(test)]
mod tests;
