use std::fmt::Write;

/// Encodes what may not stand in a path (RFC 3986, section 3.3), so that a manifest's value can
/// neither end the request line nor start a query. Escapes that are there stay.
pub(super) fn percent_encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte);
        if plain {
            out.push(char::from(byte));
        } else {
            // Writing into a string has no way to fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::percent_encode;

    #[test]
    fn a_replacement_cannot_break_out_of_the_path() {
        assert_eq!(percent_encode("/a b?x#y\r\nz%20é"), "/a%20b%3Fx%23y%0D%0Az%20%C3%A9");
    }
}
