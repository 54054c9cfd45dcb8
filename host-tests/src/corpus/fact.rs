use std::fmt;

/// One line of an `expect` fence. The first four say what became of the request: a step has exactly one of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// A rule forwarded it to a backend, `namespace/name:port`.
    Forward {
        rule: String,
        backend: String,
    },
    Redirect {
        status: u16,
        location: String,
    },
    /// Answered without a backend; details as an access log shows them.
    Reply {
        status: u16,
        details: Option<String>,
    },
    /// No rule wanted it.
    NoMatch,
    /// A reason, for subjects that can explain.
    Because(String),
    /// The path and query at the backend.
    Path(String),
    /// The host at the backend.
    Host(String),
    /// A header at the backend: its value, or that it is not there.
    RequestHeader {
        name: String,
        value: Option<String>,
    },
    /// A header at the client: its value, or that it is not there.
    ResponseHeader {
        name: String,
        value: Option<String>,
    },
}

// === impl Fact ===

impl Fact {
    pub fn request_header(name: &str, value: &str) -> Self {
        Self::RequestHeader { name: name.to_ascii_lowercase(), value: Some(value.to_owned()) }
    }

    pub fn response_header(name: &str, value: &str) -> Self {
        Self::ResponseHeader { name: name.to_ascii_lowercase(), value: Some(value.to_owned()) }
    }

    pub fn is_outcome(&self) -> bool {
        matches!(self, Self::Forward { .. } | Self::Redirect { .. } | Self::Reply { .. } | Self::NoMatch)
    }

    /// Whether two facts answer the same question, perhaps differently.
    pub(crate) fn same_subject(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::RequestHeader { name, .. }, Self::RequestHeader { name: other, .. })
            | (Self::ResponseHeader { name, .. }, Self::ResponseHeader { name: other, .. }) => name == other,
            _ => {
                self.is_outcome() && other.is_outcome()
                    || std::mem::discriminant(self) == std::mem::discriminant(other)
            }
        }
    }

    pub(crate) fn parse(line: &str) -> Result<Self, String> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match word {
            "forward" => forward(rest),
            "redirect" => match rest.split_once(char::is_whitespace) {
                Some((code, location)) => {
                    Ok(Self::Redirect { status: status(code)?, location: location.trim().to_owned() })
                }
                None => Err("write `redirect STATUS LOCATION`".to_owned()),
            },
            "reply" => {
                let (code, details) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
                let details = Some(details.trim().to_owned()).filter(|details| !details.is_empty());
                Ok(Self::Reply { status: status(code)?, details })
            }
            "noMatch" if rest.is_empty() => Ok(Self::NoMatch),
            "because" => some(rest, "because REASON").map(Self::Because),
            "path" => some(rest, "path /PATH").map(Self::Path),
            "host" => some(rest, "host NAME").map(Self::Host),
            "request-header" => header(rest).map(|(name, value)| Self::RequestHeader { name, value }),
            "response-header" => header(rest).map(|(name, value)| Self::ResponseHeader { name, value }),
            _ => Err(format!(
                "`{line}` is no fact: start with `forward`, `redirect`, `reply`, `noMatch`, `because`, `path`, \
                 `host`, `request-header` or `response-header`"
            )),
        }
    }
}

fn forward(rest: &str) -> Result<Fact, String> {
    let (rule, backend) = rest.split_once('→').ok_or("write `forward RULE → NAMESPACE/SERVICE:PORT`")?;
    let (rule, backend) = (rule.trim(), backend.trim());
    let port =
        backend.split_once('/').and_then(|(_, service)| service.rsplit_once(':')).map(|(_, port)| port);
    if rule.is_empty() || port.is_none_or(|port| port.parse::<u16>().is_err()) {
        return Err(format!("`{rest}` is incomplete: write `forward RULE → NAMESPACE/SERVICE:PORT`"));
    }
    Ok(Fact::Forward { rule: rule.to_owned(), backend: backend.to_owned() })
}

fn status(text: &str) -> Result<u16, String> {
    text.parse()
        .ok()
        .filter(|status| (100..600).contains(status))
        .ok_or_else(|| format!("`{text}` is no HTTP status"))
}

fn some(rest: &str, form: &str) -> Result<String, String> {
    if rest.is_empty() { Err(format!("write `{form}`")) } else { Ok(rest.to_owned()) }
}

fn header(rest: &str) -> Result<(String, Option<String>), String> {
    if let Some((name, value)) = rest.split_once(':') {
        Ok((name.trim().to_ascii_lowercase(), Some(value.trim().to_owned())))
    } else if let Some(name) = rest.strip_prefix('-').filter(|name| !name.is_empty()) {
        Ok((name.to_ascii_lowercase(), None))
    } else {
        Err(format!("`{rest}` is no header: write `name: value`, or `-name` for one that is not there"))
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forward { rule, backend } => write!(f, "forward  {rule} → {backend}"),
            Self::Redirect { status, location } => write!(f, "redirect  {status} {location}"),
            Self::Reply { status, details: Some(details) } => write!(f, "reply  {status} {details}"),
            Self::Reply { status, details: None } => write!(f, "reply  {status}"),
            Self::NoMatch => write!(f, "noMatch"),
            Self::Because(reason) => write!(f, "because  {reason}"),
            Self::Path(path) => write!(f, "path  {path}"),
            Self::Host(host) => write!(f, "host  {host}"),
            Self::RequestHeader { name, value } => write_header(f, "request-header", name, value.as_deref()),
            Self::ResponseHeader { name, value } => {
                write_header(f, "response-header", name, value.as_deref())
            }
        }
    }
}

fn write_header(f: &mut fmt::Formatter<'_>, word: &str, name: &str, value: Option<&str>) -> fmt::Result {
    match value {
        Some("") => write!(f, "{word}  {name}:"),
        Some(value) => write!(f, "{word}  {name}: {value}"),
        None => write!(f, "{word}  -{name}"),
    }
}
