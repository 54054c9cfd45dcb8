use std::rc::Rc;

use engine::{
    actions::{Actions, Reply, ReplyReason},
    table::{Host, Request, ResponsePlan, SocketId, Table, normalize},
};
use proxy_wasm::{
    traits::{Context, HttpContext},
    types::Action,
};

use crate::{
    Shared,
    host::{self, Map},
    perform::{self, Performed},
    view::Pairs,
};

/// Where Envoy's listener says which socket it is; segments are separated by NUL.
const SOCKET: &str = "xds\0listener_metadata\0filter_metadata\0gatewright\0socket";
const PORT: &str = "destination\0port";

/// One request and its response.
pub(crate) struct Stream {
    shared: Option<Rc<Shared>>,
    /// What the response's headers are in for.
    response: Option<ResponsePlan>,
}

impl Stream {
    pub(crate) fn new(shared: Option<Rc<Shared>>) -> Self {
        Stream { shared, response: None }
    }

    /// Decides a request and performs the decision.
    fn request(&mut self, shared: &Shared) -> Performed {
        let Shared { table, random } = shared;
        let Some(socket) = socket(table) else { return refuse(ReplyReason::UnknownSocket) };
        let map = host::headers(Map::Request).unwrap_or_default();
        let Some(pairs) = Pairs::of(&map) else { return refuse(ReplyReason::InvalidPath) };
        let Ok(host) = Host::of(pairs.pseudo(b":authority")) else { return refuse(ReplyReason::InvalidHost) };
        let (Ok(method), Ok(target)) =
            (str::from_utf8(pairs.pseudo(b":method")), str::from_utf8(pairs.pseudo(b":path")))
        else {
            return refuse(ReplyReason::InvalidPath);
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = normalize(path);
        let request = Request { method, host: host.as_str(), path: &path, query, headers: pairs.all() };
        let decision = table.decide(socket, &request, &mut ());
        let actions = table.actions(socket, decision, &request, random.draw());
        let performed = perform::actions(&actions);
        // An answer in place of the decision has headers of its own.
        if !matches!(performed, Performed::Failed) {
            self.response = actions.response();
        }
        performed
    }
}

fn refuse(reason: ReplyReason) -> Performed {
    perform::actions(&Actions::Reply(Reply { rule: None, reason }))
}

/// The socket that the connection came in on. An Envoy that somebody else configured may not name
/// it; then the port has to do, if only one Gateway has it.
fn socket(table: &Table) -> Option<SocketId> {
    if let Ok(name) = host::property(SOCKET)
        && !name.is_empty()
    {
        return table.socket(str::from_utf8(&name).ok()?);
    }
    table.only_socket().or_else(|| {
        let port = host::property(PORT).ok()?;
        let port = i64::from_le_bytes(*port.first_chunk()?);
        table.socket_of_port(u16::try_from(port).ok()?)
    })
}

impl Context for Stream {}

impl HttpContext for Stream {
    fn on_http_request_headers(&mut self, _: usize, _: bool) -> Action {
        // Envoy makes no stream of a filter that it has no configuration for; should one do so, the
        // request must not go on undecided.
        let performed = match self.shared.clone() {
            Some(shared) => self.request(&shared),
            None => refuse(ReplyReason::UnknownSocket),
        };
        match performed {
            Performed::Forwarded => Action::Continue,
            Performed::Answered | Performed::Failed => Action::Pause,
        }
    }

    fn on_http_response_headers(&mut self, _: usize, _: bool) -> Action {
        if let (Some(shared), Some(plan)) = (&self.shared, self.response.take()) {
            for operations in shared.table.response_headers(plan) {
                perform::headers(Map::Response, operations);
            }
        }
        Action::Continue
    }
}
