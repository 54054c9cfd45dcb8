//! The formats of texts, as the API server's OpenAPI library reads them.

#[cfg(feature = "crds")]
mod other;

use std::net::IpAddr;

use super::schema::Format;

pub(crate) fn holds(format: Format, text: &str) -> bool {
    match format {
        Format::Base64 => {
            let text: String = text.chars().filter(|character| !matches!(character, '\r' | '\n')).collect();
            text.is_empty() || is_base64(&text)
        }
        Format::Ipv4 => is_ip(text) && text.contains('.'),
        Format::Ipv6 => is_ip(text) && text.contains(':'),
        #[cfg(feature = "crds")]
        Format::Other(format) => other::holds(format, text),
    }
}

fn is_base64(text: &str) -> bool {
    let unpadded = text.trim_end_matches('=');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    !text.is_empty()
        && text.len().is_multiple_of(4)
        && text.len() - unpadded.len() <= 2
        && unpadded.bytes().all(plain)
}

/// In IPv4 octets, unlike anywhere else, leading zeros are allowed here.
fn is_ip(text: &str) -> bool {
    let (groups, octets) = match text.rsplit_once(':') {
        Some((_, octets)) => (text.strip_suffix(octets).unwrap_or(text), octets),
        None => ("", text),
    };
    if !octets.contains('.') {
        return text.parse::<IpAddr>().is_ok();
    }
    let octets: Vec<_> = octets
        .split('.')
        .map(|octet| match octet.trim_start_matches('0') {
            "" if !octet.is_empty() => "0",
            digits => digits,
        })
        .collect();
    format!("{groups}{}", octets.join(".")).parse::<IpAddr>().is_ok()
}
