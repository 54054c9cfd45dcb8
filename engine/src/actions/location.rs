use super::path;
use crate::table::{ArmPath, Redirect, Request, Scheme, Socket};

/// The `Location` of a redirect (`HTTPRequestRedirectFilter`).
pub(super) fn of(
    redirect: Redirect<&str>,
    socket: &Socket,
    matched: ArmPath,
    request: &Request<'_>,
) -> String {
    let path = match redirect.path {
        Some(modifier) => path::modified(modifier, matched, request.path),
        None => request.path.to_owned(),
    };
    let path = path::with_query(path, request.query);
    let host = redirect.hostname.unwrap_or(request.host);
    if host.is_empty() {
        // HTTP/1.0 without a Host: a location on the same server is all that can be said.
        return path;
    }
    let scheme = redirect.scheme.unwrap_or(socket.scheme());
    let authority = match port(redirect, socket) {
        port if port == scheme.well_known_port() => host.to_owned(),
        port => format!("{host}:{port}"),
    };
    format!("{}://{authority}{path}", scheme.as_str())
}

/// `HTTPRequestRedirectFilter.port`: its own, else the well-known one of a scheme that the filter
/// names, else the listener's.
fn port(redirect: Redirect<&str>, socket: &Socket) -> u16 {
    redirect
        .port
        .or(redirect.scheme.map(Scheme::well_known_port))
        .unwrap_or_else(|| u16::try_from(socket.port).unwrap_or_default())
}
