//! The request that is explained, in the form in which the filter sees requests.

use engine::table::{Header, Host, Request, normalize};

use super::{
    curl::{self, Command},
    url::{Scheme, Url},
};

/// The host of a request that names none.
const DEFAULT_HOST: &str = "localhost";

/// A request as it goes over the wire, and where to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) scheme: Scheme,
    pub(super) port: u16,
    /// As sent, port included.
    pub(super) authority: String,
    /// Whether the command line gave the host.
    pub(super) host_given: bool,
    host: String,
    /// As sent.
    pub(super) target: String,
    path: String,
    query: String,
    /// Names in lower case.
    pub(super) fields: Vec<(String, String)>,
}

impl Asked {
    pub(super) fn of(words: &[String]) -> Result<Self, String> {
        let command = Command::parse(words)?;
        let url = Url::parse(&command.url)?;
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
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let (path, query) = (normalize(path).into_owned(), query.to_owned());
        Ok(Asked {
            method: command.method.clone().unwrap_or_else(|| "GET".to_owned()),
            scheme: url.scheme,
            port: url.port,
            host: host.as_str().to_owned(),
            host_given,
            path,
            query,
            fields: fields(&command, &url, &authority),
            authority,
            target,
        })
    }

    pub(super) fn headers(&self) -> Vec<Header<'_>> {
        self.fields
            .iter()
            .map(|(name, value)| Header { name: name.as_bytes(), value: value.as_bytes() })
            .collect()
    }

    pub(super) fn request<'a>(&'a self, headers: &'a [Header<'a>]) -> Request<'a> {
        Request { method: &self.method, host: &self.host, path: &self.path, query: &self.query, headers }
    }
}

/// The header fields that curl would send.
fn fields(command: &Command, url: &Url, authority: &str) -> Vec<(String, String)> {
    let mut fields = vec![("host".to_owned(), authority.to_owned())];
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
    let told = command.headers.iter().filter(|(name, _)| name != "host");
    fields.extend(told.filter_map(|(name, value)| Some((name.clone(), value.clone()?))));
    fields
}
