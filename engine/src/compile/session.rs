use crate::{
    admit::milliseconds,
    api::SessionPersistence,
    table::{Session, name_hash},
};

/// The form that a session has in the table. Rules never share one: a cookie of a rule has the rule's path, and one of a
/// policy, which has none, has a name for each rule (GEP-1619, "Route Rules Referencing to a Session Persistent Enabled
/// Service Must Not Share Sessions").
pub(super) fn of(session: &SessionPersistence, rule: &str, by_policy: bool) -> Session {
    let cookie = session.kind != "Header";
    let mark = format!("{:08x}", name_hash(rule));
    let written = session.session_name.as_deref().filter(|name| is_usable(name));
    let lifetime = session.cookie_config.as_ref().and_then(|config| config.lifetime_type.as_deref());
    Session {
        cookie,
        name: match written {
            None => format!("gw-session-{mark}"),
            Some(name) if !cookie => name.to_ascii_lowercase(),
            Some(name) if by_policy => format!("{name}-{mark}"),
            Some(name) => name.to_owned(),
        },
        path: !by_policy,
        permanent: lifetime == Some("Permanent"),
        timeout: session.absolute_timeout.as_deref().and_then(milliseconds).map(|time| time.div_ceil(1000)),
    }
}

/// Whether it can be the name of a cookie and of a header (RFC 9110, section 5.6.2), and is not one of ours.
fn is_usable(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token) && !name.to_ascii_lowercase().starts_with("x-gatewright-")
}
