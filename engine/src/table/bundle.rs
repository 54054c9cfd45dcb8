//! The bytes of a bundle: a mark, a version, a checksum, how many words there are, and the table as it is.

use std::fmt;

use super::words::Words;

/// Tells a bundle from manifests and from junk, in a file as in an error message.
const MARK: &[u8] = b"gatewright-bundle\n";

/// Raised whenever [`super::format`] changes, or how keys are hashed: a filter and a bundle of different versions must
/// notice, not guess.
const VERSION: u8 = 11;

/// Why bytes are no bundle for this build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BundleError {
    NotABundle,
    Version { found: u8 },
    Damaged,
}

pub(crate) fn seal(words: &[u32], text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(START + words.len() * 4 + text.len());
    bytes.extend(MARK);
    bytes.push(VERSION);
    bytes.extend([0; 8]);
    bytes.extend(u32::try_from(words.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.resize(START + words.len() * 4, 0);
    let (places, _) = bytes.get_mut(START..).unwrap_or_default().as_chunks_mut();
    places.iter_mut().zip(words).for_each(|(place, word)| *place = word.to_le_bytes());
    bytes.extend(text);
    let sum = bytes.get(CHECKED..).map(checksum).unwrap_or_default();
    for (place, byte) in bytes.iter_mut().skip(SUM).zip(sum.to_le_bytes()) {
        *place = byte;
    }
    bytes
}

pub(crate) fn is_marked(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
}

pub(crate) fn open(bytes: Vec<u8>) -> Result<Words, BundleError> {
    let rest = bytes.strip_prefix(MARK).ok_or(BundleError::NotABundle)?;
    match rest.split_first() {
        Some((&VERSION, _)) => {}
        Some((&found, _)) => return Err(BundleError::Version { found }),
        None => return Err(BundleError::Damaged),
    }
    let number = |from: usize| bytes.get(from..)?.first_chunk().copied();
    let sum = bytes.get(SUM..).and_then(|rest| rest.first_chunk()).map(|sum| u64::from_le_bytes(*sum));
    if sum != bytes.get(CHECKED..).map(checksum) {
        return Err(BundleError::Damaged);
    }
    let count = number(CHECKED).map(u32::from_le_bytes).ok_or(BundleError::Damaged)?;
    // What stands before the words goes, so that they begin where their memory does.
    let mut bytes = bytes;
    bytes.drain(..START);
    Ok(Words::of(bytes, count))
}

const SUM: usize = MARK.len() + 1;
const CHECKED: usize = SUM + 8;
const START: usize = CHECKED + 4;

/// Finds accidents, not attackers: who can write a bundle can write any. Eight bytes at a time, as a table is
/// loaded between two requests.
fn checksum(bytes: &[u8]) -> u64 {
    let step = |sum: u64, part: u64| (sum ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let (parts, rest) = bytes.as_chunks();
    let sum = parts.iter().fold(0x0123_4567_89ab_cdef, |sum, part| step(sum, u64::from_le_bytes(*part)));
    let rest = rest.iter().fold(sum, |sum, byte| step(sum, u64::from(*byte)));
    step(rest, bytes.len() as u64)
}

// === impl BundleError ===

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BundleError::NotABundle => f.write_str("not a bundle: write one with `gatewright bundle`"),
            BundleError::Version { found } => write!(
                f,
                "the bundle has format version {found} and this build reads {VERSION}: write it again with the `gatewright` that this filter came with"
            ),
            BundleError::Damaged => {
                f.write_str("the bundle is damaged: write it again with `gatewright bundle`")
            }
        }
    }
}
