//! A question as a person writes it, a curl command or a URL, and the answer to it: which socket takes
//! the request, and what happens there.

mod connection;
mod curl;
mod draw;
mod error;
mod request;
mod socket;
#[cfg(test)]
mod tests;
mod url;

pub use self::{
    connection::AskedConnection,
    error::{AskError, Tie},
    request::{Asked, Written},
    url::Scheme,
};

use crate::{analysis::Analysis, report::Decision};

/// What is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    Request(Asked),
    /// One that is routed as a whole.
    Connection(AskedConnection),
}

impl Question {
    /// The words of a command line: a method and a URL, or what curl would take.
    pub fn of_words(words: &[String]) -> Result<Self, AskError> {
        Self::of(words).map_err(AskError::Unreadable)
    }

    /// The same as one text, quoted for a shell.
    pub fn of_text(text: &str) -> Result<Self, AskError> {
        let words = curl::split(text).map_err(AskError::Unreadable)?;
        Self::of_words(&words)
    }

    /// A request that is written in its parts.
    pub fn of_parts(written: &Written) -> Result<Self, AskError> {
        let connection =
            AskedConnection::of(std::slice::from_ref(&written.url)).map_err(AskError::Unreadable)?;
        match connection {
            Some(connection) => Ok(Question::Connection(connection)),
            None => Asked::of_parts(written).map(Question::Request).map_err(AskError::Unreadable),
        }
    }

    fn of(words: &[String]) -> Result<Self, String> {
        match AskedConnection::of(words)? {
            Some(connection) => Ok(Question::Connection(connection)),
            None => Asked::of_words(words).map(Question::Request),
        }
    }

    /// The parts, as [`Question::of_parts`] reads them.
    pub fn written(&self) -> Written {
        match self {
            Question::Request(asked) => asked.written(),
            Question::Connection(asked) => {
                Written { method: None, url: asked.to_string(), headers: Vec::new() }
            }
        }
    }
}

/// How much of an answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// With its trace.
    Why,
    /// With an empty one: it has a step for each match of a listener, and takes most of the time.
    What,
}

impl Analysis {
    /// What happens at the Gateways of these numbers. Of several backends that work, the first stands for
    /// all.
    pub fn answer(
        &self,
        question: &Question,
        in_scope: &dyn Fn(usize) -> bool,
        told: Told,
    ) -> Result<Decision, AskError> {
        match question {
            Question::Request(asked) => {
                let headers = asked.headers();
                let request = asked.request(&headers);
                let socket = socket::of_request(self, asked, &request, in_scope)?;
                Ok(draw::with_working_backend(|draw| match told {
                    Told::Why => self.explain(socket, &request, draw),
                    Told::What => self.outcome(socket, &request, draw),
                }))
            }
            Question::Connection(asked) => {
                let socket = socket::of_connection(self, asked, in_scope)?;
                let explain = |draw| self.explain_connection(socket, &asked.name, draw);
                let mut decision = draw::with_working_backend(explain);
                if told == Told::What {
                    decision.trace = Vec::new();
                }
                Ok(decision)
            }
        }
    }
}
