//! No Envoy stays behind, however `gatewright` ends.

use std::io::{BufRead, BufReader, Read};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

#[test]
fn killed_outright_it_takes_envoy_along() {
    let running = Running::start();
    let port = running.port;
    running.end(Signal::KILL);
    while connects(port) {}
}

#[test]
fn asked_to_end_it_ends_envoy_first() {
    for signal in [Signal::TERM, Signal::INT] {
        let running = Running::start();
        let port = running.port;
        let (status, said) = running.end(signal);
        assert!(status.success() && said.contains("envoy ended: exit status: 0"), "{status}: {said}");
        assert!(!connects(port));
    }
}

#[test]
fn an_envoy_that_ends_by_itself_is_an_error() {
    let mut running = Running::start();
    kill(running.envoy, Signal::KILL);
    assert_eq!(running.child.wait().unwrap().code(), Some(3));
    let mut said = String::new();
    running.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("envoy ended: signal: 9"), "{said}");
}

struct Running {
    child: Child,
    envoy: i32,
    port: u16,
    _directory: TempDir,
}

impl Running {
    fn start() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let module = directory.path().join("filter.wasm");
        std::fs::write(&module, wat::parse_str(include_str!("../src/serve/tests/filter.wat")).unwrap())
            .unwrap();
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let envoy = std::env::var_os("ENVOY").unwrap_or_else(|| "envoy".into());
        let mut child = Command::new(env!("CARGO_BIN_EXE_gatewright"))
            .arg("__envoy")
            .args([envoy, module.into(), port.to_string().into()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let Some(envoy) = line.trim().strip_prefix("envoy runs as ") else {
            let mut said = String::new();
            child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            panic!("it did not start: {line}{said}");
        };
        let envoy = envoy.parse().unwrap();
        child.stdout = Some(stdout.into_inner());
        assert!(connects(port));
        Self { child, envoy, port, _directory: directory }
    }

    fn end(mut self, signal: Signal) -> (ExitStatus, String) {
        kill(self.child.id().try_into().unwrap(), signal);
        let mut said = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
        (self.child.wait().unwrap(), said)
    }
}

fn kill(pid: i32, signal: Signal) {
    kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
}

fn connects(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}
