use std::fmt;

use crate::compile::Transport;

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskError {
    /// It cannot be read; in words.
    Unreadable(String),
    /// There is no socket at all.
    NothingServed { has_gateways: bool },
    /// A listener would have taken the request, were it not for its faults; in words.
    NotServed(String),
    /// Nothing listens on the port.
    NoListener {
        port: u16,
        /// `namespace/gateway:port` of what does.
        sockets: Vec<String>,
        /// The URL on a port that somebody listens on.
        instead: String,
    },
    /// No listener on the port is for such connections.
    NoStreamListener { transport: Transport, port: u16, sockets: Vec<String> },
    /// Several Gateways listen on the port.
    Ambiguous {
        port: u16,
        /// `namespace/name` of each.
        gateways: Vec<String>,
        /// What their routes make of the request.
        why: Option<Tie>,
    },
}

/// Why the routes do not decide between several Gateways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    NoneTakes,
    EachTakes,
}

// === impl AskError ===

impl AskError {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            AskError::Unreadable(_) => "invalid-request",
            AskError::NothingServed { .. } => "no-gateway",
            AskError::NotServed(_) => "listener-not-served",
            AskError::NoListener { .. } | AskError::NoStreamListener { .. } => "no-listener",
            AskError::Ambiguous { .. } => "ambiguous-gateway",
        }
    }
}

/// In words that fit every edge: a Gateway is chosen in another way at each.
impl fmt::Display for AskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AskError::Unreadable(message) | AskError::NotServed(message) => f.write_str(message),
            AskError::NothingServed { has_gateways: false } => {
                f.write_str("the input has no Gateway, so nothing takes the request")
            }
            AskError::NothingServed { has_gateways: true } => {
                f.write_str("no Gateway of the input is served, so nothing takes the request")
            }
            AskError::NoListener { port, sockets, instead } => write!(
                f,
                "no Gateway listens on port {port}, only {}: write for example `{instead}`",
                sockets.join(", ")
            ),
            AskError::NoStreamListener { transport, port, sockets } => {
                let kind = match transport {
                    Transport::Tcp => "TLS or TCP",
                    Transport::Udp => "UDP",
                };
                let known = if sockets.is_empty() { "none at all".to_owned() } else { sockets.join(", ") };
                write!(f, "no Gateway has a {kind} listener on port {port}; there is {known}")
            }
            AskError::Ambiguous { port, gateways, why } => {
                write!(f, "several Gateways listen on port {port}")?;
                if let Some(why) = why {
                    write!(f, ", and {why}")?;
                }
                write!(f, ": choose one of {}", gateways.join(", "))
            }
        }
    }
}

impl fmt::Display for Tie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Tie::NoneTakes => "none has a route for the request",
            Tie::EachTakes => "each has a route for the request",
        })
    }
}
