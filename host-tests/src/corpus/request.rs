use std::fmt;

/// A request of a case: what a client such as curl is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Empty for a connection, `tls://NAME:PORT`.
    pub method: String,
    /// `http`, `https` or `tls`.
    pub scheme: String,
    /// The host, with a port if written, that the client connects to. With `https` its name is the SNI.
    pub connect: String,
    /// What the request claims as its host: the `host` header, else the one connected to.
    pub authority: String,
    /// With the query.
    pub path: String,
    /// In order, without `host`, names as written.
    pub headers: Vec<(String, String)>,
}

// === impl Request ===

impl Request {
    /// Reads the lines of a `request` fence; the error is the line it is about, and what is wrong.
    pub(crate) fn parse<'a>(
        fence: usize,
        lines: impl IntoIterator<Item = (usize, &'a str)>,
    ) -> Result<Self, (usize, String)> {
        let mut pieces = lines.into_iter().flat_map(|(number, line)| {
            line.split("  ")
                .map(str::trim)
                .filter(|piece| !piece.is_empty())
                .map(move |piece| (number, piece))
        });
        let (number, first) =
            pieces.next().ok_or_else(|| (fence, "the request is empty: write `GET http://…`".to_owned()))?;
        let connection = first.starts_with("tls://").then_some(("", first));
        let (method, target) = connection
            .or_else(|| first.split_once(' '))
            .ok_or_else(|| (number, format!("`{first}` is no request: write a method, a space and a URL")))?;
        if connection.is_none() && !is_token(method) {
            return Err((number, format!("`{method}` is no method")));
        }
        let target = target.trim();

        let mut host = None;
        let mut headers = Vec::new();
        for (number, piece) in pieces {
            let (name, value) = piece
                .split_once(':')
                .filter(|(name, _)| is_token(name))
                .ok_or_else(|| (number, format!("`{piece}` is no header: write `name: value`")))?;
            let value = value.trim().to_owned();
            if name.eq_ignore_ascii_case("host") {
                host = Some(value);
            } else {
                headers.push((name.to_owned(), value));
            }
        }

        let (scheme, connect, path) = split(target).map_err(|message| (number, message))?;
        let connect = connect
            .map(str::to_owned)
            .or_else(|| host.clone())
            .ok_or_else(|| (number, format!("`{target}` names no host: write a URL, or a `host` header")))?;
        let authority = host.unwrap_or_else(|| connect.clone());
        Ok(Self { method: method.to_owned(), scheme: scheme.to_owned(), connect, authority, path, headers })
    }

    /// The port connected to.
    pub fn port(&self) -> u16 {
        let default = if self.scheme == "http" { 80 } else { 443 };
        self.split_connect().1.unwrap_or(default)
    }

    /// The name that a TLS client asks for; an address is none.
    pub fn server_name(&self) -> Option<&str> {
        let host = self.split_connect().0;
        let address = host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok();
        (self.scheme != "http" && !address).then_some(host)
    }

    fn split_connect(&self) -> (&str, Option<u16>) {
        match self.connect.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port.parse().ok()),
            _ => (&self.connect, None),
        }
    }
}

/// Splits a target into scheme, host and path with query.
fn split(target: &str) -> Result<(&str, Option<&str>, String), String> {
    if target.starts_with('/') {
        return Ok(("http", None, target.to_owned()));
    }
    let (scheme, rest) = target
        .split_once("://")
        .filter(|(scheme, _)| ["http", "https", "tls"].contains(scheme))
        .ok_or_else(|| format!("`{target}` is no URL: start it with `http://`, `https://` or `/`"))?;
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    if host.is_empty() {
        return Err(format!("`{target}` names no host"));
    }
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    Ok((scheme, Some(host), path))
}

fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scheme == "tls" {
            return write!(f, "tls://{}", self.connect);
        }
        write!(f, "{} {}://{}{}", self.method, self.scheme, self.connect, self.path)?;
        if self.authority != self.connect {
            write!(f, "  host: {}", self.authority)?;
        }
        self.headers.iter().try_for_each(|(name, value)| write!(f, "  {name}: {value}"))
    }
}
