//! Bytes as text: base64, as in RFC 4648, section 4.

#[cfg(test)]
mod tests;

const DIGITS: [u8; 64] = *b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Padded, without line breaks.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits =
            (0..3).fold(0, |bits, place| bits << 8 | group.get(place).map_or(0, |byte| u32::from(*byte)));
        for place in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * place)) as usize % DIGITS.len());
            text.push(digit.filter(|_| place <= group.len()).map_or('=', |digit| char::from(*digit)));
        }
    }
    text
}

/// The bytes that a text stands for; nothing where it is not padded, has bits left over that are not zero, or anything
/// else than base64 in it.
pub fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let (groups, rest) = text.as_chunks::<4>();
    let mut bytes = Vec::with_capacity(groups.len() * 3);
    for (number, group) in (1..).zip(groups) {
        let padding = group.iter().rev().take_while(|byte| **byte == b'=').count();
        let written = 4_usize.checked_sub(padding).filter(|written| *written > 1)?;
        if padding > 0 && number < groups.len() {
            return None;
        }
        let mut bits = 0;
        for place in 0..4 {
            let byte = group.get(place).filter(|_| place < written);
            bits = bits << 6 | byte.map_or(Some(0), |byte| digit(*byte))?;
        }
        let [_, all @ ..] = bits.to_be_bytes();
        let (kept, left_over) = all.split_at_checked(3 - padding)?;
        if left_over.iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend(kept);
    }
    rest.is_empty().then_some(bytes)
}

fn digit(byte: u8) -> Option<u32> {
    let digit = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(digit.into())
}
