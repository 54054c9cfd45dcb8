use super::{format, words::Words};

/// `HTTPCORSFilter`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cors<T = String> {
    /// With a space between them: `https://www.example.com`, `https://*.example.com:8443`; `*` alone is any.
    pub origins: T,
    pub credentials: bool,
    /// Lists as they are sent: joined by commas, `*` for any, empty for none.
    pub methods: T,
    pub headers: T,
    pub exposed: T,
    /// In seconds.
    pub max_age: u32,
}

impl<'t> Cors<&'t str> {
    pub(crate) fn read(words: &'t Words, cors: format::Cors) -> Self {
        Cors {
            origins: words.text(cors.origins),
            credentials: cors.credentials != 0,
            methods: words.text(cors.methods),
            headers: words.text(cors.headers),
            exposed: words.text(cors.exposed),
            max_age: cors.max_age,
        }
    }

    /// Whether every origin gets the same answer, so that it can be `*`: with credentials a browser
    /// wants its own origin in it.
    pub fn is_public(&self) -> bool {
        !self.credentials && self.origins.split(' ').any(|origin| origin == "*")
    }

    pub fn allows(&self, origin: &str) -> bool {
        self.origins.split(' ').any(|pattern| pattern == "*" || matches(pattern, origin))
    }
}

/// Schemes and ports are equal, and a wildcard takes one label or more (`HTTPCORSFilter.allowOrigins`).
fn matches(pattern: &str, origin: &str) -> bool {
    let (Some(pattern), Some(origin)) = (parts(pattern), parts(origin)) else { return false };
    let host = match pattern.host.strip_prefix('*') {
        Some(suffix) => {
            let start = origin.host.len().checked_sub(suffix.len()).filter(|start| *start > 0);
            start
                .and_then(|start| origin.host.get(start..))
                .is_some_and(|end| end.eq_ignore_ascii_case(suffix))
        }
        None => pattern.host.eq_ignore_ascii_case(origin.host),
    };
    host && pattern.scheme.eq_ignore_ascii_case(origin.scheme) && pattern.port == origin.port
}

struct Origin<'a> {
    scheme: &'a str,
    host: &'a str,
    /// Empty for the one that the scheme implies.
    port: &'a str,
}

fn parts(origin: &str) -> Option<Origin<'_>> {
    let (scheme, rest) = origin.split_once("://")?;
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let (host, port) = rest.rsplit_once(':').filter(|(_, port)| is_port(port)).unwrap_or((rest, ""));
    let implied = if scheme.eq_ignore_ascii_case("https") { "443" } else { "80" };
    Some(Origin { scheme, host, port: if port == implied { "" } else { port } })
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for (pattern, origin, expected) in [
            ("https://www.foo.com", "https://www.foo.com", true),
            ("https://www.foo.com", "https://WWW.foo.com", true),
            ("https://www.foo.com", "http://www.foo.com", false),
            ("https://www.foo.com", "https://www.foo.com.evil.example", false),
            ("https://www.foo.com", "https://www.foo.com:443", true),
            ("https://www.foo.com", "https://www.foo.com:80", false),
            ("http://www.foo.com:80", "http://www.foo.com", true),
            ("http://www.foo.com:8080", "http://www.foo.com:8080", true),
            ("http://www.foo.com:8080", "http://www.foo.com", false),
            ("https://www.foo.com", "null", false),
            ("https://www.foo.com", "", false),
        ] {
            assert_eq!(matches(pattern, origin), expected, "{pattern} {origin}");
        }
    }

    #[test]
    fn a_wildcard_takes_any_number_of_labels() {
        for (pattern, origin, expected) in [
            ("https://*.bar.com", "https://www.bar.com", true),
            ("https://*.bar.com", "https://xpto.www.bar.com", true),
            ("https://*.bar.com", "https://bar.com", false),
            ("https://*.bar.com", "https://.bar.com", false),
            ("https://*.bar.com", "https://foobar.com", false),
            ("https://*.bar.com", "https://www.bar.com:444", false),
            ("https://*", "https://any.example", true),
            ("https://*", "https://any.example:8443", false),
            ("https://*:8443", "https://any.example:8443", true),
            ("https://*", "https://", false),
        ] {
            assert_eq!(matches(pattern, origin), expected, "{pattern} {origin}");
        }
    }
}
