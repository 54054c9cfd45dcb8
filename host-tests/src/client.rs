//! A client that sends what it is told byte for byte, as none of the usual ones does.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::corpus::Request;
use crate::subject::Headers;

/// Nobody takes that long; it only keeps a test from hanging.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub headers: Headers,
    pub body: Vec<u8>,
}

/// A connection that any bytes can be sent over.
#[derive(Debug)]
pub struct Connection<S = TcpStream> {
    stream: S,
    /// What has come and was not asked for yet.
    unread: Vec<u8>,
}

/// Sends a request over a connection of its own.
pub fn ask(address: SocketAddr, request: &Request) -> io::Result<Response> {
    Connection::open(address)?.ask(request)
}

// === impl Connection ===

impl Connection {
    pub fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Self::over(stream))
    }
}

impl<S: Read + Write> Connection<S> {
    pub fn over(stream: S) -> Self {
        Self { stream, unread: Vec::new() }
    }

    /// Sends a request, the last one.
    pub fn ask(&mut self, request: &Request) -> io::Result<Response> {
        let Request { method, path, authority, headers, .. } = request;
        let mut text = format!("{method} {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n");
        headers.iter().for_each(|(name, value)| text += &format!("{name}: {value}\r\n"));
        text += "\r\n";
        self.send(text.as_bytes())?;
        let none = || io::Error::other("the connection ended without an answer");
        self.answer(method)?.ok_or_else(none)
    }

    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)
    }

    /// The next answer, to a request of this method; none when the other side has closed before one.
    pub fn answer(&mut self, method: &str) -> io::Result<Option<Response>> {
        let mut buffer = [0; 4096];
        loop {
            if let Some((response, size)) = read(&self.unread, method) {
                self.unread.drain(..size);
                return Ok(Some(response));
            }
            // Envoy waits a second with the end of the connection, so that is not what is waited for.
            let size = self.stream.read(&mut buffer)?;
            if size == 0 {
                return self.rest();
            }
            self.unread.extend_from_slice(&buffer[..size]);
        }
    }

    /// What is left at the end of the connection: nothing, or a response that goes on to the end.
    fn rest(&mut self) -> io::Result<Option<Response>> {
        let unread = std::mem::take(&mut self.unread);
        match Head::read(&unread) {
            Some(head) => Ok(Some(head.with(&unread[head.size..]))),
            None if unread.is_empty() => Ok(None),
            None => {
                let text = String::from_utf8_lossy(&unread);
                Err(io::Error::other(format!("this is no answer: `{text}`")))
            }
        }
    }
}

/// A response that is complete, and the bytes that it takes.
fn read(bytes: &[u8], method: &str) -> Option<(Response, usize)> {
    let head = Head::read(bytes)?;
    let bodiless = method == "HEAD" || head.status < 200 || matches!(head.status, 204 | 304);
    let length = head.headers.values("content-length").next().and_then(|length| length.parse::<usize>().ok());
    let end = head.size + if bodiless { 0 } else { length? };
    Some((head.with(bytes.get(head.size..end)?), end))
}

/// The lines before a body.
struct Head {
    status: u16,
    headers: Headers,
    size: usize,
}

// === impl Head ===

impl Head {
    fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]);
        let mut lines = head.split("\r\n");
        let status = lines.next()?.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
        let headers = lines
            .map(|line| line.split_once(':').map(|(name, value)| (name, value.trim())))
            .collect::<Option<Headers>>()?;
        Some(Self { status, headers, size: end + 4 })
    }

    fn with(&self, body: &[u8]) -> Response {
        Response { status: self.status, headers: self.headers.clone(), body: body.to_owned() }
    }
}
