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

/// Sends a request over a connection of its own.
pub fn ask(address: SocketAddr, request: &Request) -> io::Result<Response> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let Request { method, path, authority, headers, .. } = request;
    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n");
    headers.iter().for_each(|(name, value)| text += &format!("{name}: {value}\r\n"));
    text += "\r\n";
    stream.write_all(text.as_bytes())?;
    // Envoy waits a second with the end of the connection, so that is not what is waited for.
    let (mut answer, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        let size = stream.read(&mut buffer)?;
        answer.extend_from_slice(&buffer[..size]);
        match read(&answer) {
            Some(response) if size == 0 || response.is_complete(method) => return Ok(response),
            None if size == 0 => {
                let text = String::from_utf8_lossy(&answer);
                return Err(io::Error::other(format!("this is no answer: `{text}`")));
            }
            _ => {}
        }
    }
}

// === impl Response ===

impl Response {
    fn is_complete(&self, method: &str) -> bool {
        let size = self.headers.values("content-length").next().and_then(|size| size.parse::<usize>().ok());
        method == "HEAD" || size == Some(self.body.len())
    }
}

/// As far as it has come; none before the headers are there.
fn read(answer: &[u8]) -> Option<Response> {
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let (head, body) = (String::from_utf8_lossy(&answer[..end]), &answer[end + 4..]);
    let mut lines = head.split("\r\n");
    let status = lines.next()?.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
    let headers = lines
        .map(|line| line.split_once(':').map(|(name, value)| (name, value.trim())))
        .collect::<Option<Headers>>()?;
    Some(Response { status, headers, body: body.to_owned() })
}
