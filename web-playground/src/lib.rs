//! The engine as JavaScript sees it: one class, whose methods take and return JSON text. The package
//! around it (`web-playground/package`) parses it and gives it types.

mod envoy;
mod failure;
mod indented;
mod input;
#[cfg(test)]
mod tests;

use engine::{
    analysis::{Analysis, Options},
    ask::{Question, Told},
    assist::Documentation,
    report::Decision,
    source::{Position, Problem, Severity},
};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    failure::Failure,
    input::{Ask, Opened},
};

/// What every method answers: JSON, of the result or of a [`Failure`].
type Json = Result<String, String>;

/// Manifests, analysed.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine {
    analysis: Analysis,
    /// Of objects and names that carry none.
    namespace: String,
    documentation: Documentation,
}

#[wasm_bindgen]
impl Engine {
    /// Takes a list of `SourceFile`, and `Options`.
    pub fn open(files: &str, options: &str) -> Result<Self, String> {
        let Opened { sources, problems, options } = Opened::read(files, options)?;
        Ok(Self::of(sources, problems, options))
    }

    /// Gives a file another text: the rest is as if the engine were opened with it.
    pub fn edit(&mut self, path: &str, text: String) -> Result<(), String> {
        let file = self.analysis.sources.files.iter().position(|file| file.path == path);
        let file = file.ok_or_else(|| Failure::argument(format!("path: there is no file `{path}`")))?;
        self.analysis.edit(file, text);
        Ok(())
    }

    /// A `Report`. `time`, in RFC 3339, is when every condition changed.
    pub fn report(&self, time: &str) -> Json {
        json(&self.analysis.report(time, |_| true))
    }

    /// Takes the id of a node; a `NodeReport`, or null.
    pub fn node(&self, id: &str, time: &str) -> Json {
        json(&self.analysis.node(id, time))
    }

    /// Takes a path and a `Position`; the id of a node, or null.
    #[wasm_bindgen(js_name = nodeAt)]
    pub fn node_at(&self, path: &str, line: usize, column: usize) -> Json {
        json(&self.analysis.node_at(path, Position { line, column }))
    }

    /// A list of `Diagnostic`.
    pub fn diagnostics(&self) -> Json {
        json(&self.analysis.diagnostics())
    }

    /// Takes a `Request` or the text of one, and whether the trace is wanted; a `Decision`.
    pub fn decide(&self, request: &str, trace: bool) -> Json {
        let told = if trace { Told::Why } else { Told::What };
        json(&self.answer(&self.analysis, &Ask::read(request)?, told)?)
    }

    /// Takes the engine of the same manifests after a change, and a list of `Request`; a `Comparison`.
    pub fn compare(&self, after: &Self, requests: &str) -> Json {
        let asks = Ask::read_list(requests)?;
        let decide = |analysis: &Analysis, number: usize| match asks.get(number) {
            Some(Ok(ask)) => self.answer(analysis, ask, Told::What).map_err(|failure| failure.message),
            Some(Err(failure)) => Err(failure.message.clone()),
            None => Err(String::new()),
        };
        json(&self.analysis.compare(&after.analysis, asks.len(), decide))
    }

    /// Takes the text of the documentation: until then completion and hover know what schemas tell.
    pub fn document(&mut self, text: String) {
        self.documentation = Documentation::read(text);
    }

    /// Takes a path and a `Position`; `Completions`.
    pub fn complete(&self, path: &str, line: usize, column: usize) -> Json {
        json(&self.analysis.complete(path, Position { line, column }, &self.documentation))
    }

    /// Takes a path and a `Position`; a `Hover`, or null.
    pub fn hover(&self, path: &str, line: usize, column: usize) -> Json {
        json(&self.analysis.hover(path, Position { line, column }, &self.documentation))
    }

    /// A list of `Attachment`: of one route or of one listener, by their graph nodes, or of all.
    pub fn attachments(&self, route: Option<String>, listener: Option<String>) -> Json {
        json(&self.analysis.attachments(route.as_deref(), listener.as_deref()))
    }

    /// A list of `Table`: what `gatewright status` prints.
    pub fn tables(&self) -> Json {
        json(&self.analysis.tables(|_| true))
    }

    /// Takes a `View`; a `Picture`.
    pub fn picture(&self, view: &str) -> Json {
        json(&self.analysis.picture(&input::view(view)?))
    }

    /// Takes text; the `Request` that it is.
    #[wasm_bindgen(js_name = parseRequest)]
    pub fn parse_request(text: &str) -> Json {
        json(&input::Request::from(Question::of_text(text).map_err(Failure::from)?.written()))
    }

    /// A list of `Document`: what `gatewright envoy` writes, for a directory that is Envoy's own.
    pub fn envoy(&self) -> Json {
        self.refuse_errors()?;
        json(&envoy::documents(&self.analysis)?)
    }

    /// The configuration of the filter, as text for Envoy's `configuration`.
    pub fn bundle(&self) -> Result<String, String> {
        self.refuse_errors()?;
        Ok(envoy::bundle(&self.analysis))
    }
}

impl Engine {
    fn of(sources: engine::source::Sources, problems: Vec<Problem>, options: Options) -> Self {
        let namespace = options.admit.namespace.clone();
        let analysis = Analysis::of(sources, problems, &options);
        Self { analysis, namespace, documentation: Documentation::default() }
    }

    fn answer(&self, analysis: &Analysis, ask: &Ask, told: Told) -> Result<Decision, Failure> {
        let gateway = ask.gateway.as_ref().map(|name| self.gateway(analysis, name)).transpose()?;
        let in_scope = |number: usize| gateway.is_none_or(|only| only == number);
        Ok(analysis.answer(&ask.question, &in_scope, told)?)
    }

    fn gateway(&self, analysis: &Analysis, name: &str) -> Result<usize, Failure> {
        let full = if name.contains('/') { name.to_owned() } else { format!("{}/{name}", self.namespace) };
        let mut gateways = analysis.world.gateways.iter();
        gateways.position(|gateway| gateway.meta.full_name() == full).ok_or_else(|| {
            let known =
                analysis.world.gateways.iter().map(|gateway| format!("`{}`", gateway.meta.full_name()));
            let known = known.collect::<Vec<_>>().join(", ");
            let known = if known.is_empty() { "no Gateway at all" } else { &known };
            Failure::new("unknown-gateway", format!("the input has no Gateway `{full}`; it has {known}"))
        })
    }

    /// A configuration of half the manifests would be a surprise in production.
    fn refuse_errors(&self) -> Result<(), Failure> {
        let errors = self.analysis.problems.iter().filter(|problem| problem.severity == Severity::Error);
        match errors.count() {
            0 => Ok(()),
            1 => Err(Failure::new("input-has-errors", "the input has 1 error: correct it first".to_owned())),
            count => Err(Failure::new(
                "input-has-errors",
                format!("the input has {count} errors: correct them first"),
            )),
        }
    }
}

fn json(value: &impl Serialize) -> Json {
    let unwritten = || Failure::new("not-json", "the answer cannot be written as JSON".to_owned());
    serde_json::to_string(value).map_err(|_| unwritten().into())
}
