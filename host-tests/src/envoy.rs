//! A real Envoy.

use std::fmt::Display;
use std::fs::{self, File};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use std::{env, io, thread};

use rustix::process::{Pid, Signal, kill_process};

/// How long Envoy may take over anything. It takes a second or two.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where an Envoy is: `ENVOY`, else the cache of this workspace, else the PATH. The error says how to get one.
pub fn binary() -> Result<PathBuf, String> {
    if let Some(path) = env::var_os("ENVOY") {
        let path = PathBuf::from(path);
        return if path.is_file() { Ok(path) } else { Err(format!("ENVOY: no file `{}`", path.display())) };
    }
    let cache = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.cache/envoy");
    let cached = fs::read_dir(cache).into_iter().flatten().flatten().map(|entry| entry.path().join("envoy"));
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path).map(|directory| directory.join("envoy"));
    cached
        .chain(on_path)
        .find(|path| path.is_file())
        .ok_or_else(|| "no Envoy: run `cargo xtask test`, or set `ENVOY` to one".to_owned())
}

/// A process with one worker, so that what it logs is in order. It ends when it is dropped.
#[derive(Debug)]
pub struct Envoy {
    child: Child,
    log: PathBuf,
}

// === impl Envoy ===

impl Envoy {
    /// Starts in a directory that outlives it. The bootstrap is YAML or JSON, which is YAML, too.
    pub fn start(directory: &Path, bootstrap: &impl Display) -> Result<Self, String> {
        let (file, log) = (directory.join("bootstrap.yaml"), directory.join("envoy.log"));
        let binary = binary()?;
        let start = || -> io::Result<Child> {
            fs::write(&file, bootstrap.to_string())?;
            Command::new(&binary)
                .arg("--config-path")
                .arg(&file)
                .args(["--concurrency", "1", "--disable-hot-restart", "--log-level", "warning"])
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(File::create(&log)?)
                .spawn()
        };
        let child = start().map_err(|error| format!("cannot run `{}`: {error}", binary.display()))?;
        Ok(Self { child, log })
    }

    /// Waits until it listens. The error is what it wrote before it ended.
    pub fn listens(&mut self, address: SocketAddr) -> Result<(), String> {
        let open = self.wait(|envoy| match envoy.child.try_wait() {
            Ok(None) => TcpStream::connect(address).is_ok().then_some(Ok(())),
            ended => Some(Err(format!("envoy ended: {ended:?}\n{}", envoy.said()))),
        });
        open.unwrap_or_else(|| Err(format!("envoy does not listen on {address}:\n{}", self.said())))
    }

    /// Waits until it has written these words to its log.
    pub fn says(&mut self, words: &str) -> Result<(), String> {
        let said = self.wait(|envoy| envoy.said().contains(words).then_some(()));
        said.ok_or_else(|| format!("envoy did not say `{words}`:\n{}", self.said()))
    }

    pub fn said(&self) -> String {
        fs::read(&self.log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// Ends it, after which its access log is complete.
    pub fn stop(mut self) -> io::Result<ExitStatus> {
        if let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            kill_process(pid, Signal::TERM)?;
        }
        self.child.wait()
    }

    /// Waits for its end, which comes by itself.
    pub fn ends(&mut self) -> Result<ExitStatus, String> {
        let status = self.wait(|envoy| envoy.child.try_wait().transpose());
        match status {
            Some(status) => status.map_err(|error| error.to_string()),
            None => Err(format!("envoy does not end:\n{}", self.said())),
        }
    }

    fn wait<T>(&mut self, mut look: impl FnMut(&mut Self) -> Option<T>) -> Option<T> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = look(self);
            if found.is_some() || Instant::now() > deadline {
                return found;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Envoy {
    fn drop(&mut self) {
        // It may have ended before.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
