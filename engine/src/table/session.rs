use super::{Request, format, words::Words};

/// `SessionPersistence` (GEP-1619), as it holds for one backend of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session<T = String> {
    /// In a cookie, else in a header.
    pub cookie: bool,
    /// Of the cookie; of the header, in lower case.
    pub name: T,
    /// The cookie goes to the paths of the match alone.
    pub path: bool,
    /// The cookie outlives the browser.
    pub permanent: bool,
    /// `absoluteTimeout` in seconds.
    pub timeout: Option<u64>,
}

/// What a client carries: the rule and the backend, when the session ends, and the endpoint in the proxy's own words. It
/// is no secret and no proof: a forged one chooses among the backends of the rule and their endpoints, and no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    pub rule: u32,
    pub backend: u32,
    /// In seconds since 1970; 0 is never.
    pub ends: u64,
    pub endpoint: &'a str,
}

impl<'t> Session<&'t str> {
    pub(crate) fn read(words: &'t Words, session: format::Session) -> Self {
        let flag = |bit: u32| session.flags >> bit & 1 == 1;
        Session {
            cookie: flag(0),
            name: words.text(session.name),
            path: flag(1),
            permanent: flag(2),
            timeout: flag(3).then_some(session.timeout),
        }
    }

    /// Every value under the session's name: cookies of several paths may have it (RFC 6265, section 5.4).
    pub(crate) fn tokens<'a>(self, request: &Request<'a>) -> impl Iterator<Item = Token<'a>> {
        let name = if self.cookie { "cookie" } else { self.name };
        let lines = request.headers.iter().filter(move |header| header.name == name.as_bytes());
        let lines = lines.filter_map(|header| str::from_utf8(header.value).ok());
        let values = lines.flat_map(move |line| {
            // A header has no `;`, so it is one piece.
            line.split(';').filter_map(move |piece| {
                if !self.cookie {
                    return Some(piece.trim());
                }
                piece.trim().split_once('=').filter(|(name, _)| *name == self.name).map(|(_, value)| value)
            })
        });
        values.filter_map(Token::read)
    }
}

impl<'a> Token<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split('.');
        let mut hash = || u32::from_str_radix(parts.next()?, 16).ok();
        let (rule, backend) = (hash()?, hash()?);
        let ends = u64::from_str_radix(parts.next()?, 16).ok()?;
        let endpoint = parts.next().filter(|endpoint| is_base64(endpoint))?;
        parts.next().is_none().then_some(Token { rule, backend, ends, endpoint })
    }

    pub(crate) fn write(&self) -> String {
        let Token { rule, backend, ends, endpoint } = self;
        format!("{rule:08x}.{backend:08x}.{ends:x}.{endpoint}")
    }
}

/// An address is shorter, and nothing else reaches the proxy.
fn is_base64(text: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte);
    (1..=128).contains(&text.len()) && text.bytes().all(is_digit)
}

/// FNV-1a (Fowler, Noll and Vo): the same in every build, since clients bring it back.
pub fn name_hash(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::{Session, Token, name_hash};
    use crate::table::{Header, Request};

    #[test]
    fn a_hash_stays_what_it_is() {
        assert_eq!(name_hash(""), 0x811c_9dc5);
        assert_eq!(name_hash("foobar"), 0xbf9c_f968);
    }

    fn found(cookie: bool, name: &str, value: &str) -> Vec<String> {
        let session = Session { cookie, name: "s", path: false, permanent: false, timeout: None };
        let headers = [Header { name: name.as_bytes(), value: value.as_bytes() }];
        let request =
            Request { method: "GET", host: "", path: "/", query: "", headers: &headers, server_name: None };
        session.tokens(&request).map(|token| token.write()).collect()
    }

    #[test]
    fn a_token_is_found_among_cookies() {
        let token = Token { rule: 1, backend: 0xff, ends: 0x10, endpoint: "MTI3LjAuMC4xOjgw" };
        let text = "00000001.000000ff.10.MTI3LjAuMC4xOjgw";
        assert_eq!(token.write(), text);
        assert_eq!(found(true, "cookie", &format!("a=b; s={text}; t={text}")), [text]);
        assert_eq!(found(true, "cookie", &format!("s=other;s={text}")), [text]);
        assert_eq!(found(false, "s", text), [text]);
        assert_eq!(found(false, "cookie", text), [""; 0]);
    }

    #[test]
    fn what_is_no_token_is_none() {
        for text in [
            "",
            "1.2.3",
            "1.2.3.",
            "1.2.3.a.b",
            "x.2.3.a",
            "1.2.3.a b",
            "1.2.3.a\"",
            "100000000.2.3.a",
            &format!("1.2.3.{}", "a".repeat(129)),
        ] {
            assert_eq!(found(false, "s", text), [""; 0], "{text}");
        }
    }
}
