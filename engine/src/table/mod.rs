//! The compiled routing table: hosts, then paths, then arms in precedence order. It owns all it
//! needs and knows no Kubernetes words.
//!
//! A [`Definition`] is plain data; [`encode`] writes it in the form of [`format`], and a [`Table`] reads that form as it is.

mod arm;
mod buckets;
mod bundle;
mod cors;
mod definition;
mod field;
mod format;
mod host;
mod index;
mod normal;
mod path;
mod query;
mod request;
mod rule;
mod session;
mod words;
mod writer;

use std::sync::OnceLock;

#[cfg(feature = "manifests")]
pub(crate) use self::words::index;
pub(crate) use self::{
    arm::{Arm, ArmPath},
    format::{Arms, Host as HostTable, Names, Socket, When},
    index::{Lengths, Prefixes, Wider},
};
pub use self::{
    bundle::BundleError,
    cors::Cors,
    definition::*,
    host::host_matches,
    normal::{normalize, split_target},
    path::prefix_key,
    query::value as query_value,
    request::{Header, Host, InvalidHost, Request},
    rule::{Backend, Filters, NativeRoute, Operations, PathModifier, Redirect, Rewrite, Rule, Scheme},
    session::{Session, Token, name_hash},
};
use self::{
    index::{Hash, Index},
    words::Words,
};
use crate::pattern::Pattern;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            pub fn index(self) -> usize {
                usize::try_from(self.0).unwrap_or(usize::MAX)
            }
        }
    };
}

id!(/// A match of a rule; smaller is better. Index into [`Definition::arms`].
    ArmId);
id!(/// Index into [`Definition::rules`].
    RuleId);
id!(/// Index into [`Definition::patterns`].
    PatternId);
id!(/// Index into [`Definition::sockets`].
    SocketId);

/// What a response has to say about its session, where the backend has sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionPlan {
    /// As in [`Token::backend`].
    pub backend: u32,
    /// Of a cookie.
    pub attributes: String,
}

/// The backend that a cluster is for: its name without how it is spoken with, and for which Gateway.
pub fn backend_of(cluster: &str) -> &str {
    cluster.split(['+', '@']).next().unwrap_or(cluster)
}

/// Which response headers to change, to be kept until the response comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponsePlan {
    pub rule: RuleId,
    /// The number of the backend in its rule.
    pub backend: Option<usize>,
    /// What a CORS filter says to the request.
    pub cors: HeaderOperations,
    pub session: Option<SessionPlan>,
}

/// A definition, indexed and ready to decide.
#[derive(Debug, Default)]
pub struct Table {
    pub settings: Settings,
    pub(crate) words: Words,
    pub(crate) index: Index,
    root: format::Root,
    /// Compiled where they are first needed: a table may have thousands.
    patterns: Box<[OnceLock<Option<Pattern>>]>,
}

/// The first predicate that a request failed. Indexes count the arm's own predicates, in the
/// order of the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Miss {
    Path,
    Method,
    Header(usize),
    Query(usize),
}

/// The bytes of a bundle: what [`Table::open`] reads.
pub fn encode(definition: &Definition, settings: Settings) -> Vec<u8> {
    let (words, text) = writer::write(definition, settings);
    bundle::seal(&words, &text)
}

impl Table {
    pub fn build(definition: &Definition) -> Self {
        // What was just written is no stranger's.
        Self::open(encode(definition, Settings::default())).unwrap_or_default()
    }

    /// Whether bytes mean to be a bundle.
    pub fn is_bundle(bytes: &[u8]) -> bool {
        bundle::is_marked(bytes)
    }

    /// Takes the bytes of a bundle as they are: a checksum is all that this costs.
    pub fn open(bundle: Vec<u8>) -> Result<Self, BundleError> {
        let words = bundle::open(bundle)?;
        let root: format::Root = words.read(0);
        let patterns = words.list(root.patterns).map(|_| OnceLock::new()).collect();
        Ok(Table {
            settings: Settings {
                debug: root.settings & 1 == 1,
                log: root.settings >> 1 & 1 == 1,
                socket_in_header: root.settings >> 2 & 1 == 1,
            },
            index: Index {
                buckets_at: root.buckets.at,
                buckets: root.best,
                entries_at: root.entries.at,
                seeded: Hash::seeded(root.seed),
            },
            patterns,
            root,
            words,
        })
    }

    /// The socket of that name.
    pub fn socket(&self, name: &str) -> Option<SocketId> {
        let found = self.look_up(writer::SOCKETS, name.as_bytes());
        found.exact().checked_sub(1).map(SocketId)
    }

    /// The socket, when there is just one: nobody needs to ask where a request came in.
    pub fn only_socket(&self) -> Option<SocketId> {
        (self.root.sockets.count == 1).then_some(SocketId(0))
    }

    /// The socket of a port, if only one has it.
    pub fn socket_of_port(&self, port: u16) -> Option<SocketId> {
        let sockets = (0..).zip(self.words.list(self.root.sockets));
        let mut found = sockets.filter(|(_, socket)| socket.port == u32::from(port));
        let (number, _) = found.next()?;
        found.next().is_none().then_some(SocketId(number))
    }

    /// Whether a request may have come in on the connection of another listener: the server name of the
    /// connection tells.
    pub fn needs_server_name(&self, socket: SocketId) -> bool {
        self.socket_record(socket).is_some_and(|socket| socket.https != 0 && socket.listeners.count > 1)
    }

    /// The operations that a plan stands for: those of CORS, the rule's, then the backend's.
    pub fn response_headers<'a>(&'a self, plan: &'a ResponsePlan) -> impl Iterator<Item = Operation<'a>> {
        let rule = self.rule(plan.rule);
        let backend = rule.zip(plan.backend).and_then(|(rule, number)| rule.backend(number));
        let filters = rule.map(Rule::filters).into_iter().chain(backend.map(Backend::filters));
        plan.cors.iter().chain(filters.flat_map(|filters| filters.response_headers().iter()))
    }

    pub fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
        let rules = self.root.rules;
        (id.0 < rules.count).then(|| Rule::at(&self.words, rules.place(id.0)))
    }

    /// The cluster of a backend for requests that came in on a socket.
    pub fn cluster(&self, socket: SocketId, backend: Backend<'_>) -> Option<&str> {
        let from = self.socket_record(socket)?.clusters;
        let number = backend.cluster()?.checked_add(from)?;
        Some(self.words.text(self.words.get(self.root.clusters, number)?))
    }

    pub(crate) fn native(&self, backend: Backend<'_>) -> Option<NativeRoute<&str>> {
        let native: format::Native = self.words.get(self.root.natives, backend.native()?)?;
        Some(NativeRoute { name: self.words.text(native.name), guarded: native.guarded != 0 })
    }

    #[inline(always)]
    pub(crate) fn arm(&self, id: ArmId) -> Option<Arm<'_>> {
        Some(Arm::new(self, self.words.get(self.root.arms, id.0)?))
    }

    #[inline(always)]
    pub(crate) fn socket_record(&self, id: SocketId) -> Option<Socket> {
        self.words.get(self.root.sockets, id.0)
    }

    /// Where the record of a socket is: the scope of its host names.
    pub(crate) fn socket_place(&self, id: SocketId) -> u32 {
        self.root.sockets.place(id.0)
    }

    /// Nothing for an expression that is none: one that no compilation has let through.
    pub(crate) fn pattern(&self, id: PatternId) -> Option<&Pattern> {
        let place = self.patterns.get(id.index())?;
        let source = || self.words.get(self.root.patterns, id.0).map(|pattern| self.words.text(pattern));
        place.get_or_init(|| Pattern::new(source()?).ok()).as_ref()
    }
}

impl Socket {
    pub(crate) fn scheme(&self) -> Scheme {
        if self.https == 0 { Scheme::Http } else { Scheme::Https }
    }
}

#[cfg(test)]
mod tests;
