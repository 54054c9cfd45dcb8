//! What happens to a request that a rule has won, read from the table as it is asked for.

use super::{
    Cors, Operation, Session, format,
    words::{At, Text, Words, index},
};

/// One rule of a route: filters and backends.
#[derive(Debug, Clone, Copy)]
pub struct Rule<'t> {
    words: &'t Words,
    place: u32,
}

/// One entry of `backendRefs`.
#[derive(Debug, Clone, Copy)]
pub struct Backend<'t> {
    words: &'t Words,
    place: u32,
}

/// The filters of a rule or of a backend.
#[derive(Debug, Clone, Copy)]
pub struct Filters<'t> {
    words: &'t Words,
    at: At<format::Filters>,
}

/// `HTTPHeaderFilter`. Names are in lower case.
#[derive(Debug, Clone, Copy)]
pub struct Operations<'t> {
    words: &'t Words,
    record: format::Operations,
}

/// A route of Envoy's own for what only Envoy does well: it sends the request where the filter says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NativeRoute<T = String> {
    /// All that it says: what the filter asks Envoy for it by.
    pub name: T,
    /// It asks an authorizer. The cluster is told to it in a way that no other route understands: where
    /// it is not there, the request goes nowhere.
    pub guarded: bool,
}

/// `HTTPURLRewriteFilter`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rewrite<T = String> {
    pub hostname: Option<T>,
    pub path: Option<PathModifier<T>>,
}

/// `HTTPRequestRedirectFilter`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redirect<T = String> {
    pub scheme: Option<Scheme>,
    pub hostname: Option<T>,
    pub path: Option<PathModifier<T>>,
    pub port: Option<u16>,
    pub status: u16,
}

/// `HTTPPathModifier`, percent-encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathModifier<T = String> {
    Full(T),
    /// Without a trailing slash.
    Prefix(T),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Http,
    Https,
}

impl<'t> Rule<'t> {
    pub(crate) fn at(words: &'t Words, place: u32) -> Self {
        Rule { words, place }
    }

    /// What of it nobody looks at is not read.
    #[inline(always)]
    fn record(self) -> format::Rule {
        self.words.read(self.place)
    }

    /// `namespace/route/rule`, for access logs and explanations.
    pub fn label(self) -> &'t str {
        self.words.text(self.record().label)
    }

    /// Its requests are calls of gRPC methods.
    pub fn is_grpc(self) -> bool {
        self.record().grpc != 0
    }

    pub fn filters(self) -> Filters<'t> {
        Filters { words: self.words, at: self.record().filters }
    }

    pub fn backends(self) -> impl ExactSizeIterator<Item = Backend<'t>> + Clone {
        let (words, list) = (self.words, self.record().backends);
        let count = if words.holds(list) { list.count } else { 0 };
        (0..index(count))
            .map(move |number| Backend { words, place: list.place(super::words::number(number)) })
    }

    /// The backend of that number.
    pub fn backend(self, number: usize) -> Option<Backend<'t>> {
        let list = self.record().backends;
        let number = u32::try_from(number).ok().filter(|number| *number < list.count)?;
        Some(Backend { words: self.words, place: list.place(number) })
    }
}

impl<'t> Backend<'t> {
    pub fn weight(self) -> u32 {
        self.record().weight
    }

    /// As in [`super::BackendDefinition`].
    pub(crate) fn cluster(self) -> Option<u32> {
        self.record().cluster.checked_sub(1)
    }

    pub(crate) fn native(self) -> Option<u32> {
        self.more().native.checked_sub(1)
    }

    pub fn session(self) -> Option<Session<&'t str>> {
        let session = self.words.at(self.more().session)?;
        Some(Session::read(self.words, session))
    }

    pub fn filters(self) -> Filters<'t> {
        Filters { words: self.words, at: self.more().filters }
    }

    #[inline(always)]
    fn record(self) -> format::Backend {
        self.words.read(self.place)
    }

    #[inline(always)]
    fn more(self) -> format::More {
        self.words.at(self.record().more).unwrap_or_default()
    }
}

impl<'t> Filters<'t> {
    #[inline(always)]
    fn record(self) -> format::Filters {
        self.words.at(self.at).unwrap_or_default()
    }

    pub fn request_headers(self) -> Operations<'t> {
        Operations { words: self.words, record: self.record().request }
    }

    pub fn response_headers(self) -> Operations<'t> {
        Operations { words: self.words, record: self.record().response }
    }

    pub fn rewrite(self) -> Option<Rewrite<&'t str>> {
        let rewrite = self.words.at(self.record().rewrite)?;
        Some(Rewrite {
            hostname: self.words.some(rewrite.hostname),
            path: PathModifier::read(self.words, rewrite.path),
        })
    }

    pub fn redirect(self) -> Option<Redirect<&'t str>> {
        let redirect = self.words.at(self.record().redirect)?;
        Some(Redirect {
            scheme: match redirect.scheme {
                0 => None,
                1 => Some(Scheme::Http),
                _ => Some(Scheme::Https),
            },
            hostname: self.words.some(redirect.hostname),
            path: PathModifier::read(self.words, redirect.path),
            port: u16::try_from(redirect.port).ok().filter(|port| *port != 0),
            status: u16::try_from(redirect.status).unwrap_or_default(),
        })
    }

    pub fn has_redirect(self) -> bool {
        self.record().redirect.0 != 0
    }

    pub fn cors(self) -> Option<Cors<&'t str>> {
        let cors = self.words.at(self.record().cors)?;
        Some(Cors::read(self.words, cors))
    }
}

impl<'t> Operations<'t> {
    pub fn is_empty(self) -> bool {
        let format::Operations { set, add, remove } = self.record;
        set.count == 0 && add.count == 0 && remove.count == 0
    }

    /// In the order in which they are carried out.
    pub fn iter(self) -> impl Iterator<Item = Operation<'t>> + Clone {
        let Operations { words, record: format::Operations { set, add, remove } } = self;
        let text = move |text: Text| words.text(text);
        let set = words.list(set).map(move |pair| Operation::Set(text(pair.name), text(pair.value)));
        let add = words.list(add).map(move |pair| Operation::Add(text(pair.name), text(pair.value)));
        set.chain(add).chain(words.list(remove).map(move |name| Operation::Remove(text(name))))
    }
}

impl<'t> PathModifier<&'t str> {
    fn read(words: &'t Words, path: format::Path) -> Option<Self> {
        match path.kind {
            0 => None,
            1 => Some(PathModifier::Full(words.text(path.text))),
            _ => Some(PathModifier::Prefix(words.text(path.text))),
        }
    }
}

impl Scheme {
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Http => "http",
            Scheme::Https => "https",
        }
    }

    pub fn well_known_port(self) -> u16 {
        match self {
            Scheme::Http => 80,
            Scheme::Https => 443,
        }
    }
}
