//! What a CORS filter says to one request (`HTTPCORSFilter`, GEP-1767).

use crate::table::{Cors, HeaderOperations, Request};

/// What the response's headers are in for. A request that names no origin is none of the filter's; the
/// answer to it tells caches all the same that others get another one.
pub(super) fn response(cors: Cors<&str>, request: &Request<'_>) -> HeaderOperations {
    let mut operations = HeaderOperations::default();
    if !cors.is_public() {
        operations.add.push(("vary".to_owned(), "origin".to_owned()));
    }
    if request.header("origin").is_some() {
        let allowed = share(cors, request, &mut operations);
        // What a backend says about it does not count.
        let said = |name: &&str| allowed && operations.set.iter().any(|(known, _)| known == name);
        operations.remove = SHARED.iter().filter(|name| !said(name)).map(|&name| name.to_owned()).collect();
    }
    operations
}

const SHARED: [&str; 3] =
    ["access-control-allow-origin", "access-control-allow-credentials", "access-control-expose-headers"];

/// The headers of the answer to a preflight. An origin that is not allowed gets none of them.
pub(super) fn preflight(cors: Cors<&str>, request: &Request<'_>) -> HeaderOperations {
    let mut operations = HeaderOperations::default();
    if !cors.is_public() {
        operations.add.push(("vary".to_owned(), "origin".to_owned()));
    }
    if !share(cors, request, &mut operations) {
        return operations;
    }
    // `*` is a method of that name in a request with credentials.
    let asked = |name| request.header(name).map(str::to_owned);
    let methods = match cors.methods {
        "" => None,
        "*" if cors.credentials => asked("access-control-request-method"),
        listed => Some(listed.to_owned()),
    };
    // To browsers `*` is every header but `authorization`, and the filter means every one.
    let headers = match cors.headers {
        "" => None,
        "*" => {
            asked("access-control-request-headers").or_else(|| (!cors.credentials).then(|| "*".to_owned()))
        }
        listed => Some(listed.to_owned()),
    };
    for (name, value) in [
        ("access-control-allow-methods", methods),
        ("access-control-allow-headers", headers),
        ("access-control-max-age", Some(cors.max_age.to_string())),
    ] {
        operations.set.extend(value.map(|value| (name.to_owned(), value)));
    }
    operations
}

/// Sets what every response to an allowed origin has.
fn share(cors: Cors<&str>, request: &Request<'_>, operations: &mut HeaderOperations) -> bool {
    let Some(origin) = request.header("origin").filter(|origin| cors.allows(origin)) else { return false };
    let origin = if cors.is_public() { "*" } else { origin };
    let credentials = if cors.credentials { "true" } else { "" };
    for (name, value) in SHARED.into_iter().zip([origin, credentials, cors.exposed]) {
        if !value.is_empty() {
            operations.set.push((name.to_owned(), value.to_owned()));
        }
    }
    true
}
