//! Sessions that stick to a backend and to one of its endpoints (GEP-1619). Which endpoint is the proxy's to know: it says so
//! in a header of the response, and gets it back in one of the request.

use crate::table::{
    ArmPath, Backend, HeaderOperations, Request, ResponsePlan, Rule, Scheme, Session, SessionPlan, Socket,
    SocketId, Table, Token, name_hash,
};

/// The backend that a request's session names, and the endpoint. A session outranks weights, 0 as well (GEP-1619, "Traffic
/// Splitting"), and is over where its backend cannot be used any more.
pub(super) fn continued<'t, 'r>(
    table: &'t Table,
    socket: SocketId,
    rule: Rule<'t>,
    request: &Request<'r>,
    now: &dyn Fn() -> u64,
) -> Option<((usize, Backend<'t>), &'r str)> {
    rule.backends().enumerate().find_map(|(number, backend)| {
        let session = backend.session()?;
        let names = (name_hash(rule.label()), name_hash(table.cluster(socket, backend)?));
        let lives = |token: &Token<'_>| match session.timeout {
            None => token.ends == 0,
            Some(timeout) => {
                let now = now();
                // Who has no clock, as an explanation, ends no session.
                token.ends > now && (now == 0 || token.ends <= now.saturating_add(timeout))
            }
        };
        let mut tokens = session.tokens(request);
        let token = tokens.find(|token| (token.rule, token.backend) == names && lives(token))?;
        Some(((number, backend), token.endpoint))
    })
}

/// The attributes are those of a cookie.
pub(super) fn plan(
    table: &Table,
    session: Session<&str>,
    socket: &Socket,
    matched: ArmPath,
    request: &Request<'_>,
    cluster: &str,
) -> SessionPlan {
    let mut text = String::new();
    if session.path {
        text.push_str("; Path=");
        text.push_str(path(table, matched, request.path));
    }
    if let Some(timeout) = session.timeout.filter(|_| session.permanent) {
        text.push_str(&format!("; Max-Age={timeout}"));
    }
    // As safe as can be, says GEP-1619.
    text.push_str("; HttpOnly; SameSite=Strict");
    if socket.scheme() == Scheme::Https {
        text.push_str("; Secure");
    }
    SessionPlan { backend: name_hash(cluster), attributes: text }
}

/// The path of the match, of an expression what stands before its first operator (GEP-1619, "Path").
fn path<'a>(table: &'a Table, matched: ArmPath, path: &'a str) -> &'a str {
    let part = match matched {
        ArmPath::Exact => Some(path),
        ArmPath::Prefix { length } => usize::try_from(length).ok().and_then(|length| path.get(..length)),
        ArmPath::Pattern(id) => table.pattern(id).map(|pattern| pattern.directory()),
    };
    part.filter(|part| part.starts_with('/') && !part.contains(';')).unwrap_or("/")
}

impl Table {
    /// What a response says about its session, if the proxy picked an endpoint anew: nothing else ends up at the client.
    pub fn session(
        &self,
        plan: &ResponsePlan,
        endpoint: &str,
        now: &dyn Fn() -> u64,
    ) -> Option<HeaderOperations> {
        let SessionPlan { backend: name, attributes } = plan.session.as_ref()?;
        let rule = self.rule(plan.rule)?;
        let backend = rule.backend(plan.backend?)?;
        let session = backend.session()?;
        let token = Token {
            rule: name_hash(rule.label()),
            backend: *name,
            ends: session.timeout.map(|timeout| now().saturating_add(timeout)).unwrap_or_default(),
            endpoint,
        };
        let mut operations = HeaderOperations::default();
        if session.cookie {
            let cookie = format!("{}={}{attributes}", session.name, token.write());
            operations.add.push(("set-cookie".to_owned(), cookie));
        } else {
            operations.set.push((session.name.to_owned(), token.write()));
        }
        Some(operations)
    }
}
