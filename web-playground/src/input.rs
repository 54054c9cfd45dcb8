//! What JavaScript hands over, in the shapes of `types.d.ts`.

use engine::{
    admit::{AdmitOptions, Channel},
    analysis,
    ask::{Question, Written},
    attach::AttachOptions,
    picture::View,
    source::{Input, Problem, Sources, read},
};
use serde::Serialize;
use serde_json::Value;

use crate::failure::Failure;

/// `Request`.
#[derive(Serialize)]
pub(crate) struct Request {
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    url: String,
    headers: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gateway: Option<String>,
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

/// A value, and what it is called when it is not as it should be.
struct Given<'a> {
    name: &'a str,
    value: &'a Value,
}

// === impl Opened ===

impl Opened {
    pub(crate) fn read(files: &str, options: &str) -> Result<Self, Failure> {
        let (files, options) = (parsed("files", files)?, parsed("options", options)?);
        let mut inputs = Vec::new();
        for file in (Given { name: "files", value: &files }).list()? {
            let file = Given { name: "a file", value: file };
            inputs.push(Input { path: file.text("path")?, bytes: file.text("text")?.into_bytes() });
        }
        let options = Given { name: "options", value: &options };
        let defaults = AdmitOptions::default();
        let admit = AdmitOptions {
            channel: match options.optional_text("channel")?.as_deref() {
                None => defaults.channel,
                Some("standard") => Channel::Standard,
                Some("experimental") => Channel::Experimental,
                Some(other) => {
                    let message = format!("options: the channel is standard or experimental, not `{other}`");
                    return Err(Failure::argument(message));
                }
            },
            namespace: options.optional_text("namespace")?.unwrap_or_else(|| defaults.namespace.clone()),
            ..defaults
        };
        let attach = AttachOptions { controller: options.optional_text("controller")? };
        let (sources, problems) = read(inputs);
        Ok(Self { sources, problems, options: analysis::Options { admit, attach } })
    }
}

// === impl Ask ===

impl Ask {
    pub(crate) fn read(request: &str) -> Result<Self, Failure> {
        match parsed("request", request)? {
            Value::String(text) => Ok(Self { question: Question::of_text(&text)?, gateway: None }),
            request => Self::of(&request),
        }
    }

    /// One that cannot be asked is no reason not to ask the others.
    pub(crate) fn read_list(requests: &str) -> Result<Vec<Result<Self, Failure>>, Failure> {
        let requests = parsed("requests", requests)?;
        let requests = Given { name: "requests", value: &requests }.list()?;
        Ok(requests.iter().map(Self::of).collect())
    }

    fn of(request: &Value) -> Result<Self, Failure> {
        let request = Given { name: "request", value: request };
        let mut headers = Vec::new();
        for header in request.get("headers")?.map_or(Ok(&[][..]), |headers| headers.list())? {
            match header.as_array().map(Vec::as_slice) {
                Some([Value::String(name), Value::String(value)]) => {
                    headers.push((name.clone(), value.clone()));
                }
                _ => return Err(Failure::argument("request: a header is a pair of texts".to_owned())),
            }
        }
        let (method, url) = (request.optional_text("method")?, request.text("url")?);
        let question = Question::of_parts(&Written { method, url, headers })?;
        Ok(Self { question, gateway: request.optional_text("gateway")? })
    }
}

// === impl Request ===

impl From<Written> for Request {
    fn from(written: Written) -> Self {
        let Written { method, url, headers } = written;
        Self { method, url, headers, gateway: None }
    }
}

// === impl Given ===

impl<'a> Given<'a> {
    fn list(&self) -> Result<&'a [Value], Failure> {
        self.value.as_array().map(Vec::as_slice).ok_or_else(|| self.wrong("a list"))
    }

    fn get(&self, field: &'a str) -> Result<Option<Given<'a>>, Failure> {
        let fields = self.value.as_object().ok_or_else(|| self.wrong("an object"))?;
        let value = fields.get(field).filter(|value| !value.is_null());
        Ok(value.map(|value| Given { name: field, value }))
    }

    fn optional_text(&self, field: &'a str) -> Result<Option<String>, Failure> {
        let Some(given) = self.get(field)? else { return Ok(None) };
        let text =
            given.value.as_str().ok_or_else(|| self.wrong(&format!("one with a text as `{field}`")))?;
        Ok(Some(text.to_owned()))
    }

    fn text(&self, field: &'a str) -> Result<String, Failure> {
        self.optional_text(field)?.ok_or_else(|| self.wrong(&format!("one with a text as `{field}`")))
    }

    fn wrong(&self, expected: &str) -> Failure {
        Failure::argument(format!("{}: expected {expected}", self.name))
    }
}

/// What [`crate::Engine::picture`] is given.
pub(crate) fn view(view: &str) -> Result<View, Failure> {
    let view = parsed("view", view)?;
    let view = Given { name: "view", value: &view };
    let mut expanded = Vec::new();
    for id in view.get("expanded")?.map_or(Ok(&[][..]), |ids| ids.list())? {
        expanded.push(id.as_str().ok_or_else(|| view.wrong("texts as `expanded`"))?.to_owned());
    }
    Ok(View {
        namespace: view.optional_text("namespace")?,
        gateway: view.optional_text("gateway")?,
        hostname: view.optional_text("hostname")?,
        text: view.optional_text("text")?,
        expanded,
    })
}

/// By way of plain values: reading each type by itself would be several times the code. So would be all that an error
/// can say, which nobody reads: the package writes the text.
fn parsed(what: &str, text: &str) -> Result<Value, Failure> {
    let error = |error: serde_json::Error| {
        Failure::argument(format!("{what}: this is not JSON from column {} on", error.column()))
    };
    serde_json::from_str(text).map_err(error)
}
