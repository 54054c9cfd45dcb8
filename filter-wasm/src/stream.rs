use std::rc::Rc;

use engine::{
    actions::{Actions, Reply, ReplyReason},
    table::{Host, Request, ResponsePlan, SocketId, Table, split_target},
};

use crate::{
    Shared,
    counters::Outcome,
    host::{self, Map},
    perform,
    tell::{self, Parts},
    view::Pairs,
};

/// Where Envoy's listener says which socket it is; segments are separated by NUL.
const SOCKET: &str = "xds\0listener_metadata\0filter_metadata\0gatewright\0socket";
const PORT: &str = "destination\0port";

/// The server name that the client asked TLS for.
const SERVER_NAME: &str = "connection\0requested_server_name";

/// What becomes of a request or a response, in the numbers of the ABI.
#[derive(Clone, Copy)]
#[repr(u32)]
pub(crate) enum Next {
    Continue = 0,
    /// What is not decided goes nowhere.
    Pause = 1,
}

/// One request and its response.
pub(crate) struct Stream {
    shared: Option<Rc<Shared>>,
    /// Most responses pass as they are.
    later: Option<Box<Later>>,
}

/// What there is to do when the response comes.
#[derive(Default)]
struct Later {
    /// What its headers are in for.
    response: Option<ResponsePlan>,
    /// What it says about the decision.
    decision: Option<String>,
}

impl Stream {
    pub(crate) fn new(shared: Option<Rc<Shared>>) -> Self {
        Stream { shared, later: None }
    }

    pub(crate) fn on_request_headers(&mut self) -> Next {
        // Envoy makes no stream of a filter that it has no configuration for; should one do so, the
        // request must not go on undecided.
        let outcome = match self.shared.clone() {
            Some(shared) => self.request(&shared),
            None => self.refuse(ReplyReason::UnknownSocket),
        };
        match outcome {
            Outcome::Forward => Next::Continue,
            _ => Next::Pause,
        }
    }

    pub(crate) fn on_response_headers(&mut self) {
        let Some(later) = self.later.as_deref_mut() else { return };
        if let (Some(shared), Some(plan)) = (&self.shared, later.response.take()) {
            perform::session(&shared.table, &plan);
            perform::headers(Map::Response, shared.table.response_headers(&plan));
        }
        if let Some(decision) = &later.decision {
            tell::decision(decision);
        }
    }

    /// Decides a request and performs the decision.
    fn request(&mut self, shared: &Shared) -> Outcome {
        let map = host::headers(Map::Request).unwrap_or_default();
        let Some(pairs) = Pairs::of(&map, &shared.spare) else {
            return self.refuse(ReplyReason::InvalidPath);
        };
        let outcome = self.decide(shared, &pairs).unwrap_or_else(|reason| self.refuse(reason));
        pairs.leave(&shared.spare);
        outcome
    }

    fn decide(&mut self, shared: &Shared, pairs: &Pairs<'_>) -> Result<Outcome, ReplyReason> {
        let Shared { table, random, .. } = shared;
        let (socket, is_named) = socket(table, pairs).ok_or(ReplyReason::UnknownSocket)?;
        let host = Host::of(pairs.authority).map_err(|_| ReplyReason::InvalidHost)?;
        let text = |bytes| str::from_utf8(bytes).map_err(|_| ReplyReason::InvalidPath);
        let (method, target) = (text(pairs.method)?, text(pairs.target)?);
        let (path, query) = split_target(target);
        let name = table.needs_server_name(socket).then(|| host::property(SERVER_NAME));
        // A connection may have none.
        let server_name = name.as_ref().map(|name| name.as_ref().ok().and_then(|name| Host::of(name).ok()));
        // An Envoy that somebody else configured may have TLS in front of it, and then knows no name.
        let server_name = server_name.filter(|name| is_named || name.is_some());
        let request = Request {
            method,
            host: host.as_str(),
            path: &path,
            query,
            headers: &pairs.headers,
            server_name: server_name.as_ref().map(|name| name.as_ref().map_or("", Host::as_str)),
        };
        let decision = table.decide(socket, &request, &mut ());
        let actions = table.actions_at(socket, decision, &request, random.draw(), &host::now);
        let outcome = self.perform(&actions, pairs.has_cluster, || table.listener(socket, decision));
        // An answer in place of the decision has headers of its own.
        if !matches!(outcome, Outcome::Failed)
            && let Some(plan) = actions.response()
        {
            self.later.get_or_insert_default().response = Some(plan.clone());
        }
        Ok(outcome)
    }

    fn perform<'a>(
        &mut self,
        actions: &Actions<'a>,
        has_cluster: bool,
        listener: impl FnOnce() -> Option<&'a str>,
    ) -> Outcome {
        let settings = self.shared.as_ref().map(|shared| shared.table.settings).unwrap_or_default();
        // Nobody reads names that nobody is told.
        let parts = (settings.log || settings.debug).then(|| Parts::of(listener(), actions));
        if let Some(parts) = &parts {
            parts.log(settings);
        }
        let outcome = perform::actions(actions, has_cluster);
        if let Some(decision) = parts.and_then(|parts| parts.header(settings, outcome)) {
            self.later.get_or_insert_default().decision = Some(decision);
        }
        outcome.count();
        outcome
    }

    fn refuse(&mut self, reason: ReplyReason) -> Outcome {
        self.perform(&Actions::Reply(Reply::to(reason)), true, || None)
    }
}

/// The socket that the connection came in on, and whether Envoy named it. An Envoy that somebody else
/// configured may not; then the port has to do, if only one Gateway has it.
fn socket(table: &Table, pairs: &Pairs<'_>) -> Option<(SocketId, bool)> {
    // A listener from before an upgrade drains without the header; it has the property all the same.
    let named = if table.settings.socket_in_header { pairs.socket } else { b"" };
    if !named.is_empty() {
        return Some((table.socket(str::from_utf8(named).ok()?)?, true));
    }
    if let Ok(name) = host::property(SOCKET)
        && !name.is_empty()
    {
        return Some((table.socket(str::from_utf8(&name).ok()?)?, true));
    }
    let socket = table.only_socket().or_else(|| {
        let port = host::property(PORT).ok()?;
        let port = i64::from_le_bytes(*port.first_chunk()?);
        table.socket_of_port(u16::try_from(port).ok()?)
    });
    Some((socket?, false))
}
