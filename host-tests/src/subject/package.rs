use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use super::{Observed, decided};
use crate::corpus::{Case, Subject};

/// The npm package, in a process that is asked line by line.
#[derive(Debug)]
pub struct Package {
    process: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

// === impl Package ===

impl Package {
    pub const NODE: Subject = Subject { name: "package in Node.js", explains: true };
    pub const CHROMIUM: Subject = Subject { name: "package in Chromium", explains: true };

    pub fn in_node() -> Result<Self, String> {
        Self::start("node.mjs")
    }

    pub fn in_chromium() -> Result<Self, String> {
        Self::start("chromium.mjs")
    }

    fn start(script: &str) -> Result<Self, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let tests = root.join("web-playground/package/tests");
        if !root.join("target/web/package").is_dir() || !tests.join("node_modules").is_dir() {
            return Err("there is no package to ask: run `cargo xtask web --test`".to_owned());
        }
        let script = tests.join("corpus").join(script);
        let mut process = Command::new("node")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start node: {error}"))?;
        let questions = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().ok_or("node has no output")?);
        Ok(Self { process, questions, answers })
    }

    /// Asks the requests of a case.
    pub fn ask(&mut self, case: &Case) -> Result<Vec<Observed>, String> {
        let questions = self.questions.as_mut().ok_or("the conversation is over")?;
        writeln!(questions, "{}", decided::question(case)).map_err(|error| error.to_string())?;
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(|error| error.to_string())?;
        let answers: Vec<Value> =
            serde_json::from_str(&line).map_err(|error| format!("`{line}` is no answer: {error}"))?;
        case.steps.iter().zip(&answers).map(|(step, answer)| answered(&step.request, answer)).collect()
    }
}

fn answered(request: &crate::corpus::Request, answer: &Value) -> Result<Observed, String> {
    match answer.get("decision") {
        Some(decision) => Ok(decided::observed(request, decision)),
        None => Err(format!("{request}: {answer}")),
    }
}

/// Ends the conversation and waits: a browser has to be closed.
impl Drop for Package {
    fn drop(&mut self) {
        self.questions = None;
        let _ = self.process.wait();
    }
}
