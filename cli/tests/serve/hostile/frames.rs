use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Nobody takes that long; it only keeps a test from hanging.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) const DATA: u8 = 0;
pub(super) const HEADERS: u8 = 1;
pub(super) const PRIORITY: u8 = 2;
pub(super) const RST_STREAM: u8 = 3;
pub(super) const SETTINGS: u8 = 4;
pub(super) const PING: u8 = 6;
const GOAWAY: u8 = 7;
pub(super) const WINDOW_UPDATE: u8 = 8;
pub(super) const CONTINUATION: u8 = 9;

pub(super) const END_STREAM: u8 = 1;
pub(super) const END_HEADERS: u8 = 4;

/// An HTTP/2 connection (RFC 9113) on which anything can be written, which no client library allows.
pub(super) struct Frames(TcpStream);

/// What became of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    Status(u16),
    /// The stream was reset.
    Reset,
    /// The whole connection was given up.
    Gone,
}

// === impl Frames ===

impl Frames {
    pub(super) fn open(address: SocketAddr) -> Self {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").unwrap();
        let mut frames = Self(stream);
        // SETTINGS_HEADER_TABLE_SIZE 0: a status can be read without a memory of earlier ones.
        frames.send(SETTINGS, 0, 0, &[0, 1, 0, 0, 0, 0]).unwrap();
        frames
    }

    pub(super) fn send(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> io::Result<()> {
        self.0.write_all(&frame(kind, flags, stream, payload))
    }

    pub(super) fn send_all(&mut self, frames: &[u8]) -> io::Result<()> {
        self.0.write_all(frames)
    }

    /// Reads until the stream is answered or ended.
    pub(super) fn said(&mut self, stream: u32) -> Said {
        while let Ok((kind, id, payload)) = self.next() {
            match kind {
                HEADERS if id == stream => {
                    if let Some(status) = status(&payload).filter(|status| *status >= 200) {
                        return Said::Status(status);
                    }
                }
                RST_STREAM if id == stream => return Said::Reset,
                GOAWAY => return Said::Gone,
                _ => {}
            }
        }
        Said::Gone
    }

    fn next(&mut self) -> io::Result<(u8, u32, Vec<u8>)> {
        let mut head = [0; 9];
        self.0.read_exact(&mut head)?;
        let [a, b, c, kind, _, stream @ ..] = head;
        let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
        self.0.read_exact(&mut payload)?;
        Ok((kind, u32::from_be_bytes(stream), payload))
    }
}

pub(super) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let size = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&size[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// A header block (RFC 7541) of literals, whatever their bytes.
pub(super) fn block<N: AsRef<[u8]>, V: AsRef<[u8]>>(fields: &[(N, V)]) -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in fields {
        block.push(0);
        for text in [name.as_ref(), value.as_ref()] {
            length(&mut block, text.len());
            block.extend(text);
        }
    }
    block
}

fn length(block: &mut Vec<u8>, length: usize) {
    const PREFIX: usize = 127;
    if length < PREFIX {
        block.push(u8::try_from(length).unwrap());
        return;
    }
    block.push(PREFIX as u8);
    let mut rest = length - PREFIX;
    while rest >= 128 {
        block.push((rest % 128 + 128) as u8);
        rest /= 128;
    }
    block.push(rest as u8);
}

/// The status, which is the first field of a response.
fn status(block: &[u8]) -> Option<u16> {
    // Behind changes of the table's size.
    let start = block.iter().position(|byte| byte & 0xe0 != 0x20)?;
    let (first, rest) = block[start..].split_first()?;
    const KNOWN: [u16; 7] = [200, 204, 206, 304, 400, 404, 500];
    if (0x88..0x8f).contains(first) {
        return Some(KNOWN[usize::from(first - 0x88)]);
    }
    let (size, value) = rest.split_first()?;
    let value = value.get(..usize::from(size & 0x7f))?;
    if size & 0x80 == 0 {
        return std::str::from_utf8(value).ok()?.parse().ok();
    }
    // Digits in Huffman's code: five bits for those below 3, six for the others.
    let bits: String = value.iter().map(|byte| format!("{byte:08b}")).collect();
    let (mut status, mut at) = (0, 0);
    for _ in 0..3 {
        let short = u16::from_str_radix(bits.get(at..at + 5)?, 2).ok()?;
        let digit = if short < 3 {
            at += 5;
            short
        } else {
            let long = u16::from_str_radix(bits.get(at..at + 6)?, 2).ok()?;
            at += 6;
            long.checked_sub(0x19)? + 3
        };
        status = status * 10 + digit;
    }
    Some(status)
}
