use std::borrow::Cow;

/// The form in which paths are compared: RFC 3986, sections 6.2.2 and 5.2.4. Escapes have capital
/// digits and unreserved characters none, dot segments are gone. Beyond the RFC, as Envoy's
/// `normalize_path` does it: a backslash is a slash, characters that may not stand in a path are
/// escaped, and parameters do not hide a dot segment (`/..;x/`). Doubled slashes stay.
pub fn normalize(path: &str) -> Cow<'_, str> {
    // Most manifests' paths have nothing at all to look at, and there are many.
    if path.bytes().fold(0, |found, byte| found | class(byte)) & !SLASH == 0 {
        return Cow::Borrowed(path);
    }
    match scan(path) {
        (length, true) if length == path.len() => Cow::Borrowed(path),
        _ => normal_form(path),
    }
}

/// The path of a request's target, in the form of [`normalize`], and its query: what follows the first `?`.
pub fn split_target(target: &str) -> (Cow<'_, str>, &str) {
    let (length, is_normal) = scan(target);
    let (path, rest) = target.split_at_checked(length).unwrap_or((target, ""));
    let path = if is_normal { Cow::Borrowed(path) } else { normal_form(path) };
    (path, rest.strip_prefix('?').unwrap_or_default())
}

#[inline(never)]
fn normal_form(path: &str) -> Cow<'_, str> {
    let mut text = String::with_capacity(path.len() + 16);
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let escape = match (byte, after) {
            (b'%', [high, low, after @ ..]) => {
                hex(*high).zip(hex(*low)).map(|(high, low)| (high << 4 | low, after))
            }
            _ => None,
        };
        match escape {
            Some((decoded, after)) => {
                rest = after;
                if is_unreserved(decoded) {
                    text.push(char::from(decoded))
                } else {
                    push_escape(&mut text, decoded)
                }
            }
            None if byte == b'\\' => text.push('/'),
            None if is_escaped(byte) => push_escape(&mut text, byte),
            None => text.push(char::from(byte)),
        }
    }
    let has_dots = text.starts_with('.') || text.as_bytes().windows(2).any(|pair| pair == b"/.");
    Cow::Owned(if has_dots { without_dot_segments(&text) } else { text })
}

/// How long the path is, which a `?` ends, and whether nothing in it has to change, as in most: no escape, and no
/// segment that begins with a dot.
#[inline(always)]
fn scan(target: &str) -> (usize, bool) {
    let mut found = 0;
    let mut forbidden = OTHER;
    for (length, byte) in target.bytes().enumerate() {
        let class = class(byte);
        if class == QUERY {
            return (length, found == 0);
        }
        found |= class & forbidden;
        forbidden = class >> 1 | OTHER;
    }
    (target.len(), found == 0)
}

fn class(byte: u8) -> u8 {
    CLASS.get(usize::from(byte)).copied().unwrap_or(OTHER)
}

/// Bits for [`scan`]; a slash is the bit above a dot's, so that it forbids one.
const DOT: u8 = 1;
const SLASH: u8 = 2;
const OTHER: u8 = 8;
const QUERY: u8 = 16;

#[expect(clippy::indexing_slicing, reason = "at compile time")]
const CLASS: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'.' => DOT,
            b'/' => SLASH,
            b'?' => QUERY,
            b'%' | b'\\' => OTHER,
            other if is_escaped(other) => OTHER,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

fn without_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment.split_once(';').map_or(segment, |(name, _)| name) {
            "." => {}
            // The first entry is what stands before the first slash: nothing.
            ".." if kept.len() > 1 => {
                kept.pop();
            }
            ".." => {}
            _ => {
                kept.push(segment);
                continue;
            }
        }
        if last {
            kept.push("");
        }
    }
    kept.join("/")
}

fn push_escape(text: &mut String, byte: u8) {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0').to_ascii_uppercase();
    text.extend(['%', digit(byte >> 4), digit(byte & 15)]);
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

const fn is_escaped(byte: u8) -> bool {
    matches!(byte, b'"' | b'<' | b'>' | b'|' | b'{' | b'}' | b'^' | b'`' | b' ') || !byte.is_ascii_graphic()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::{normalize, split_target};

    #[test]
    fn a_query_keeps_its_form() {
        for (target, path, query) in [
            ("/a?b", "/a", "b"),
            ("/a/../b?/c/../d?e", "/b", "/c/../d?e"),
            ("/a?", "/a", ""),
            ("/a", "/a", ""),
            ("?", "", ""),
            ("/a.%3f?%3F", "/a.%3F", "%3F"),
            ("*", "*", ""),
        ] {
            assert_eq!(split_target(target), (path.into(), query), "{target}");
        }
    }

    /// What Envoy makes of these paths, seen on 1.40, but for the capital digits.
    #[test]
    fn paths_take_the_form_that_envoy_gives_them() {
        for (path, expected) in [
            ("/%7ea", "/~a"),
            ("/%41b", "/Ab"),
            ("/a%2fb", "/a%2Fb"),
            ("/%c3%a9", "/%C3%A9"),
            ("/a//b", "/a//b"),
            ("/a/./b", "/a/b"),
            ("/a/../b", "/b"),
            ("/a/%2e%2e/b", "/b"),
            ("/a/%2E/b", "/a/b"),
            ("/a;b", "/a;b"),
            ("/a/..;/b", "/b"),
            ("/a/...", "/a/..."),
            ("/a\\b", "/a/b"),
            ("/a%zz", "/a%zz"),
            ("/a%", "/a%"),
            ("/a/..", "/"),
            ("/a/.", "/a/"),
            ("/..", "/"),
            ("/a\"b", "/a%22b"),
            ("/a{b}", "/a%7Bb%7D"),
            ("/a^b", "/a%5Eb"),
            ("/a'b", "/a'b"),
            ("/%2D%5F%2e", "/-_."),
            ("/a//../b", "/a/b"),
        ] {
            assert_eq!(normalize(path), expected, "{path}");
        }
    }
}
