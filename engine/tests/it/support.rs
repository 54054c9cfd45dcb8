//! From text to a decision, as an adapter would go.

use engine::{
    actions::Actions,
    analysis::{Analysis, Options},
    attach::BackendTarget,
    decide::{Decision, Probe},
    report,
    source::{Input, read},
    table::{Header, Host, Request, SocketId, normalize},
};

/// A request as a client sends it.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) authority: String,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
}

pub(crate) fn analyse(text: &str) -> Analysis {
    analyse_with(text, &Options::default())
}

pub(crate) fn analyse_with(text: &str, options: &Options) -> Analysis {
    let input = Input { path: "manifests.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
    let (sources, problems) = read(vec![input]);
    Analysis::of(sources, problems, options)
}

impl Asked {
    pub(crate) fn get(url: &str) -> Self {
        let (authority, path) = url.split_at(url.find('/').unwrap_or(url.len()));
        Asked {
            method: "GET".to_owned(),
            authority: authority.to_owned(),
            target: if path.is_empty() { "/".to_owned() } else { path.to_owned() },
            headers: Vec::new(),
        }
    }

    pub(crate) fn method(mut self, method: &str) -> Self {
        self.method = method.to_owned();
        self
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    pub(crate) fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// What the engine sees of it.
    pub(crate) fn with<T>(&self, then: impl FnOnce(&Request<'_>) -> T) -> T {
        let host = Host::of(self.authority.as_bytes()).unwrap();
        let path = normalize(self.path());
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        let headers: Vec<_> = names
            .iter()
            .zip(&self.headers)
            .map(|(name, (_, value))| Header { name: name.as_bytes(), value: value.as_bytes() })
            .collect();
        then(&Request {
            method: &self.method,
            host: host.as_str(),
            path: &path,
            query: self.query(),
            headers: &headers,
            server_name: None,
        })
    }

    pub(crate) fn decide<P: Probe>(&self, analysis: &Analysis, socket: SocketId, probe: &mut P) -> Decision {
        self.with(|request| analysis.table.decide(socket, request, probe))
    }

    pub(crate) fn explain(&self, analysis: &Analysis, socket: SocketId) -> report::Decision {
        self.with(|request| analysis.explain(socket, request, 0))
    }

    /// The backend, the redirect's status, or the status of the answer.
    pub(crate) fn outcome(&self, analysis: &Analysis, socket: SocketId, draw: u64) -> String {
        let decision = self.decide(analysis, socket, &mut ());
        self.with(|request| match analysis.table.actions(socket, decision, request, draw) {
            Actions::Forward(forward) => BackendTarget::label_of(forward.cluster).to_owned(),
            Actions::Redirect(redirect) => redirect.status.to_string(),
            Actions::Reply(reply) => reply.status().to_string(),
        })
    }
}
