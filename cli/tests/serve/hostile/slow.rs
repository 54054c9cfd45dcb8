//! Clients that take their time.

use std::io::Write;
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use super::frames::{END_HEADERS, END_STREAM, Frames, HEADERS, SETTINGS, Said, block};
use super::scene::{OPEN, Scene};

const CLIENTS: usize = 200;

#[test]
fn slow_senders_keep_nobody_waiting() {
    let scene = Scene::new();
    let request = format!("GET / HTTP/1.1\r\nHost: {OPEN}\r\nx-slow: ");
    let mut clients: Vec<_> = (0..CLIENTS).map(|_| TcpStream::connect(scene.address()).unwrap()).collect();
    for byte in request.bytes().take(40) {
        for client in &mut clients {
            client.write_all(&[byte]).unwrap();
        }
        thread::sleep(Duration::from_millis(20));
    }
    assert!(scene.counted("http.gatewright.downstream_cx_total") >= CLIENTS as u64);
    drop(clients);
    // A body that does not come.
    let mut clients: Vec<_> = (0..CLIENTS).map(|_| TcpStream::connect(scene.address()).unwrap()).collect();
    for client in &mut clients {
        let head = format!("POST / HTTP/1.1\r\nHost: {OPEN}\r\nContent-Length: 1000000\r\n\r\na");
        client.write_all(head.as_bytes()).unwrap();
    }
    thread::sleep(Duration::from_millis(500));
    scene.unharmed();
}

#[test]
fn slow_readers_keep_nobody_waiting() {
    let scene = Scene::new();
    let mut clients: Vec<_> = (0..CLIENTS).map(|_| TcpStream::connect(scene.address()).unwrap()).collect();
    for client in &mut clients {
        // Answers of 50 KB each that nobody reads.
        let request = format!("GET /{} HTTP/1.1\r\nHost: {OPEN}\r\n\r\n", "a".repeat(50_000));
        client.write_all(request.as_bytes()).unwrap();
        client.write_all(request.as_bytes()).unwrap();
    }
    // Nor over HTTP/2, where a window of nothing is said.
    let mut frames = Frames::open(scene.address());
    frames.send(SETTINGS, 0, 0, &[0, 4, 0, 0, 0, 0]).unwrap();
    let fields = [(":method", "GET"), (":scheme", "http"), (":authority", OPEN), (":path", "/")];
    for stream in 0..100 {
        frames.send(HEADERS, END_STREAM | END_HEADERS, 2 * stream + 1, &block(&fields)).unwrap();
    }
    assert_eq!(frames.said(1), Said::Status(200));
    thread::sleep(Duration::from_millis(500));
    scene.unharmed();
}
