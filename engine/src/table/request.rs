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
pub struct Host<'a>(Form<'a>);

#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "it lives on the stack, and a request allocates nothing")]
enum Form<'a> {
    /// As it came, as most do.
    Same(&'a [u8]),
    Lower {
        buffer: [u8; LONGEST],
        length: usize,
    },
}

/// The authority is no host name: two `Host` headers, a space, a control character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidHost;

/// RFC 1035, section 2.3.4, allows 253 characters in text form.
const LONGEST: usize = 256;

impl<'a> Host<'a> {
    /// Reads `Host` or `:authority`. The port is ignored, as `HTTPRouteSpec.hostnames` asks.
    pub fn of(authority: &'a [u8]) -> Result<Self, InvalidHost> {
        let host = without_port(authority);
        let host = host.strip_suffix(b".").unwrap_or(host);
        if host.len() > LONGEST {
            return Err(InvalidHost);
        }
        let mut same = true;
        for byte in host {
            match lower(*byte) {
                0 => return Err(InvalidHost),
                lower => same &= lower == *byte,
            }
        }
        Ok(Host(if same { Form::Same(host) } else { Form::lower(host) }))
    }

    pub fn as_str(&self) -> &str {
        let bytes = match &self.0 {
            Form::Same(host) => host,
            Form::Lower { buffer, length } => buffer.get(..*length).unwrap_or_default(),
        };
        str::from_utf8(bytes).unwrap_or_default()
    }
}

impl Form<'_> {
    #[inline(never)]
    fn lower(host: &[u8]) -> Self {
        let mut buffer = [0; LONGEST];
        buffer.iter_mut().zip(host).for_each(|(to, from)| *to = lower(*from));
        Form::Lower { buffer, length: host.len() }
    }
}

/// Without the digits at the end and the colon before them. `[::1]` has colons and no port; `[::1]:80` has one.
fn without_port(authority: &[u8]) -> &[u8] {
    let last = authority.iter().rposition(|byte| !byte.is_ascii_digit());
    let host = last.and_then(|colon| authority.split_at_checked(colon));
    host.filter(|(_, port)| port.starts_with(b":")).map_or(authority, |(host, _)| host)
}

/// The byte in lower case; 0 for one that stands in no host name.
fn lower(byte: u8) -> u8 {
    LOWER.get(usize::from(byte)).copied().unwrap_or_default()
}

#[expect(clippy::indexing_slicing, reason = "at compile time")]
const LOWER: [u8; 256] = {
    let mut lower = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        lower[byte] = match byte as u8 {
            letter if letter.is_ascii_alphanumeric() => letter.to_ascii_lowercase(),
            other @ (b'.' | b'-' | b'_' | b'[' | b']' | b':' | b'%' | b'~') => other,
            _ => 0,
        };
        byte += 1;
    }
    lower
};
