//! Bytes become text, or a reason why they do not.

use super::spans::Span;
use crate::source::{Findings, Place, codes};

/// A Kubernetes object is at most a few MiB; what `kubectl get -o yaml` prints for a large cluster still fits.
pub(crate) const LARGEST_FILE: usize = 64 << 20;

/// The text of a file without its byte order mark, or `None` where nothing can be read from it.
///
/// The text is there to be shown as well: where only a part is UTF-8, up to the first bad byte the offsets agree.
pub(crate) fn decode(bytes: Vec<u8>, findings: &mut Findings) -> Decoded {
    let file = Place::File(findings.file());
    if bytes.len() > LARGEST_FILE {
        let message =
            format!("the file has {} MiB, and at most {} are read", bytes.len() >> 20, LARGEST_FILE >> 20);
        findings.error(file, codes::FILE_TOO_LARGE, message, "split it, or leave it out");
        return Decoded::Refused(String::new());
    }
    if let Some(encoding) = wide_encoding(&bytes) {
        let message = format!("the file is {encoding} and not UTF-8");
        findings.error(file, codes::NOT_UTF8, message, "save it as UTF-8");
        return Decoded::Refused(String::new());
    }
    if bytes.contains(&0) {
        let message = "this is not a text file: it holds NUL bytes".to_owned();
        findings.error(file, codes::NOT_TEXT, message, "leave it out; manifests are YAML or JSON in UTF-8");
        return Decoded::Refused(String::new());
    }
    let bytes = without_byte_order_mark(bytes);
    match String::from_utf8(bytes) {
        Ok(text) => Decoded::Text(text),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let line = bytes.iter().take(offset).filter(|byte| **byte == b'\n').count() + 1;
            let byte = bytes.get(offset).copied().unwrap_or_default();
            let message = format!(
                "the file is not UTF-8: byte {offset}, in line {line}, is 0x{byte:02X} and starts no character"
            );
            let place = Span { start: offset as u32, end: offset as u32 }.place(findings.file());
            findings.error(place, codes::NOT_UTF8, message, "save the file as UTF-8");
            Decoded::Refused(String::from_utf8_lossy(&bytes).into_owned())
        }
    }
}

#[derive(Debug)]
pub(crate) enum Decoded {
    Text(String),
    /// Nothing to parse, but perhaps a line to show.
    Refused(String),
}

fn without_byte_order_mark(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    bytes
}

/// UTF-16 and UTF-32, by their byte order mark or, without one, by the zeros beside the first character.
fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        [first, 0, second, 0, ..] | [0, first, 0, second, ..] if *first != 0 && *second != 0 => {
            Some("UTF-16")
        }
        _ => None,
    }
}
