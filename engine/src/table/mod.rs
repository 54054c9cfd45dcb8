//! The compiled routing table: hosts, then paths, then arms in precedence order. It owns all it
//! needs and knows no Kubernetes words.

mod arm;
mod bundle;
mod cors;
mod definition;
mod field;
mod host;
mod normal;
mod path;
mod query;
mod request;
mod rule;
mod session;

use std::{collections::HashMap, fmt, sync::Arc};

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};

use self::field::{Expected, FieldMatch};
pub use self::{
    arm::Miss,
    bundle::{BundleError, decode, encode},
    cors::Cors,
    definition::*,
    host::host_matches,
    normal::normalize,
    path::prefix_key,
    query::value as query_value,
    request::{Header, Host, InvalidHost, Request},
    rule::{Backend, Filters, HeaderOperations, NativeRoute, PathModifier, Redirect, Rewrite, Rule, Scheme},
    session::{Session, Token, name_hash},
};
pub(crate) use self::{
    arm::{Arm, ArmPath},
    host::HostIndex,
    path::PathIndex,
};
use crate::pattern::{Pattern, PatternError};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    pub(crate) sockets: Vec<Socket>,
    names: HashMap<Box<str>, SocketId, FixedState>,
    pub(crate) arms: Vec<Arm>,
    pub(crate) rules: Arc<[Rule]>,
    pub(crate) natives: Vec<NativeRoute>,
    pub(crate) clusters: Vec<String>,
    pub(crate) patterns: Vec<Pattern>,
}

#[derive(Debug)]
pub(crate) struct Socket {
    pub(crate) port: u16,
    pub(crate) scheme: Scheme,
    /// As in [`SocketDefinition`].
    pub(crate) clusters: u32,
    pub(crate) by_hostname: HostIndex<u32>,
    pub(crate) listeners: Vec<Listener>,
}

#[derive(Debug)]
pub(crate) struct Listener {
    pub(crate) name: Box<str>,
    pub(crate) by_hostname: HostIndex<u32>,
    pub(crate) hosts: Vec<HostTable>,
}

/// The routes of one host name on one listener.
#[derive(Debug)]
pub(crate) struct HostTable {
    pub(crate) paths: PathIndex,
    /// As in [`HostDefinition`].
    pub(crate) by_service: bool,
    pub(crate) patterns: Box<[ArmId]>,
}

/// Why a definition is no table. A definition that `compile` wrote has none of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableError {
    /// A number points past the end of its list.
    Dangling(&'static str),
    Path(String),
    Pattern {
        pattern: String,
        error: PatternError,
    },
}

impl Table {
    pub fn build(definition: Definition) -> Result<Self, TableError> {
        let Definition { settings, sockets, arms, rules, natives, clusters, patterns } = definition;
        let patterns = patterns
            .into_iter()
            .map(|pattern| Pattern::new(&pattern).map_err(|error| TableError::Pattern { pattern, error }))
            .collect::<Result<Vec<_>, _>>()?;
        let backends = rules.iter().flat_map(|rule| &rule.backends);
        if let Some(last) = backends.filter_map(|backend| backend.cluster).max() {
            let from = sockets.iter().map(|socket| socket.clusters).max().unwrap_or_default();
            if !within(last.saturating_add(from), clusters.len()) {
                return Err(TableError::Dangling("cluster"));
            }
        }
        let mut named = rules.iter().flat_map(|rule| &rule.backends).filter_map(|backend| backend.native);
        if named.any(|native| !within(native, natives.len())) {
            return Err(TableError::Dangling("native route"));
        }
        let limits = Limits { arms: arms.len(), rules: &rules, patterns: patterns.len() };
        let arms = arms.into_iter().map(|arm| limits.arm(arm)).collect::<Result<Vec<_>, _>>()?;
        let mut names = HashMap::default();
        for (number, socket) in sockets.iter().enumerate() {
            names.insert(socket.name.as_str().into(), SocketId(u32::try_from(number).unwrap_or(u32::MAX)));
        }
        let sockets = sockets.into_iter().map(|socket| limits.socket(socket)).collect::<Result<_, _>>()?;
        Ok(Table { settings, sockets, names, arms, rules, natives, clusters, patterns })
    }

    /// The socket of that name.
    pub fn socket(&self, name: &str) -> Option<SocketId> {
        self.names.get(name).copied()
    }

    /// The socket, when there is just one: nobody needs to ask where a request came in.
    pub fn only_socket(&self) -> Option<SocketId> {
        (self.sockets.len() == 1).then_some(SocketId(0))
    }

    /// The socket of a port, if only one has it.
    pub fn socket_of_port(&self, port: u16) -> Option<SocketId> {
        let mut found = (0..).zip(&self.sockets).filter(|(_, socket)| socket.port == port);
        let (number, _) = found.next()?;
        found.next().is_none().then_some(SocketId(number))
    }

    /// Whether a request may have come in on the connection of another listener: the server name of the
    /// connection tells.
    pub fn needs_server_name(&self, socket: SocketId) -> bool {
        let socket = self.sockets.get(socket.index());
        socket.is_some_and(|socket| socket.scheme == Scheme::Https && socket.listeners.len() > 1)
    }

    /// The operations that a plan stands for: those of CORS, the rule's, then the backend's.
    pub fn response_headers<'a>(
        &'a self,
        plan: &'a ResponsePlan,
    ) -> impl Iterator<Item = &'a HeaderOperations> {
        let rule = self.rule(plan.rule);
        let backend = rule.zip(plan.backend).and_then(|(rule, backend)| rule.backends.get(backend));
        let filters =
            rule.map(|rule| &rule.filters).into_iter().chain(backend.map(|backend| &backend.filters));
        std::iter::once(&plan.cors).chain(filters.map(|filters| &filters.response_headers))
    }

    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.get(id.index())
    }

    /// The cluster of a backend for requests that came in on a socket.
    pub fn cluster(&self, socket: SocketId, backend: &Backend) -> Option<&str> {
        let from = self.sockets.get(socket.index())?.clusters;
        let number = backend.cluster?.checked_add(from)?;
        self.clusters.get(usize::try_from(number).ok()?).map(String::as_str)
    }

    pub(crate) fn native(&self, backend: &Backend) -> Option<&NativeRoute> {
        self.natives.get(usize::try_from(backend.native?).ok()?)
    }

    pub(crate) fn arm(&self, id: ArmId) -> Option<&Arm> {
        self.arms.get(id.index())
    }
}

// === building ===

struct Limits<'a> {
    arms: usize,
    rules: &'a [Rule],
    patterns: usize,
}

fn within(number: u32, length: usize) -> bool {
    usize::try_from(number).is_ok_and(|number| number < length)
}

impl Limits<'_> {
    fn socket(&self, definition: SocketDefinition) -> Result<Socket, TableError> {
        let SocketDefinition { name: _, port, scheme, clusters, listeners } = definition;
        let mut by_hostname = HostIndex::default();
        for (number, listener) in (0..).zip(&listeners) {
            by_hostname.insert(&listener.hostname, number);
        }
        let listeners =
            listeners.into_iter().map(|listener| self.listener(listener)).collect::<Result<_, _>>()?;
        Ok(Socket { port, scheme, clusters, by_hostname, listeners })
    }

    fn listener(&self, definition: ListenerDefinition) -> Result<Listener, TableError> {
        let mut by_hostname = HostIndex::default();
        for (number, host) in (0..).zip(&definition.hosts) {
            by_hostname.insert(&host.hostname, number);
        }
        let hosts = definition.hosts.into_iter().map(|host| self.host(host)).collect::<Result<_, _>>()?;
        Ok(Listener { name: definition.name.into(), by_hostname, hosts })
    }

    fn host(&self, definition: HostDefinition) -> Result<HostTable, TableError> {
        let listed = definition.exact.iter().chain(&definition.prefix).flat_map(|(_, arms)| arms);
        if listed.chain(&definition.patterns).any(|arm| !within(arm.0, self.arms)) {
            return Err(TableError::Dangling("arm"));
        }
        let paths = PathIndex::build(&definition.exact, &definition.prefix)
            .map_err(|conflict| TableError::Path(conflict.0))?;
        Ok(HostTable { paths, by_service: definition.by_service, patterns: definition.patterns.into() })
    }

    fn arm(&self, definition: ArmDefinition) -> Result<Arm, TableError> {
        let id = RuleId(definition.rule);
        let rule = self.rules.get(id.index()).ok_or(TableError::Dangling("rule"))?;
        let path = match definition.path {
            PathDefinition::Exact => ArmPath::Exact,
            PathDefinition::Pattern(id) => ArmPath::Pattern(self.pattern(id)?),
            PathDefinition::Prefix { length } => ArmPath::Prefix { length },
        };
        Ok(Arm {
            rule: id,
            path,
            answers_preflights: rule.has_cors(),
            method: definition.method.map(Into::into),
            headers: self.fields(definition.headers)?,
            queries: self.fields(definition.queries)?,
        })
    }

    fn fields(&self, definitions: Vec<FieldDefinition>) -> Result<Box<[FieldMatch]>, TableError> {
        definitions
            .into_iter()
            .map(|FieldDefinition { name, value }| {
                let value = match value {
                    ValueDefinition::Exact(value) => Expected::Exact(value.into()),
                    ValueDefinition::Pattern(id) => Expected::Pattern(self.pattern(id)?),
                };
                Ok(FieldMatch { name: name.into(), value })
            })
            .collect()
    }

    fn pattern(&self, id: u32) -> Result<PatternId, TableError> {
        if within(id, self.patterns) { Ok(PatternId(id)) } else { Err(TableError::Dangling("pattern")) }
    }
}

// === impl TableError ===

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TableError::Dangling(what) => write!(f, "the table names a {what} that it does not have"),
            TableError::Path(conflict) => write!(f, "path {conflict}"),
            TableError::Pattern { pattern, error } => write!(f, "regular expression `{pattern}`: {error}"),
        }
    }
}
