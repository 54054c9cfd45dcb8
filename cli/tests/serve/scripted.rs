//! A backend that does what a test tells it to.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use host_tests::subject::Headers;

/// Listens for as long as the test runs.
pub(crate) struct Scripted {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// A request that has come in, its body included.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Headers,
    pub(crate) body: String,
}

pub(crate) enum Answer {
    Status(u16),
    /// With these header lines.
    With(u16, &'static [(&'static str, &'static str)]),
    /// The connection is closed instead.
    HangUp,
    /// The connection stays, and nothing comes.
    Never,
}

// === impl Scripted ===

impl Scripted {
    /// The script is given the number of requests that were there before, and the request.
    pub(crate) fn start(script: impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (script, list) = (Arc::new(script), Arc::clone(&seen));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (script, seen) = (Arc::clone(&script), Arc::clone(&list));
                // A connection that ends is the other side's business.
                thread::spawn(move || drop(serve(stream, &*script, &seen)));
            }
        });
        Self { address, seen }
    }

    /// One that answers everything with 200.
    pub(crate) fn fine() -> Self {
        Self::start(|_, _| Answer::Status(200))
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

fn serve(
    mut stream: TcpStream,
    script: &(impl Fn(usize, &Seen) -> Answer + ?Sized),
    all: &Mutex<Vec<Seen>>,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    loop {
        let seen = read(&mut stream, &mut bytes)?;
        let number = {
            let mut all = all.lock().unwrap();
            all.push(seen.clone());
            all.len() - 1
        };
        let (status, headers): (u16, &[_]) = match script(number, &seen) {
            Answer::Status(status) => (status, &[]),
            Answer::With(status, headers) => (status, headers),
            Answer::HangUp => return Ok(()),
            Answer::Never => {
                // Ends when the other side closes.
                while stream.read(&mut [0; 1024])? > 0 {}
                return Ok(());
            }
        };
        let mut text = format!("HTTP/1.1 {status} -\r\ncontent-length: 0\r\n");
        headers.iter().for_each(|(name, value)| text += &format!("{name}: {value}\r\n"));
        stream.write_all((text + "\r\n").as_bytes())?;
    }
}

/// The next request of a connection.
fn read(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<Seen> {
    let head =
        until(stream, bytes, |bytes| bytes.windows(4).position(|end| end == b"\r\n\r\n").map(|at| at + 4))?;
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut lines = head.trim_end().split("\r\n");
    let mut first = lines.next().unwrap_or_default().split(' ').map(str::to_owned);
    let (method, path) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
    let headers: Headers =
        lines.filter_map(|line| line.split_once(':')).map(|(name, value)| (name, value.trim())).collect();
    let length = headers.values("content-length").next().and_then(|length| length.parse().ok());
    let body = match length {
        Some(length) => until(stream, bytes, |bytes| (bytes.len() >= length).then_some(length))?,
        None if headers.values("transfer-encoding").any(|value| value == "chunked") => chunks(stream, bytes)?,
        None => Vec::new(),
    };
    Ok(Seen { method, path, headers, body: String::from_utf8_lossy(&body).into_owned() })
}

fn chunks(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line =
            until(stream, bytes, |bytes| bytes.windows(2).position(|end| end == b"\r\n").map(|at| at + 2))?;
        let size =
            usize::from_str_radix(String::from_utf8_lossy(&line).trim(), 16).map_err(io::Error::other)?;
        let chunk = until(stream, bytes, |bytes| (bytes.len() >= size + 2).then_some(size + 2))?;
        body.extend_from_slice(&chunk[..size]);
        if size == 0 {
            return Ok(body);
        }
    }
}

/// Takes as many bytes as `end` finds, reading until it does.
fn until(
    stream: &mut TcpStream,
    bytes: &mut Vec<u8>,
    end: impl Fn(&[u8]) -> Option<usize>,
) -> io::Result<Vec<u8>> {
    let mut buffer = [0; 4096];
    loop {
        if let Some(end) = end(bytes) {
            return Ok(bytes.drain(..end).collect());
        }
        match stream.read(&mut buffer)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            size => bytes.extend_from_slice(&buffer[..size]),
        }
    }
}
