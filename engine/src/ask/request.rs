use super::{
    curl::{self, Command},
    url::{Scheme, Url},
};
use crate::table::{Header, Host, Request, split_target};

/// The host of a request that names none.
const DEFAULT_HOST: &str = "localhost";

/// A request as it goes over the wire, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub method: String,
    pub scheme: Scheme,
    pub port: u16,
    /// As sent, port included.
    pub authority: String,
    /// Whether somebody gave the host.
    pub host_given: bool,
    host: String,
    /// As sent.
    pub target: String,
    path: String,
    query: String,
    /// Names in lower case.
    pub(super) fields: Vec<(String, String)>,
    /// The URL's own host and port, if it has them.
    url_authority: Option<String>,
    /// What TLS is asked for: the URL's host, unless it is an address.
    server_name: Option<String>,
}

/// A request in its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    pub method: Option<String>,
    pub url: String,
    pub headers: Vec<(String, String)>,
}

// === impl Asked ===

impl Asked {
    /// With the headers that curl sends unasked.
    pub(super) fn of_words(words: &[String]) -> Result<Self, String> {
        let command = Command::parse(words)?;
        let url = Url::parse(&command.url)?;
        let sent = sent_by_curl(&command, &url);
        Self::of(command, url, sent)
    }

    /// With these headers and a host.
    pub(super) fn of_parts(written: &Written) -> Result<Self, String> {
        let Written { method, url, headers } = written;
        if let Some(method) = method.as_ref().filter(|method| !is_token(method)) {
            return Err(format!("`{method}` is not a method: write for example `GET`"));
        }
        let mut command = Command { method: method.clone(), url: url.clone(), ..Command::default() };
        for (name, value) in headers {
            let name =
                curl::field_name(name).ok_or_else(|| format!("`{name}` is not the name of a header"))?;
            command.headers.push((name, Some(value.trim().to_owned())));
        }
        let url = Url::parse(url)?;
        let user = url.user.as_ref().map(|user| ("authorization".to_owned(), curl::basic(user)));
        let told = command.headers.iter().any(|(name, _)| name == "authorization");
        let sent = user.into_iter().filter(|_| !told).collect();
        Self::of(command, url, sent)
    }

    /// `sent` is what goes out without being told.
    fn of(command: Command, url: Url, sent: Vec<(String, String)>) -> Result<Self, String> {
        let named = command.headers.iter().rev().find(|(name, _)| name == "host");
        let given = named.and_then(|(_, value)| value.clone()).or(url.authority.clone());
        let host_given = given.is_some();
        let authority = given.unwrap_or_else(|| DEFAULT_HOST.to_owned());
        let host = Host::of(authority.as_bytes())
            .ok()
            .filter(|host| !host.as_str().is_empty())
            .ok_or_else(|| format!("`{authority}` is not a host name"))?;
        let mut target = command.target.clone().unwrap_or(url.target.clone());
        if let (true, Some(body)) = (command.body_in_query, &command.body) {
            target.push(if target.contains('?') { '&' } else { '?' });
            target.push_str(body);
        }
        let (path, query) = split_target(&target);
        let (path, query) = (path.into_owned(), query.to_owned());
        let mut fields = vec![("host".to_owned(), authority.clone())];
        fields.extend(sent);
        let told = command.headers.into_iter().filter(|(name, _)| name != "host");
        fields.extend(told.filter_map(|(name, value)| Some((name, value?))));
        Ok(Asked {
            method: command.method.unwrap_or_else(|| "GET".to_owned()),
            scheme: url.scheme,
            port: url.port,
            host: host.as_str().to_owned(),
            host_given,
            path,
            query,
            fields,
            authority,
            target,
            server_name: url.server_name(),
            url_authority: url.authority,
        })
    }

    pub(super) fn headers(&self) -> Vec<Header<'_>> {
        self.fields
            .iter()
            .map(|(name, value)| Header { name: name.as_bytes(), value: value.as_bytes() })
            .collect()
    }

    /// In the form in which the filter sees requests.
    pub(super) fn request<'a>(&'a self, headers: &'a [Header<'a>]) -> Request<'a> {
        Request {
            method: &self.method,
            host: &self.host,
            path: &self.path,
            query: &self.query,
            headers,
            server_name: self.server_name.as_deref(),
        }
    }

    /// Everything that is sent, in parts. The host is a header where the URL says another.
    pub(super) fn written(&self) -> Written {
        let url = match &self.url_authority {
            Some(authority) => format!("{}://{authority}{}", self.scheme.as_str(), self.target),
            None => self.target.clone(),
        };
        let said_by_url = !self.host_given || self.url_authority.as_ref() == Some(&self.authority);
        let fields = self.fields.iter().filter(|(name, _)| !(said_by_url && name == "host"));
        Written { method: Some(self.method.clone()), url, headers: fields.cloned().collect() }
    }
}

/// Whether a word can be a method (RFC 9110, section 5.6.2).
fn is_token(text: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_token)
}

/// The header fields that curl would send unasked.
fn sent_by_curl(command: &Command, url: &Url) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let defaults = [("user-agent", "curl/8".to_owned()), ("accept", "*/*".to_owned())];
    let user = url.user.as_ref().map(|user| ("authorization", curl::basic(user)));
    let body = command.body.as_ref().filter(|_| !command.body_in_query);
    let length = body.map(|body| ("content-length", body.len().to_string()));
    let has_body = body.is_some();
    let implied = command.implied.iter().filter(|(name, _)| *name != "content-type" || has_body);
    // The most particular comes first and keeps the others out.
    for (name, value) in implied.cloned().chain(user).chain(length).chain(defaults) {
        let told = command.headers.iter().any(|(told, _)| told == name);
        if !told && fields.iter().all(|(known, _)| known != name) {
            fields.push((name.to_owned(), value));
        }
    }
    fields
}
