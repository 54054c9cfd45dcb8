//! The ABI's serialised form of a header map: the number of pairs, the sizes of each name and value, then each
//! name and value with a NUL after it. Numbers are 32 bit, little-endian.

use super::headers::Headers;

/// Envoy reads nothing from a larger or longer list.
const MAX_BYTES: usize = 1024 * 1024;
const MAX_PAIRS: usize = 1024;

pub(crate) fn encode(headers: &Headers) -> Vec<u8> {
    let mut bytes = number(headers.len()).to_vec();
    for (name, value) in headers.iter() {
        bytes.extend(number(name.len()));
        bytes.extend(number(value.len()));
    }
    for (name, value) in headers.iter() {
        bytes.extend_from_slice(name);
        bytes.push(0);
        bytes.extend_from_slice(value);
        bytes.push(0);
    }
    bytes
}

/// Reads pairs; a malformed list is an empty one, as Envoy has it.
pub(crate) fn decode(bytes: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    try_decode(bytes).unwrap_or_default()
}

fn try_decode(bytes: &[u8]) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
    if bytes.len() > MAX_BYTES {
        return None;
    }
    let (count, rest) = take_number(bytes)?;
    if count > MAX_PAIRS || count * 8 > rest.len() {
        return None;
    }
    let (mut sizes, mut rest) = rest.split_at(count * 8);
    let mut pairs = Vec::with_capacity(count);
    for _ in 0..count {
        let (name, value);
        (name, sizes) = take_number(sizes)?;
        (value, sizes) = take_number(sizes)?;
        let (name_bytes, value_bytes);
        (name_bytes, rest) = take_string(rest, name)?;
        (value_bytes, rest) = take_string(rest, value)?;
        pairs.push((name_bytes.to_vec(), value_bytes.to_vec()));
    }
    rest.is_empty().then_some(pairs)
}

fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).expect("a header map below 4 GiB").to_le_bytes()
}

fn take_number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*head) as usize, rest))
}

fn take_string(bytes: &[u8], len: usize) -> Option<(&[u8], &[u8])> {
    let string = bytes.get(..len)?;
    let rest = bytes.get(len..)?.strip_prefix(&[0])?;
    Some((string, rest))
}
