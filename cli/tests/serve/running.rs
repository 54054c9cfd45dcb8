use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use std::{fs, thread};

use engine::{
    analysis::{Analysis, Options},
    source::{Input, read},
};
use host_tests::{Loopback, PORT_OFFSET};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::statistics::Statistics;

/// How long anything may take. Nothing takes more than two seconds on an idle machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A `gatewright serve` with addresses of its own.
pub(crate) struct Running {
    child: Child,
    envoy: Option<i32>,
    /// By `namespace/name` of the Gateway.
    addresses: BTreeMap<String, IpAddr>,
    pub(crate) stdout: Output,
    pub(crate) stderr: Output,
    /// Where it makes its own temporary directory.
    temporary: TempDir,
    _loopback: Loopback,
}

/// What a process writes.
pub(crate) struct Output {
    lines: Receiver<String>,
    said: Vec<String>,
}

/// The command for the manifests of a directory. Each Gateway gets an address that nobody else uses.
pub(crate) fn command(directory: &Path, addresses: &BTreeMap<String, IpAddr>) -> Command {
    let filters = host_tests::filters().unwrap_or_else(|error| panic!("{error}"));
    let envoy = host_tests::envoy::binary().unwrap_or_else(|error| panic!("{error}"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatewright"));
    command.arg("serve").arg(directory).arg("--envoy").arg(envoy).arg("--filter").arg(filters.small);
    command.args(["--port-offset", &PORT_OFFSET.to_string()]);
    for (gateway, address) in addresses {
        command.args(["--address", &format!("{gateway}={address}")]);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

// === impl Running ===

impl Running {
    /// Returns when Envoy serves.
    pub(crate) fn start(directory: &Path) -> Self {
        Self::start_with(directory, &[])
    }

    /// With backends as the command line takes them.
    pub(crate) fn start_with(directory: &Path, backends: &[String]) -> Self {
        let backends = backends.iter().flat_map(|backend| ["--backend", backend]);
        Self::start_given(directory, &backends.collect::<Vec<_>>())
    }

    /// With more arguments.
    pub(crate) fn start_given(directory: &Path, arguments: &[&str]) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let mut loopback = Loopback::reserve().unwrap();
        let addresses: BTreeMap<_, _> =
            gateways(directory).into_iter().map(|name| (name, loopback.address().unwrap().into())).collect();
        let mut command = command(directory, &addresses);
        let mut child = command.args(arguments).env("TMPDIR", temporary.path()).spawn().unwrap();
        let stdout = Output::of(child.stdout.take().unwrap());
        let stderr = Output::of(child.stderr.take().unwrap());
        // Complete before anything is waited for, so that it ends when that fails.
        let mut running =
            Self { child, envoy: None, addresses, stdout, stderr, temporary, _loopback: loopback };
        let line = running.stderr.until("envoy runs as process ");
        running.envoy = line.rsplit(' ').next().unwrap().parse().ok();
        running.stdout.until("Ctrl-C stops");
        running
    }

    /// Where a Gateway's port 80 is.
    pub(crate) fn address(&self, gateway: &str) -> SocketAddr {
        self.socket(gateway, 80)
    }

    /// Where a port of a Gateway is.
    pub(crate) fn socket(&self, gateway: &str, port: u16) -> SocketAddr {
        SocketAddr::new(self.addresses[gateway], port + PORT_OFFSET)
    }

    /// Where port 80 of the only Gateway is.
    pub(crate) fn only_address(&self) -> SocketAddr {
        assert_eq!(self.addresses.len(), 1);
        self.address(self.addresses.keys().next().unwrap())
    }

    pub(crate) fn envoy(&self) -> i32 {
        self.envoy.expect("a process id")
    }

    /// What Envoy has counted so far.
    pub(crate) fn statistics(&self) -> Statistics {
        let own = fs::read_dir(self.temporary.path()).unwrap().map(|entry| entry.unwrap().path());
        let socket = own.map(|path| path.join("admin.sock")).find(|path| path.exists());
        Statistics::read(&socket.expect("the socket that rules Envoy"))
    }

    /// Gives how it ended, and everything that it wrote to standard error.
    pub(crate) fn end(mut self, signal: Signal) -> (ExitStatus, String) {
        send(self.child.id().try_into().unwrap(), signal);
        self.ended()
    }

    /// Waits for its end.
    pub(crate) fn ended(&mut self) -> (ExitStatus, String) {
        let status = self.child.wait().unwrap();
        (status, self.stderr.all())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended, and takes Envoy along.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

// === impl Output ===

impl Output {
    fn of(from: impl Read + Send + 'static) -> Self {
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(from).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Self { lines, said: Vec::new() }
    }

    /// Every line that was waited for, and those before it.
    pub(crate) fn said(&self) -> &[String] {
        &self.said
    }

    /// Waits for a line with these words, and gives it.
    pub(crate) fn until(&mut self, words: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                panic!("it does not say `{words}`:\n{}", self.said.join("\n"));
            };
            self.said.push(line.clone());
            if line.contains(words) {
                return line;
            }
        }
    }

    /// Everything until its end.
    fn all(&mut self) -> String {
        self.said.extend(self.lines.iter());
        self.said.join("\n")
    }
}

/// The Gateways in a directory's manifests, or in those of a file.
pub(crate) fn gateways(input: &Path) -> Vec<String> {
    let paths: Vec<_> = match fs::read_dir(input) {
        Ok(entries) => entries.map(|entry| entry.unwrap().path()).collect(),
        Err(_) => vec![input.to_owned()],
    };
    let inputs = paths
        .into_iter()
        .filter(|path| path.extension().is_some_and(|it| it == "yaml"))
        .map(|path| Input { path: path.display().to_string(), bytes: fs::read(path).unwrap() });
    let (sources, problems) = read(inputs.collect());
    let analysis = Analysis::of(sources, problems, &Options::default());
    analysis.world.gateways.iter().map(|gateway| gateway.meta.full_name()).collect()
}

pub(crate) fn send(pid: i32, signal: Signal) {
    kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
}

/// Waits until something holds.
pub(crate) fn wait_for(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "{what}");
        thread::sleep(Duration::from_millis(10));
    }
}
