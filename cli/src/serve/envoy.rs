use std::io;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use envoy_config::{Admin as Address, Bootstrap, Layout, Plan, bootstrap};
use tempfile::TempDir;
use thiserror::Error;
use tokio::process::Command;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use super::admin::Admin;
use super::apply::{ApplyError, Outcome, Rejection, Updates, refused};
use super::child::Process;
use super::files::replace;
use super::log::{FORMAT, Log, LogSink};
use super::retire::retire;

/// How long Envoy may take to open its listeners. It compiles the filter before.
const PATIENCE: Duration = Duration::from_secs(60);

/// How to run an Envoy.
pub(crate) struct Options {
    pub(crate) binary: PathBuf,
    /// Worker threads; one for each core if not told.
    pub(crate) workers: Option<u32>,
    /// How long a cluster is kept at least when nothing refers to it any more.
    pub(crate) grace: Duration,
    pub(crate) log: LogSink,
}

/// Why Envoy does not run.
#[derive(Debug, Error)]
pub(crate) enum StartError {
    #[error("cannot run `{}`: {error}; set ENVOY to an Envoy binary", binary.display())]
    Spawn { binary: PathBuf, error: io::Error },
    #[error("cannot prepare a directory for envoy: {0}")]
    Directory(io::Error),
    #[error("envoy ended at once ({status}){}", joined(.said))]
    Ended { status: ExitStatus, said: Vec<String> },
    #[error("envoy did not open its listeners within {seconds} s", seconds = PATIENCE.as_secs())]
    Slow,
    #[error(transparent)]
    Rejected(#[from] Rejection),
    #[error(transparent)]
    Apply(#[from] ApplyError),
}

/// An Envoy that runs as our child, and ends with us at the latest.
///
/// It is never started again: an Envoy that ends by itself is a failure that somebody has to see.
#[derive(Debug)]
pub(crate) struct Envoy {
    // First, as fields are dropped in order: Envoy uses the directory.
    process: Process,
    updates: Arc<Updates>,
    faults: Vec<Rejection>,
    retire: JoinHandle<()>,
    _directory: TempDir,
}

impl Envoy {
    /// Starts Envoy with a plan, and returns when it serves it.
    pub(crate) async fn start(options: Options, plan: &Plan) -> Result<Self, StartError> {
        if let Some(rejection) = refused(plan, &[]) {
            return Err(rejection.into());
        }
        // The directory is ours alone, and with it the socket that rules Envoy.
        let directory =
            tempfile::Builder::new().prefix("gatewright").tempdir().map_err(StartError::Directory)?;
        let socket = directory.path().join("admin.sock");
        let layout = Layout::compact(directory.path());
        let start = directory.path().join("bootstrap.json");
        let identity = Bootstrap { node_id: "gatewright".into(), admin: Some(Address::Unix(socket.clone())) };
        replace(&start, bootstrap(&identity, &layout).to_string().as_bytes())
            .map_err(StartError::Directory)?;

        let log = Arc::new(Log::default());
        let mark = log.mark();
        let updates = Arc::new(Updates::new(plan, layout, Admin::new(socket), Arc::clone(&log))?);

        let mut command = Command::new(&options.binary);
        command.arg("--config-path").arg(&start).args(ARGUMENTS).args(["--log-format", FORMAT]);
        if let Some(workers) = options.workers {
            command.arg("--concurrency").arg(workers.to_string());
        }
        command.stdin(Stdio::null()).stderr(Stdio::piped());
        let mut process = Process::start(command)
            .await
            .map_err(|error| StartError::Spawn { binary: options.binary, error })?;
        let reader =
            process.stderr().map(|stderr| tokio::spawn(Arc::clone(&log).follow(stderr, options.log)));

        tokio::select! {
            status = process.exited() => {
                let status = status.map_err(|error| StartError::Apply(ApplyError::Gone(error)))?;
                // What it wrote last is still on its way.
                if let Some(reader) = reader {
                    let _ = reader.await;
                }
                return Err(StartError::Ended { status, said: log.errors(mark) });
            }
            live = live(&updates) => live?,
        }
        let faults = updates.first(mark).await??;
        let retire = tokio::spawn(retire(Arc::clone(&updates), options.grace));
        Ok(Self { process, updates, faults, retire, _directory: directory })
    }

    /// Changes to another plan. No request fails for it, whichever way it ends.
    pub(crate) async fn apply(&self, plan: &Plan) -> Result<Outcome, ApplyError> {
        self.updates.apply(plan).await
    }

    /// What Envoy refused at the start and serves without.
    pub(crate) fn faults(&self) -> &[Rejection] {
        &self.faults
    }

    pub(crate) fn id(&self) -> Option<u32> {
        self.process.id()
    }

    /// Drops idle clusters without grace, and names those that are still kept.
    #[cfg(test)]
    pub(super) async fn kept(&self) -> Vec<String> {
        super::retire::look(&self.updates, Duration::ZERO).await.unwrap();
        self.updates.state.lock().await.retiring.keys().cloned().collect()
    }

    /// Waits for the end of Envoy, which comes unasked.
    pub(crate) async fn exited(&mut self) -> io::Result<ExitStatus> {
        self.process.exited().await
    }

    /// Ends Envoy, which writes its access log out.
    pub(crate) async fn stop(self) -> io::Result<ExitStatus> {
        self.retire.abort();
        self.process.stop().await
    }
}

const ARGUMENTS: [&str; 8] = [
    // Otherwise a second Envoy on the machine needs another number for shared memory.
    "--disable-hot-restart",
    "--log-level",
    "warning",
    // Clients of a removed listener are told to leave with their next response. The default tells more
    // and more of them over ten minutes.
    "--drain-strategy",
    "immediate",
    // The access log is read by somebody who just sent a request.
    "--file-flush-interval-msec",
    "100",
    "--skip-deprecated-logs",
];

async fn live(updates: &Updates) -> Result<(), StartError> {
    let deadline = Instant::now() + PATIENCE;
    while !updates.admin.is_live().await {
        if Instant::now() > deadline {
            return Err(StartError::Slow);
        }
        sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

fn joined(lines: &[String]) -> String {
    lines.iter().map(|line| format!("\n{line}")).collect()
}
