use std::fmt;

/// A header map with Envoy's rules: names are lower case, order is kept with the pseudo headers first, names that
/// Envoy keeps in one slot are joined by a comma when added twice.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(Vec<u8>, Vec<u8>)>);

/// Request and response headers that Envoy keeps in one slot. Whether an unlisted one is joined depends on which
/// extensions an Envoy is built with; these are the ones that a gateway meets.
const JOINED: [&[u8]; 41] = [
    b":authority",
    b":method",
    b":path",
    b":protocol",
    b":scheme",
    b":status",
    b"accept",
    b"accept-encoding",
    b"access-control-allow-credentials",
    b"access-control-allow-headers",
    b"access-control-allow-methods",
    b"access-control-allow-origin",
    b"access-control-expose-headers",
    b"access-control-max-age",
    b"access-control-request-headers",
    b"access-control-request-method",
    b"authorization",
    b"cache-control",
    b"connection",
    b"content-length",
    b"content-type",
    b"date",
    b"etag",
    b"expect",
    b"grpc-message",
    b"grpc-status",
    b"grpc-timeout",
    b"keep-alive",
    b"location",
    b"origin",
    b"referer",
    b"server",
    b"te",
    b"transfer-encoding",
    b"upgrade",
    b"user-agent",
    b"via",
    b"x-forwarded-for",
    b"x-forwarded-host",
    b"x-forwarded-proto",
    b"x-request-id",
];

// === impl Headers ===

impl Headers {
    pub fn new() -> Self {
        Self::default()
    }

    /// The first value of a header, as Envoy gives it to a filter.
    pub fn get(&self, name: impl AsRef<[u8]>) -> Option<&[u8]> {
        self.all(name).next()
    }

    /// The first value of a header as text, for assertions.
    pub fn text(&self, name: impl AsRef<[u8]>) -> Option<&str> {
        self.get(name).and_then(|value| std::str::from_utf8(value).ok())
    }

    /// Every value of a header, in order.
    pub fn all(&self, name: impl AsRef<[u8]>) -> impl Iterator<Item = &[u8]> {
        let name = canonical(name.as_ref());
        self.0.iter().filter(move |(key, _)| *key == name).map(|(_, value)| value.as_slice())
    }

    pub fn add(&mut self, name: impl AsRef<[u8]>, value: impl AsRef<[u8]>) {
        let (name, value) = (canonical(name.as_ref()), value.as_ref());
        if JOINED.contains(&name.as_slice())
            && let Some((_, present)) = self.0.iter_mut().find(|(key, _)| *key == name)
        {
            if !present.is_empty() {
                present.push(b',');
            }
            present.extend_from_slice(value);
            return;
        }
        let at = if name.starts_with(b":") {
            self.0.iter().take_while(|(key, _)| key.starts_with(b":")).count()
        } else {
            self.0.len()
        };
        self.0.insert(at, (name, value.to_vec()));
    }

    /// Replaces every value of a header by one.
    pub fn set(&mut self, name: impl AsRef<[u8]>, value: impl AsRef<[u8]>) {
        let name = canonical(name.as_ref());
        match self.0.iter_mut().find(|(key, _)| *key == name) {
            Some((_, present)) if JOINED.contains(&name.as_slice()) => *present = value.as_ref().to_vec(),
            _ => {
                self.remove(&name);
                self.add(name, value);
            }
        }
    }

    pub fn remove(&mut self, name: impl AsRef<[u8]>) {
        let name = canonical(name.as_ref());
        self.0.retain(|(key, _)| *key != name);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.0.iter().map(|(name, value)| (name.as_slice(), value.as_slice()))
    }

    /// The size that `proxy_get_header_map_size` answers: names and values, no overhead.
    pub(crate) fn byte_size(&self) -> usize {
        self.0.iter().map(|(name, value)| name.len() + value.len()).sum()
    }
}

/// `host` is another name of `:authority` in Envoy's maps.
fn canonical(name: &[u8]) -> Vec<u8> {
    let name = name.to_ascii_lowercase();
    if name == b"host" { b":authority".to_vec() } else { name }
}

impl<N: AsRef<[u8]>, V: AsRef<[u8]>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut headers = Self::new();
        for (name, value) in pairs {
            headers.add(name, value);
        }
        headers
    }
}

impl<N: AsRef<[u8]>, V: AsRef<[u8]>, const LEN: usize> From<[(N, V); LEN]> for Headers {
    fn from(pairs: [(N, V); LEN]) -> Self {
        pairs.into_iter().collect()
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        for (name, value) in self.iter() {
            list.entry(&format_args!("{}: {}", name.escape_ascii(), value.escape_ascii()));
        }
        list.finish()
    }
}
