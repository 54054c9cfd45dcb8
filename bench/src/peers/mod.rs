//! How others match, in our own words and on the same workload. None of them can be had as a dependency: linkerd's
//! crate is not published, agentgateway's matcher is part of its proxy. They are models of how each of them looks for
//! a rule, and no more: what linkerd or agentgateway do for a request besides is not in them.

mod grouped;
mod linear;
mod matchit;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use self::{grouped::Grouped, linear::Linear, matchit::Matchit};
use crate::workload::{Path, Request, Rule};

/// Finds the rule of a request, by its number.
pub trait Peer {
    fn find(&self, request: &Request) -> Option<usize>;
}

/// The predicates of a rule, apart from its path.
#[derive(Debug, Clone)]
pub(crate) struct Predicates {
    method: Option<&'static str>,
    headers: Vec<(&'static str, String)>,
    query: Option<(&'static str, String)>,
}

impl Predicates {
    pub(crate) fn of(rule: &Rule) -> Self {
        Predicates { method: rule.method, headers: rule.headers.clone(), query: rule.query.clone() }
    }

    pub(crate) fn count(&self) -> (bool, usize, usize) {
        (self.method.is_some(), self.headers.len(), usize::from(self.query.is_some()))
    }

    pub(crate) fn hold(&self, request: &Request) -> bool {
        self.method.is_none_or(|method| method == request.method)
            && self.headers.iter().all(|(name, value)| header(request, name) == Some(value))
            && self.query.as_ref().is_none_or(|(name, value)| query(request, name).as_deref() == Some(value))
    }
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.iter().find(|(it, _)| *it == name).map(|(_, value)| value.as_str())
}

/// No parameter of the workload is encoded.
fn query<'a>(request: &'a Request, name: &str) -> Option<Cow<'a, str>> {
    let pairs = request.query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(it, _)| *it == name).map(|(_, value)| Cow::Borrowed(value))
}

/// How many bytes of the request's path a rule's path takes, if it matches.
pub(crate) fn path_matches(path: &Path, request: &str) -> Option<usize> {
    match path {
        Path::Exact(path) => (path == request).then_some(path.len()),
        Path::Prefix(path) => {
            let rest = request.strip_prefix(path.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then_some(path.len())
        }
        // No request of the workload comes to the host that has them.
        Path::Pattern(_) => None,
    }
}
