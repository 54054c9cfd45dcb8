use std::fmt;

use super::url;
use crate::compile::Transport;

/// A connection that is routed as a whole, by a TLSRoute, a TCPRoute or a UDPRoute:
/// `tls://name:port`, `tcp://:port` or `udp://:port`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedConnection {
    scheme: &'static str,
    pub transport: Transport,
    /// What the client asks for in its TLS handshake; empty for none.
    pub name: String,
    pub port: u16,
}

const SCHEMES: [(&str, Transport); 3] =
    [("tls", Transport::Tcp), ("tcp", Transport::Tcp), ("udp", Transport::Udp)];

impl AskedConnection {
    /// Nothing if the words are a request of HTTP.
    pub(super) fn of(words: &[String]) -> Result<Option<Self>, String> {
        let Some((first, others)) = words.split_first() else { return Ok(None) };
        let Some((scheme, rest)) = first.split_once("://") else { return Ok(None) };
        let Some((scheme, transport)) =
            SCHEMES.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(scheme))
        else {
            return Ok(None);
        };
        if let Some(extra) = others.first() {
            return Err(format!("`{extra}` is too much: a connection is `{scheme}://NAME:PORT` alone"));
        }
        let authority = rest.trim_end_matches('/');
        let name = match authority.rsplit_once(':') {
            Some((name, _)) if !authority.ends_with(']') => name,
            _ => authority,
        };
        let port = match (url::port(authority)?, scheme) {
            (Some(port), _) => port,
            (None, "tls") => 443,
            (None, _) => return Err(format!("`{first}` has no port: write for example `{scheme}://:9000`")),
        };
        let name = if scheme == "tls" { name.to_owned() } else { String::new() };
        Ok(Some(AskedConnection { scheme, transport, name, port }))
    }
}

impl fmt::Display for AskedConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}:{}", self.scheme, self.name, self.port)
    }
}
