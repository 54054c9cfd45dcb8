use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
    time::Instant,
};

use engine::admit::Channel;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

const NO_GO: &str = "the API server's own code is the oracle of admission, and it is written in Go: install Go \
                     (https://go.dev/dl), in the version that host-tests/admission/oracle/go.mod names or newer";

/// The built Go program and the CRDs that it reads.
#[derive(Debug)]
pub(crate) struct Oracle {
    program: PathBuf,
    crds: PathBuf,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) rules: Vec<Rule>,
}

/// One served version of a CRD.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Kind {
    pub(crate) channel: String,
    pub(crate) api_version: String,
    pub(crate) kind: String,
    pub(crate) schema: Value,
}

/// One `x-kubernetes-validations` rule of a served version of a CRD.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rule {
    pub(crate) channel: String,
    pub(crate) api_version: String,
    pub(crate) kind: String,
    /// Through the schema, `[]` for the items of a list.
    pub(crate) path: String,
    pub(crate) expression: String,
    pub(crate) message: String,
}

// === impl Oracle ===

impl Oracle {
    /// Builds the program, once for all tests of this process.
    pub(crate) fn get() -> &'static Oracle {
        static ORACLE: OnceLock<Oracle> = OnceLock::new();
        ORACLE.get_or_init(|| Oracle::build().unwrap_or_else(|problem| panic!("{problem}")))
    }

    fn build() -> Result<Oracle, String> {
        let start = Instant::now();
        let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("admission-oracle");
        go(Command::new("go").args(["build", "-buildvcs=false", "-o"]).arg(&program).arg("."))?;
        let module =
            go(Command::new("go").args(["list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/gateway-api"]))?;
        let crds = Path::new(module.trim_end()).join("config/crd");
        eprintln!("built the oracle in {:.1} s", start.elapsed().as_secs_f64());
        let mut oracle = Oracle { program, crds, kinds: Vec::new(), rules: Vec::new() };
        oracle.kinds = oracle.list("kinds")?;
        oracle.rules = oracle.list("rules")?;
        Ok(oracle)
    }

    /// A process that answers questions, one JSON object a line.
    pub(crate) fn start(&self) -> Result<Child, String> {
        self.command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", self.program.display()))
    }

    fn list<T: DeserializeOwned>(&self, mode: &str) -> Result<Vec<T>, String> {
        let mut child = self
            .command()
            .arg(mode)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", self.program.display()))?;
        let output = child.stdout.take().ok_or("the oracle has no output")?;
        let listed = BufReader::new(output)
            .lines()
            .map(|line| {
                let line = line.map_err(|error| error.to_string())?;
                serde_json::from_str(&line).map_err(|error| format!("the oracle lists `{line}`: {error}"))
            })
            .collect::<Result<_, _>>()?;
        let status = child.wait().map_err(|error| error.to_string())?;
        if status.success() { Ok(listed) } else { Err(format!("the oracle failed ({status})")) }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("-crds").arg(&self.crds);
        command
    }
}

// === impl Kind, impl Rule ===

impl Kind {
    pub(crate) fn channel(&self) -> Channel {
        channel(&self.channel)
    }
}

impl Rule {
    pub(crate) fn channel(&self) -> Channel {
        channel(&self.channel)
    }
}

fn channel(name: &str) -> Channel {
    if name == "standard" { Channel::Standard } else { Channel::Experimental }
}

/// Runs a go command in the folder of the program and answers its output.
fn go(command: &mut Command) -> Result<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("admission/oracle");
    let output = command
        .current_dir(folder)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run `go`: {error}\nhelp: {NO_GO}"))?;
    if !output.status.success() {
        return Err(format!("`go` failed ({}), its complaint is above", output.status));
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}
