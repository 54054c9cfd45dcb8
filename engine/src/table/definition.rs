//! The table as plain data: what `compile` makes, what explanations and findings read, and what a [`super::Table`] is
//! written from. There may be a hundred thousand rules, so what every rule has stands in a few long lists.

use std::{borrow::Cow, num::NonZeroU32, ops::Range};

use super::{ArmId, Cors, NativeRoute, Redirect, Rewrite, Scheme, Session, words::index};
use crate::SharedStr;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Definition {
    pub sockets: Vec<SocketDefinition>,
    /// Best first: an arm's number is its precedence.
    pub arms: Vec<ArmDefinition>,
    pub rules: Vec<RuleDefinition>,
    /// Those of all rules: see [`RuleDefinition::backends`].
    pub backends: Vec<BackendDefinition>,
    /// See [`Label`].
    pub labels: String,
    /// Each once.
    pub natives: Vec<NativeRoute>,
    /// Names of Envoy clusters. Gateways with a certificate of their own have the whole list again, with
    /// their own clusters in it: see [`SocketDefinition::clusters`].
    pub clusters: Vec<String>,
    /// Regular expressions, each once.
    pub patterns: Vec<String>,
}

/// What the filter is asked to tell about its decisions. All of it costs something, so all is off by default. And what
/// its proxy does for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settings {
    /// A response header that names the decision.
    pub debug: bool,
    /// Names for access logs.
    pub log: bool,
    /// The proxy names the socket in a request header that it sets itself. Without it the filter asks for a property,
    /// which costs more.
    pub socket_in_header: bool,
}

/// One port of one Gateway: where connections arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocketDefinition {
    /// `namespace/gateway:port`; Envoy's listener carries it in its metadata.
    pub name: String,
    pub port: u16,
    pub scheme: Scheme,
    /// Where in [`Definition::clusters`] the Gateway's part begins.
    pub clusters: u32,
    pub listeners: Vec<ListenerDefinition>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenerDefinition {
    /// `namespace/gateway/listener`, or `namespace/listenerset/listener`.
    pub name: String,
    /// `*.suffix`, a full name, or empty for any.
    pub hostname: String,
    pub hosts: Vec<HostDefinition>,
}

/// The arms of all routes that name this host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostDefinition {
    pub hostname: SharedStr,
    /// Whether the paths are gRPC calls: prefixes that name a service come before regular expressions.
    pub by_service: bool,
    /// Best first, each once.
    pub arms: Vec<ArmId>,
}

/// A match of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArmDefinition {
    pub rule: u32,
    pub path: PathDefinition,
    /// Nothing for a match by path alone, as most are.
    pub tests: Option<Box<TestsDefinition>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathDefinition {
    /// In normal form.
    Exact(SharedStr),
    /// Index into [`Definition::patterns`].
    Pattern(u32),
    /// As [`super::prefix_key`] gives it.
    Prefix(SharedStr),
}

/// What a match asks of a request beside host and path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TestsDefinition {
    pub method: Option<SharedStr>,
    pub headers: Box<[FieldDefinition]>,
    pub queries: Box<[FieldDefinition]>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDefinition {
    pub name: SharedStr,
    pub value: ValueDefinition,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueDefinition {
    Exact(SharedStr),
    /// Index into [`Definition::patterns`].
    Pattern(u32),
}

/// One rule of a route: filters and backends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleDefinition {
    pub label: Label,
    /// Its requests are calls of gRPC methods.
    pub is_grpc: bool,
    pub filters: Option<Box<FiltersDefinition>>,
    /// A part of [`Definition::backends`].
    pub backends: Range<u32>,
}

/// `namespace/route/rule`, for access logs and explanations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// A part of [`Definition::labels`]: all of it, or what comes before the number.
    pub text: Range<u32>,
    /// Of a rule without a name, in its route.
    pub number: Option<u16>,
}

/// One entry of `backendRefs`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackendDefinition {
    pub weight: u32,
    /// Nothing for a backend that cannot be used.
    pub cluster: Option<ClusterId>,
    /// Nothing for most.
    pub more: Option<Box<BackendMore>>,
}

/// Index into [`Definition::clusters`], from where the socket's begin, in no more bytes where there may be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClusterId(NonZeroU32);

/// What few backends have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackendMore {
    /// Index into [`Definition::natives`]; nothing where the route for everybody will do.
    pub native: Option<u32>,
    pub session: Option<Box<Session>>,
    pub filters: Option<Box<FiltersDefinition>>,
}

/// The filters of a rule or of a backend.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FiltersDefinition {
    pub request_headers: OperationsDefinition,
    pub response_headers: OperationsDefinition,
    pub rewrite: Option<Box<Rewrite>>,
    pub redirect: Option<Box<Redirect>>,
    pub cors: Option<Box<Cors>>,
}

/// `HTTPHeaderFilter`. Names are in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperationsDefinition {
    pub set: Box<[(SharedStr, SharedStr)]>,
    pub add: Box<[(SharedStr, SharedStr)]>,
    pub remove: Box<[SharedStr]>,
}

/// The same of one response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderOperations {
    pub set: Vec<(String, String)>,
    pub add: Vec<(String, String)>,
    pub remove: Vec<String>,
}

/// One of [`HeaderOperations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation<'a> {
    Set(&'a str, &'a str),
    Add(&'a str, &'a str),
    Remove(&'a str),
}

impl Definition {
    pub fn label(&self, rule: &RuleDefinition) -> String {
        rule.label.of(&self.labels)
    }

    pub fn backends(&self, rule: &RuleDefinition) -> &[BackendDefinition] {
        self.backends.get(indexes(&rule.backends)).unwrap_or_default()
    }

    /// Whether some requests of a rule have a CORS filter.
    pub(crate) fn has_cors(&self, rule: &RuleDefinition) -> bool {
        let of_backends =
            self.backends(rule).iter().filter_map(|backend| backend.more.as_ref()?.filters.as_ref());
        rule.filters.iter().chain(of_backends).any(|filters| filters.cors.is_some())
    }
}

/// A number as text. Few routes have ten rules, and what writes any number takes longer than all the rest of a label.
pub(crate) fn digits(number: usize) -> Cow<'static, str> {
    match "0123456789".get(number..=number) {
        Some(digit) => Cow::Borrowed(digit),
        None => Cow::Owned(number.to_string()),
    }
}

fn indexes(range: &Range<u32>) -> Range<usize> {
    index(range.start)..index(range.end)
}

impl Label {
    /// `labels` are those of its definition.
    pub(crate) fn of(&self, labels: &str) -> String {
        self.parts(labels).concat()
    }

    pub(crate) fn parts<'d>(&self, labels: &'d str) -> [Cow<'d, str>; 2] {
        let text = labels.get(indexes(&self.text)).unwrap_or_default();
        [text.into(), self.number.map(|number| digits(number.into())).unwrap_or_default()]
    }
}

impl ClusterId {
    /// Nothing for what no list has.
    pub fn new(number: u32) -> Option<Self> {
        NonZeroU32::new(number.wrapping_add(1)).map(ClusterId)
    }

    pub fn number(self) -> u32 {
        self.0.get() - 1
    }
}

impl RuleDefinition {
    /// Whether the rule answers with a redirect.
    #[cfg(feature = "yaml")]
    pub(crate) fn redirects(&self) -> bool {
        self.filters.as_ref().is_some_and(|filters| filters.redirect.is_some())
    }
}

impl HeaderOperations {
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.add.is_empty() && self.remove.is_empty()
    }

    /// In the order in which they are carried out.
    pub fn iter(&self) -> impl Iterator<Item = Operation<'_>> + Clone {
        let set = self.set.iter().map(|(name, value)| Operation::Set(name, value));
        let add = self.add.iter().map(|(name, value)| Operation::Add(name, value));
        set.chain(add).chain(self.remove.iter().map(|name| Operation::Remove(name)))
    }
}
