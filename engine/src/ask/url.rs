use std::net::Ipv4Addr;

use crate::table::Host;

/// A URL as somebody types it: complete, or a host with a path, or a path alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Url {
    pub(super) scheme: Scheme,
    /// `user:password`.
    pub(super) user: Option<String>,
    /// Host and port as written; nothing in a path alone.
    pub(super) authority: Option<String>,
    pub(super) port: u16,
    /// As written, with its query and without its fragment.
    pub(super) target: String,
}

/// How a request comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Http,
    Https,
}

impl Url {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (scheme, rest) = match text.split_once("://") {
            // A `://` behind the first slash is part of a path or query.
            Some((scheme, rest)) if !scheme.contains(['/', '?', '#']) => (Scheme::of(scheme)?, rest),
            _ => (Scheme::Http, text),
        };
        let rest = rest.split_once('#').map_or(rest, |(rest, _fragment)| rest);
        let (authority, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let target = if target.starts_with('/') { target.to_owned() } else { format!("/{target}") };
        let (user, authority) = match authority.rsplit_once('@') {
            Some((user, authority)) => (Some(user.to_owned()), authority),
            None => (None, authority),
        };
        if authority.is_empty() && !text.starts_with('/') {
            return Err(format!("`{text}` has no host: write for example `http://foo.example.com/login`"));
        }
        Ok(Url {
            scheme,
            user,
            port: port(authority)?.unwrap_or(scheme.port()),
            authority: (!authority.is_empty()).then(|| authority.to_owned()),
            target,
        })
    }
}

impl Url {
    /// The name that TLS is asked for, empty for an address. Without TLS, or without a host, it is not known.
    pub(super) fn server_name(&self) -> Option<String> {
        let authority = self.authority.as_ref().filter(|_| self.scheme == Scheme::Https)?;
        let host = Host::of(authority.as_bytes()).ok()?;
        let is_address = |host: &str| host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok();
        Some(host.as_str()).map(|host| if is_address(host) { String::new() } else { host.to_owned() })
    }
}

pub(super) fn port(authority: &str) -> Result<Option<u16>, String> {
    match authority.rsplit_once(':') {
        // `[::1]` has colons and no port.
        Some((_, port)) if !port.is_empty() && !authority.ends_with(']') => {
            let port = port.parse().ok().filter(|port| *port > 0);
            port.map(Some).ok_or_else(|| format!("the port of `{authority}` is no number from 1 to 65535"))
        }
        _ => Ok(None),
    }
}

impl Scheme {
    fn of(text: &str) -> Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "http" | "ws" => Ok(Scheme::Http),
            "https" | "wss" => Ok(Scheme::Https),
            other => Err(format!(
                "scheme `{other}` is not known: write `http://` or `https://`, or `tls://`, `tcp://` or `udp://` for a connection"
            )),
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Http => "http",
            Scheme::Https => "https",
        }
    }

    fn port(self) -> u16 {
        match self {
            Scheme::Http => 80,
            Scheme::Https => 443,
        }
    }
}
