//! `explain`: the decision with its reasons. It runs `decide` itself, with a probe that keeps
//! every verdict; nothing here tests a request a second time.

mod attachment;
mod connection;
mod nearest;
mod steps;

use steps::Steps;

use crate::{
    actions::{Actions, Forward, ReplyReason},
    analysis::Analysis,
    attach::{BackendTarget, EffectiveField, effective},
    compile::{ArmOrigin, Native, rule_label},
    decide::{Decision, Trace},
    report::{
        self, ActionReport, BackendShare, HeaderChange, ObjectReference, Outcome, PolicyField, SessionReport,
        Step,
    },
    source::{DocId, FieldPath},
    table::{Backend, Operations, Request, ResponsePlan, Rule, Session, SocketId},
};

/// Where something is written.
type Place = (DocId, FieldPath);

impl Analysis {
    /// Explains what happens to a request that comes in on a socket. `draw` picks the backend, as
    /// in [`crate::table::Table::actions`].
    pub fn explain(&self, socket: SocketId, request: &Request<'_>, draw: u64) -> report::Decision {
        let mut trace = Trace::default();
        let decision = self.table.decide(socket, request, &mut trace);
        let steps = Steps { analysis: self, socket, request };
        let mut told = self.told(&steps, decision, draw);
        let list = &mut told.trace;
        *list = steps.listeners(decision);
        match (decision, decision.listener()) {
            (Decision::Misdirected { .. }, _) => {}
            (_, None) => told.nearest = nearest::listener(list, request),
            (_, Some(listener)) => {
                let first = list.len();
                let matches = steps.matches(listener, decision, &trace);
                if matches!(decision, Decision::NoRule { .. }) {
                    told.nearest = nearest::of(&matches, request).map(|number| first + number);
                }
                list.extend(matches.into_iter().map(|tried| tried.step));
                list.extend(steps.not_attached(listener));
            }
        }
        told
    }

    /// The same without the trace, which is a step for each match of the listener.
    pub fn outcome(&self, socket: SocketId, request: &Request<'_>, draw: u64) -> report::Decision {
        let decision = self.table.decide(socket, request, &mut ());
        self.told(&Steps { analysis: self, socket, request }, decision, draw)
    }

    fn told(&self, steps: &Steps<'_>, decision: Decision, draw: u64) -> report::Decision {
        let (socket, request) = (steps.socket, steps.request);
        let listener = decision.listener();
        let origin = match decision {
            Decision::Rule { arm, .. } => self.origins.arms.get(arm.index()),
            _ => None,
        };
        let actions = self.table.actions(socket, decision, request, draw);
        report::Decision {
            outcome: outcome(&actions),
            gateway: steps.gateway().map(|gateway| gateway.meta.full_name()).unwrap_or_default(),
            listener: listener.and_then(|number| steps.listener_name(number)),
            route: origin.and_then(|origin| self.route_name(origin)),
            route_kind: origin
                .and_then(|origin| self.world.routes.get(origin.route()))
                .map(|route| route.body.kind.name()),
            rule: origin.and_then(|origin| self.label(origin)),
            matched: origin.map(|origin| match_path(origin).to_string()),
            backend: match &actions {
                Actions::Forward(forward) => Some(BackendTarget::label_of(forward.cluster).to_owned()),
                _ => None,
            },
            policy: self.policy_of(origin, &actions),
            actions: self.action_report(&actions),
            trace: Vec::new(),
            nearest: None,
            nodes: self.nodes(socket, steps, listener, origin, &actions),
        }
    }

    /// The way of a request through the graph, as far as it comes.
    fn nodes(
        &self,
        socket: SocketId,
        steps: &Steps<'_>,
        listener: Option<u32>,
        origin: Option<&ArmOrigin>,
        actions: &Actions<'_>,
    ) -> Vec<String> {
        let Some(from) = self.origins.sockets.get(socket.index()) else { return Vec::new() };
        let listener = listener.and_then(|number| steps.listener_index(number));
        let rule = origin.map(|origin| (origin.route(), origin.rule()));
        let mut nodes = self.way(from.gateway, listener, rule);
        if let Actions::Forward(forward) = actions {
            nodes.push(report::backend_node(BackendTarget::label_of(forward.cluster)));
        }
        nodes
    }

    /// The effective policy of the backend that was drawn.
    fn policy_of(&self, origin: Option<&ArmOrigin>, actions: &Actions<'_>) -> Vec<PolicyField> {
        match (origin, actions) {
            (Some(origin), Actions::Forward(forward)) => {
                self.policy(origin.route(), origin.rule(), forward.response.backend)
            }
            _ => Vec::new(),
        }
    }

    /// The effective policy of a backend of a rule, each field with the object that says so.
    pub fn policy(&self, route: usize, rule: usize, backend: Option<usize>) -> Vec<PolicyField> {
        let Some(backend) = backend else { return Vec::new() };
        let fields = effective(&self.world, &self.graph, route, rule, backend);
        let field = |field: EffectiveField| {
            let located = self.sources.locate(field.document, &field.path);
            PolicyField {
                name: field.name,
                value: field.value,
                object: ObjectReference::of(field.document, &self.sources),
                field_path: field.path.to_string(),
                file: self.sources.files.get(located.file).map(|file| file.path.clone()),
                line: Some(located.range.start.line),
            }
        };
        fields.into_iter().map(field).collect()
    }

    fn route_name(&self, origin: &ArmOrigin) -> Option<String> {
        self.world.routes.get(origin.route()).map(|route| route.meta.full_name())
    }

    /// The label of the rule that an arm belongs to.
    fn label(&self, origin: &ArmOrigin) -> Option<String> {
        let route = self.world.routes.get(origin.route())?;
        let rule = route.body.rules.get(origin.rule())?;
        Some(rule_label(&route.meta.full_name(), origin.rule(), rule.name.as_deref()))
    }

    fn action_report(&self, actions: &Actions<'_>) -> ActionReport {
        match actions {
            Actions::Forward(forward) => ActionReport {
                host: forward.host.map(str::to_owned),
                path: forward.path.clone(),
                request_headers: HeaderChange::list(
                    forward.request_headers.into_iter().flat_map(Operations::iter),
                ),
                response_headers: self.response_changes(&forward.response),
                backends: self.shares(forward.rule),
                native: self.native(forward.backend),
                session: session(forward),
                ..ActionReport::default()
            },
            Actions::Redirect(redirect) => ActionReport {
                status: Some(redirect.status),
                location: Some(redirect.location.clone()),
                response_headers: self.response_changes(&redirect.response),
                ..ActionReport::default()
            },
            Actions::Reply(reply) => ActionReport {
                status: Some(reply.status()),
                details: Some(reply.reason.details()),
                response_headers: HeaderChange::list(reply.headers.iter()),
                backends: reply.rule.map(|rule| self.shares(rule)).unwrap_or_default(),
                ..ActionReport::default()
            },
        }
    }

    /// What the proxy carries out for the requests to a backend.
    fn native(&self, backend: Backend<'_>) -> Option<Native> {
        self.natives.get(usize::try_from(backend.native()?).ok()?).cloned()
    }

    fn response_changes(&self, plan: &ResponsePlan) -> Vec<HeaderChange> {
        HeaderChange::list(self.table.response_headers(plan))
    }

    fn shares(&self, rule: Rule<'_>) -> Vec<BackendShare> {
        let share = |backend: Backend<'_>| {
            // It has one label whatever the socket.
            let cluster = self.table.cluster(SocketId(0), backend).map(BackendTarget::label_of);
            BackendShare {
                name: cluster.unwrap_or("(not usable)").to_owned(),
                weight: backend.weight(),
                usable: cluster.is_some(),
            }
        };
        rule.backends().map(share).collect()
    }

    /// File and line of a field.
    fn locate(&self, document: DocId, path: &FieldPath, step: &mut Step) {
        step.field_path = path.to_string();
        let located = self.sources.locate(document, path);
        step.file = self.sources.files.get(located.file).map(|file| file.path.clone());
        step.line = Some(located.range.start.line);
    }
}

fn session(forward: &Forward<'_>) -> Option<SessionReport> {
    let Session { cookie, name, .. } = forward.backend.session()?;
    let continued = forward.session.as_ref().is_some_and(|endpoint| !endpoint.is_empty());
    let named = |is: bool| is.then(|| name.to_owned());
    Some(SessionReport { cookie: named(cookie), header: named(!cookie), continued })
}

fn outcome(actions: &Actions<'_>) -> Outcome {
    match actions {
        Actions::Forward(_) => Outcome::Forward,
        Actions::Redirect(_) => Outcome::Redirect,
        Actions::Reply(reply) => match reply.reason {
            ReplyReason::NoListener | ReplyReason::NoRoute => Outcome::NoMatch,
            _ => Outcome::Reply,
        },
    }
}

/// `spec.rules[i].matches[j]`.
fn match_path(origin: &ArmOrigin) -> FieldPath {
    let rule = FieldPath::root().field("spec").field("rules").index(origin.rule());
    rule.field("matches").index(origin.number())
}
