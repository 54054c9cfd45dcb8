use super::{is_base64, is_ip};
use crate::admit::{cel, names, schema::OtherFormat};

pub(crate) fn holds(format: OtherFormat, text: &str) -> bool {
    match format {
        OtherFormat::Byte => is_base64(text),
        OtherFormat::Cidr => is_cidr(text),
        OtherFormat::Date => is_date(text),
        OtherFormat::DateTime => is_date_time(text),
        OtherFormat::Duration => is_duration(text),
        OtherFormat::Email => is_email(text),
        OtherFormat::HexColor => is_hex_color(text),
        OtherFormat::Hostname => is_hostname(text),
        OtherFormat::LongName => names::subdomain(text).is_empty(),
        OtherFormat::Mac => is_mac(text),
        OtherFormat::Password => true,
        OtherFormat::ShortName => names::label(text).is_empty(),
        OtherFormat::Uri => is_uri(text),
        OtherFormat::Uuid(version) => is_uuid(text, version),
    }
}

fn is_cidr(text: &str) -> bool {
    let Some((address, length)) = text.split_once('/') else { return false };
    let max = if address.contains(':') { 128 } else { 32 };
    let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    is_ip(address) && digits && length.parse::<u32>().is_ok_and(|length| length <= max)
}

fn is_date(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.len() == 10 && digits == 8 && text.parse::<jiff::civil::Date>().is_ok()
}

/// A date, a `T`, a time of the day and an offset.
fn is_date_time(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let Some((date, time)) = text.split_once('t') else { return false };
    let (clock, rest) = time.split_at_checked(8).unwrap_or((time, ""));
    let fields: Vec<_> = clock.split(':').collect();
    let [hour, minute, second] = fields.as_slice() else { return false };
    let two = |field: &str, max: &str| {
        field.len() == 2 && field.bytes().all(|byte| byte.is_ascii_digit()) && field <= max
    };
    let offset = rest.trim_start_matches(|character: char| character.is_ascii_digit() || character == '.');
    is_date(date) && two(hour, "23") && two(minute, "59") && two(second, "59") && is_offset(offset)
}

fn is_offset(offset: &str) -> bool {
    let Some(offset) = offset.strip_prefix(['+', '-']) else { return offset == "z" };
    let pair = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    offset.split_once(':').is_some_and(|(hours, minutes)| pair(hours) && pair(minutes))
}

/// A duration of Go, or a number and the name of a unit anywhere in the text.
fn is_duration(text: &str) -> bool {
    const UNITS: [&str; 20] = [
        "ns", "nano", "us", "µs", "micro", "ms", "milli", "s", "sec", "m", "min", "h", "hr", "hour", "d",
        "day", "w", "wk", "week", "weeks",
    ];
    if cel::is_duration(text) {
        return true;
    }
    let mut rest = text;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        let number = rest.get(start..).unwrap_or_default();
        let unit = number.trim_start_matches(|character: char| character.is_ascii_digit()).trim_start();
        let end = unit
            .find(|character: char| !character.is_ascii_alphabetic() && character != 'µ')
            .unwrap_or(unit.len());
        let (name, after) = unit.split_at_checked(end).unwrap_or((unit, ""));
        let name = name.to_ascii_lowercase();
        let long = ["nano", "micro", "milli", "sec", "min", "hour", "day", "week"];
        if UNITS.contains(&name.as_str()) || long.iter().any(|unit| name.starts_with(unit)) {
            return true;
        }
        rest = after;
    }
    false
}

/// One address, with or without a name in front.
fn is_email(text: &str) -> bool {
    let address = match text.trim().strip_suffix('>') {
        Some(named) => named.rsplit_once('<').map_or("", |(_, address)| address),
        None => text.trim(),
    };
    let Some((user, host)) = address.rsplit_once('@') else { return false };
    let atom = |text: &str| {
        !text.is_empty()
            && text.split('.').all(|part| {
                !part.is_empty()
                    && part.chars().all(|character| {
                        !character.is_ascii()
                            || character.is_ascii_alphanumeric()
                            || "!#$%&'*+-/=?^_`{|}~".contains(character)
                    })
            })
    };
    let quoted = user.len() >= 2 && user.starts_with('"') && user.ends_with('"');
    (atom(user) || quoted) && (atom(host) || host.starts_with('[') && host.ends_with(']'))
}

fn is_hex_color(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or(text);
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// RFC 1034, with letters of any script, symbols, and a top-level domain of letters.
fn is_hostname(text: &str) -> bool {
    let symbol = |character: char| "$+<=>^`|~".contains(character) || !character.is_ascii();
    let plain = |character: char| {
        character.is_ascii_alphanumeric() || symbol(character) && !character.is_whitespace()
    };
    let label = |label: &str| {
        let inside = |character: char| plain(character) || character == '-';
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(inside)
            && label.starts_with(plain)
            && label.ends_with(plain)
    };
    match text.rsplit_once('.') {
        // A single label has a dash as its second character at most.
        None => {
            let mut rest = text.chars();
            let first = rest.next().is_some_and(plain);
            let rest = rest.as_str().strip_prefix('-').unwrap_or(rest.as_str());
            first && text.len() <= 63 && rest.chars().all(plain)
        }
        Some((labels, top)) => {
            text.len() <= 255
                && labels.split('.').all(label)
                && (2..=63).contains(&top.chars().count())
                && top.chars().all(char::is_alphabetic)
        }
    }
}

/// 6, 8 or 20 bytes in hexadecimal, between colons, dashes or, two by two, dots.
fn is_mac(text: &str) -> bool {
    let parts = |separator: char, digits: usize, counts: [usize; 3]| {
        let parts: Vec<_> = text.split(separator).collect();
        counts.contains(&parts.len())
            && parts
                .iter()
                .all(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    parts(':', 2, [6, 8, 20]) || parts('-', 2, [6, 8, 20]) || parts('.', 4, [3, 4, 10])
}

/// A URI as it stands in the first line of a request: absolute, or a path.
fn is_uri(text: &str) -> bool {
    if text.chars().any(|character| character.is_ascii_control()) {
        return false;
    }
    let (text, _) = text.split_once('?').unwrap_or((text, ""));
    let (has_scheme, rest) = match text.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme) => (true, rest),
        _ => (false, text),
    };
    let Some(below) = rest.strip_prefix('/') else { return has_scheme || text == "*" };
    match below.strip_prefix('/').filter(|_| has_scheme) {
        Some(authority) => {
            let (host, path) = authority
                .split_at_checked(authority.find('/').unwrap_or(authority.len()))
                .unwrap_or_default();
            is_authority(host) && escapes_are_whole(path)
        }
        None => escapes_are_whole(below),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

fn is_authority(text: &str) -> bool {
    let host = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let port = match host.rsplit_once(']') {
        Some((_, port)) => port,
        None if host.starts_with('[') => return false,
        None => host.rfind(':').and_then(|colon| host.get(colon..)).unwrap_or_default(),
    };
    let digits = port.strip_prefix(':').unwrap_or(port);
    let port = port.is_empty() || port.starts_with(':') && digits.bytes().all(|byte| byte.is_ascii_digit());
    port && !host.contains([' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}']) && escapes_are_whole(host)
}

fn escapes_are_whole(text: &str) -> bool {
    text.split('%')
        .skip(1)
        .all(|after| after.get(..2).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit())))
}

/// Hexadecimal digits in groups, whose dashes may be left out.
fn is_uuid(text: &str, version: Option<char>) -> bool {
    let mut rest = text;
    let mut digits = String::new();
    for length in [8, 4, 4, 4, 12] {
        let Some((group, after)) = rest.split_at_checked(length) else { return false };
        digits.push_str(group);
        rest = after.strip_prefix('-').unwrap_or(after);
    }
    let at = |index: usize| digits.chars().nth(index).unwrap_or_default().to_ascii_lowercase();
    let variant = !matches!(version, Some('4' | '5')) || matches!(at(16), '8' | '9' | 'a' | 'b');
    rest.is_empty()
        && !text.ends_with('-')
        && digits.len() == 32
        && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        && version.is_none_or(|version| at(12) == version)
        && variant
}
