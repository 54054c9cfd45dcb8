//! No Envoy stays behind, however `gatewright` ends.

use std::net::{SocketAddr, TcpStream};

use rustix::process::{Pid, Signal, test_kill_process};

use crate::running::{Running, send, wait_for};
use crate::shop::{GATEWAY, write};

#[test]
fn killed_outright_it_takes_envoy_along() {
    let (envoy, address, running) = start();
    running.end(Signal::KILL);
    wait_for("envoy is gone", || !runs(envoy) && !connects(address));
}

#[test]
fn asked_to_end_it_ends_envoy_first() {
    for signal in [Signal::TERM, Signal::INT] {
        let (envoy, address, running) = start();
        let (status, said) = running.end(signal);
        assert!(status.success() && said.contains("stopping envoy"), "{status}: {said}");
        assert!(!runs(envoy) && !connects(address));
    }
}

#[test]
fn an_envoy_that_ends_by_itself_is_an_error() {
    let (envoy, _, mut running) = start();
    send(envoy, Signal::KILL);
    let (status, said) = running.ended();
    assert_eq!(status.code(), Some(3));
    assert!(said.contains("envoy ended by itself: signal: 9"), "{said}");
}

fn start() -> (i32, SocketAddr, Running) {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), 0);
    let running = Running::start(directory.path());
    let (envoy, address) = (running.envoy(), running.address(GATEWAY));
    assert!(runs(envoy) && connects(address));
    (envoy, address, running)
}

fn runs(pid: i32) -> bool {
    test_kill_process(Pid::from_raw(pid).unwrap()).is_ok()
}

fn connects(address: SocketAddr) -> bool {
    TcpStream::connect(address).is_ok()
}
