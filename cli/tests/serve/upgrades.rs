//! Connections that have stopped being requests, while their cluster changes.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use http_body_util::Empty;
use hyper::body::Bytes;
use hyper::client::conn::http2::handshake;
use hyper::ext::Protocol;
use hyper::{Method, Request, StatusCode, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::endpoints::{READY, slice, write};
use crate::running::Running;

/// Nobody takes that long; it only keeps a test from hanging.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that takes every upgrade and sends back what it gets from then on, its name first.
fn server(name: &'static str) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            thread::spawn(move || -> std::io::Result<()> {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    let mut byte = [0];
                    stream.read_exact(&mut byte)?;
                    head.extend(byte);
                }
                stream.write_all(
                    b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
                )?;
                stream.write_all(name.as_bytes())?;
                let mut buffer = [0; 1024];
                loop {
                    match stream.read(&mut buffer)? {
                        0 => return Ok(()),
                        size => stream.write_all(&buffer[..size])?,
                    }
                }
            });
        }
    });
    address
}

/// A connection that is upgraded, and the name of the server.
fn upgraded(address: SocketAddr) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
        .write_all(
            b"GET /chat HTTP/1.1\r\nhost: example.com\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
              sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        )
        .unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
    assert!(head.starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&head));
    let name = read(&mut stream, 1);
    (stream, name)
}

fn read(stream: &mut TcpStream, size: usize) -> String {
    let mut bytes = vec![0; size];
    stream.read_exact(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn says(stream: &mut TcpStream, text: &str) {
    stream.write_all(text.as_bytes()).unwrap();
    assert_eq!(read(stream, text.len()), text);
}

#[test]
fn an_upgraded_connection_outlives_its_endpoint() {
    let (a, b) = (server("a"), server("b"));
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &[slice("a", a.port(), &[READY])]);
    let mut running = Running::start(directory.path());
    let address = running.only_address();
    let (mut first, name) = upgraded(address);
    assert_eq!(name, "a");
    says(&mut first, "before");

    for (name, port) in [("b", b.port()), ("a", a.port()), ("b", b.port())] {
        write(directory.path(), &[slice(name, port, &[READY])]);
        running.stderr.until("applied");
        assert_eq!(upgraded(address).1, name);
        says(&mut first, "after");
    }
}

/// RFC 8441: the client asks by HTTP/2, the server is asked by HTTP/1.1.
#[tokio::test]
async fn a_websocket_may_come_by_http2() {
    let server = server("a");
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &[slice("a", server.port(), &[READY])]);
    let running = Running::start(directory.path());
    let stream = tokio::net::TcpStream::connect(running.only_address()).await.unwrap();
    let (mut sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::builder()
        .method(Method::CONNECT)
        .version(Version::HTTP_2)
        .uri("http://example.com/chat")
        .header("sec-websocket-version", "13")
        .extension(Protocol::from_static("websocket"))
        .body(Empty::<Bytes>::new());
    let response = sender.send_request(request.unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let mut stream = TokioIo::new(hyper::upgrade::on(response).await.unwrap());
    stream.write_all(b"hello").await.unwrap();
    let mut bytes = [0; 6];
    tokio::time::timeout(PATIENCE, stream.read_exact(&mut bytes)).await.unwrap().unwrap();
    assert_eq!(&bytes, b"ahello");
}
