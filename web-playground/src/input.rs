//! What JavaScript hands over, in the shapes of `types.d.ts`.

use engine::{
    admit::{AdmitOptions, Channel},
    analysis,
    ask::{Question, Written},
    attach::AttachOptions,
    picture::View,
    source::{Input, Problem, Sources, read},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::failure::Failure;

#[derive(Deserialize)]
struct SourceFile {
    path: String,
    text: String,
}

#[derive(Deserialize)]
struct Options {
    channel: Option<ChannelName>,
    controller: Option<String>,
    namespace: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum ChannelName {
    Standard,
    Experimental,
}

/// `Request`.
#[derive(Deserialize, Serialize)]
pub(crate) struct Request {
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    url: String,
    #[serde(default)]
    headers: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gateway: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RequestOrText {
    Text(String),
    Request(Request),
}

/// What [`crate::Engine::open`] is given.
pub(crate) struct Opened {
    pub(crate) sources: Sources,
    pub(crate) problems: Vec<Problem>,
    pub(crate) options: analysis::Options,
}

/// What [`crate::Engine::decide`] is given.
pub(crate) struct Ask {
    pub(crate) question: Question,
    /// `namespace/name`, or a name alone.
    pub(crate) gateway: Option<String>,
}

// === impl Opened ===

impl Opened {
    pub(crate) fn read(files: &str, options: &str) -> Result<Self, Failure> {
        let files: Vec<SourceFile> = parsed("files", files)?;
        let Options { channel, controller, namespace } = parsed("options", options)?;
        let defaults = AdmitOptions::default();
        let admit = AdmitOptions {
            channel: channel.map_or(defaults.channel, Channel::from),
            namespace: namespace.unwrap_or_else(|| defaults.namespace.clone()),
            ..defaults
        };
        let inputs = files.into_iter().map(|file| Input { path: file.path, bytes: file.text.into_bytes() });
        let (sources, problems) = read(inputs.collect());
        let attach = AttachOptions { controller };
        Ok(Self { sources, problems, options: analysis::Options { admit, attach } })
    }
}

// === impl Ask ===

impl Ask {
    pub(crate) fn read(request: &str) -> Result<Self, Failure> {
        match parsed("request", request)? {
            RequestOrText::Text(text) => Ok(Self { question: Question::of_text(&text)?, gateway: None }),
            RequestOrText::Request(request) => Self::of(request),
        }
    }

    /// One that cannot be asked is no reason not to ask the others.
    pub(crate) fn read_list(requests: &str) -> Result<Vec<Result<Self, Failure>>, Failure> {
        let requests: Vec<Request> = parsed("requests", requests)?;
        Ok(requests.into_iter().map(Self::of).collect())
    }

    fn of(Request { method, url, headers, gateway }: Request) -> Result<Self, Failure> {
        Ok(Self { question: Question::of_parts(&Written { method, url, headers })?, gateway })
    }
}

// === impl Request ===

impl From<Written> for Request {
    fn from(written: Written) -> Self {
        let Written { method, url, headers } = written;
        Self { method, url, headers, gateway: None }
    }
}

// === impl ChannelName ===

impl From<ChannelName> for Channel {
    fn from(name: ChannelName) -> Self {
        match name {
            ChannelName::Standard => Channel::Standard,
            ChannelName::Experimental => Channel::Experimental,
        }
    }
}

/// What [`crate::Engine::picture`] is given.
pub(crate) fn view(view: &str) -> Result<View, Failure> {
    parsed("view", view)
}

fn parsed<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|error| Failure::argument(what, &error))
}
