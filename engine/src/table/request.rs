//! What a decision looks at in a request, borrowed from whoever received it.

/// A request as the table sees it.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    pub method: &'a str,
    /// As [`Host::of`] gives it.
    pub host: &'a str,
    /// In the normal form of [`super::normalize`], without the query.
    pub path: &'a str,
    /// What follows the first `?`, undecoded.
    pub query: &'a str,
    pub headers: &'a [Header<'a>],
    /// The name that the client asked TLS for, as [`Host::of`] gives it; empty if it asked for none. Nothing
    /// where it is not known: no request is misdirected then.
    pub server_name: Option<&'a str>,
}

impl<'a> Request<'a> {
    /// The first value of a header, if it is text and not empty.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        let header = self.headers.iter().find(|header| header.name == name.as_bytes())?;
        str::from_utf8(header.value).ok().filter(|value| !value.is_empty())
    }

    /// The method that a preflight asks about (Fetch, section 3.2.2).
    pub fn preflight(&self) -> Option<&'a str> {
        let asked =
            if self.method == "OPTIONS" { self.header("access-control-request-method") } else { None };
        asked.filter(|_| self.header("origin").is_some())
    }
}

/// One header line. `name` is in lower case, as HTTP/2 writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    pub name: &'a [u8],
    pub value: &'a [u8],
}

/// A host name as rules compare it: lower case, no port, no trailing dot.
#[derive(Debug)]
pub struct Host {
    buffer: [u8; Host::LONGEST],
    length: usize,
}

/// The authority is no host name: two `Host` headers, a space, a control character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidHost;

impl Host {
    /// RFC 1035, section 2.3.4, allows 253 characters in text form.
    const LONGEST: usize = 256;

    /// Reads `Host` or `:authority`. The port is ignored, as `HTTPRouteSpec.hostnames` asks.
    pub fn of(authority: &[u8]) -> Result<Self, InvalidHost> {
        let host = without_port(authority);
        let host = host.strip_suffix(b".").unwrap_or(host);
        let mut buffer = [0; Host::LONGEST];
        let Some(room) = buffer.get_mut(..host.len()) else { return Err(InvalidHost) };
        for (to, from) in room.iter_mut().zip(host) {
            if !is_host_byte(*from) {
                return Err(InvalidHost);
            }
            *to = from.to_ascii_lowercase();
        }
        Ok(Host { buffer, length: host.len() })
    }

    pub fn as_str(&self) -> &str {
        self.buffer.get(..self.length).and_then(|host| str::from_utf8(host).ok()).unwrap_or_default()
    }
}

fn without_port(authority: &[u8]) -> &[u8] {
    match authority.iter().rposition(|byte| *byte == b':') {
        // `[::1]` has colons and no port; `[::1]:80` has one.
        Some(colon) if !authority.ends_with(b"]") => authority.get(..colon).unwrap_or(authority),
        _ => authority,
    }
}

fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'[' | b']' | b':' | b'%' | b'~')
}
