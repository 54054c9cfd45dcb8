//! A definition in the form of [`super::format`].

use std::borrow::Cow;

use super::{
    ArmDefinition, BackendDefinition, Cors, Definition, FieldDefinition, FiltersDefinition, HostDefinition,
    OperationsDefinition, PathDefinition, PathModifier, RuleDefinition, Scheme, Session, Settings,
    TestsDefinition, ValueDefinition,
    buckets::{Buckets, Key},
    format::{self, When},
    index::{Found, Lengths},
    words::{At, List, Record, Text, index, number},
};
use crate::{SharedStr, keyed::Keyed, map::Map};

/// The words and the text of a table.
pub(crate) fn write(definition: &Definition, settings: Settings) -> (Vec<u32>, Vec<u8>) {
    let mut writer = Writer::default();
    // The first record is written last; until then its place is kept, so that nothing else is at 0.
    writer.words.resize(index(format::Root::SIZE), 0);
    let arms: Vec<_> = definition.arms.iter().map(|arm| writer.arm(arm, definition)).collect();
    let rules: Vec<_> = definition.rules.iter().map(|rule| writer.rule(rule, definition)).collect();
    let natives = definition.natives.iter();
    let natives: Vec<_> = natives
        .map(|native| format::Native { name: writer.text(&native.name), guarded: native.guarded.into() })
        .collect();
    let clusters: Vec<_> = definition.clusters.iter().map(|name| writer.text(name)).collect();
    let patterns: Vec<_> = definition.patterns.iter().map(|pattern| writer.text(pattern)).collect();
    let sockets = writer.sockets(definition);
    let Buckets { seed, count, buckets, order, .. } = Buckets::of(&writer.keys);
    let entries: Vec<_> = order.iter().filter_map(|key| writer.entries.get(*key).copied()).collect();
    let root = format::Root {
        settings: u32::from(settings.debug)
            | u32::from(settings.log) << 1
            | u32::from(settings.socket_in_header) << 2,
        seed,
        buckets: writer.list(buckets),
        best: count,
        entries: writer.list(entries),
        sockets,
        arms: writer.list(arms),
        rules: writer.list(rules),
        natives: writer.list(natives),
        clusters: writer.list(clusters),
        patterns: writer.list(patterns),
    };
    let mut first = Vec::new();
    root.put(&mut first);
    for (place, word) in writer.words.iter_mut().zip(first) {
        *place = word;
    }
    (writer.words, writer.text)
}

#[derive(Default)]
struct Writer<'d> {
    words: Vec<u32>,
    text: Vec<u8>,
    keys: Vec<Key<'d>>,
    entries: Vec<format::Entry>,
    texts: Map<&'d str, Text>,
    /// Records that are there, by all that they say.
    known: Map<Box<[u32]>, u32>,
}

impl<'d> Writer<'d> {
    fn here(&self) -> u32 {
        number(self.words.len())
    }

    fn list<T: Record>(&mut self, records: Vec<T>) -> List<T> {
        let list = List::new(self.here(), records.len());
        records.into_iter().for_each(|record| record.put(&mut self.words));
        list
    }

    /// A list that others may have, too.
    fn shared_list<T: Record>(&mut self, records: Vec<T>) -> List<T> {
        let (start, count) = (self.words.len(), records.len());
        records.into_iter().for_each(|record| record.put(&mut self.words));
        List::new(self.known(start), count)
    }

    /// A record that others may have, too.
    fn shared<T: Record>(&mut self, record: T) -> At<T> {
        let start = self.words.len();
        record.put(&mut self.words);
        At::new(self.known(start))
    }

    /// Nowhere if it says nothing.
    fn sparse<T: Record>(&mut self, record: T) -> At<T> {
        let start = self.words.len();
        record.put(&mut self.words);
        if self.words.iter().skip(start).all(|word| *word == 0) {
            self.words.truncate(start);
            return At::new(0);
        }
        At::new(self.known(start))
    }

    /// Where the words from `start` on are, which go again if they were there before.
    fn known(&mut self, start: usize) -> u32 {
        let words = self.words.get(start..).unwrap_or_default();
        if words.is_empty() {
            return 0;
        }
        if let Some(at) = self.known.get(words) {
            self.words.truncate(start);
            return *at;
        }
        let at = number(start);
        self.known.insert(words.into(), at);
        at
    }

    fn new_text(&mut self, text: &str) -> Text {
        if text.is_empty() {
            return Text::default();
        }
        let start = number(self.text.len());
        self.text.extend(text.as_bytes());
        Text { start, length: number(text.len()) }
    }

    /// A text that stands in several places.
    fn text(&mut self, text: &'d str) -> Text {
        if let Some(known) = self.texts.get(text) {
            return *known;
        }
        let written = self.new_text(text);
        self.texts.insert(text, written);
        written
    }

    fn optional(&mut self, text: Option<&'d str>) -> Text {
        text.map(|text| self.text(text)).unwrap_or_default()
    }

    fn key(&mut self, key: Key<'d>, written: Text, found: Found) {
        self.entries.push(format::Entry { scope: key.scope, key: written, found: found.0 });
        self.keys.push(key);
    }

    // === where requests come in ===

    fn sockets(&mut self, definition: &'d Definition) -> List<format::Socket> {
        let mut sockets = Vec::new();
        let mut paths = Vec::new();
        for socket in &definition.sockets {
            let listeners = socket.listeners.iter();
            let listeners: Vec<_> = listeners
                .map(|listener| {
                    let hosts = listener.hosts.iter();
                    let hosts: Vec<_> = hosts.map(|host| self.host(host, definition)).collect();
                    let hosts = self.list(hosts);
                    paths.push((&listener.hosts, hosts));
                    format::Listener {
                        by_hostname: names(listener.hosts.iter().map(|host| host.hostname.as_str())),
                        name: self.text(&listener.name),
                        hosts,
                    }
                })
                .collect();
            let listeners = self.list(listeners);
            for (number, listener) in (0..).zip(&socket.listeners) {
                let place = listeners.place(number);
                self.names(place, listener.hosts.iter().map(|host| host.hostname.as_str()));
            }
            sockets.push(format::Socket {
                by_hostname: names(socket.listeners.iter().map(|listener| listener.hostname.as_str())),
                name: self.text(&socket.name),
                port: socket.port.into(),
                https: (socket.scheme == Scheme::Https).into(),
                clusters: socket.clusters,
                listeners,
            });
        }
        let list = self.list(sockets);
        for (number, socket) in (0..).zip(&definition.sockets) {
            let place = list.place(number);
            self.names(place, socket.listeners.iter().map(|listener| listener.hostname.as_str()));
            let name = self.text(&socket.name);
            self.key(Key { scope: SOCKETS, text: &socket.name }, name, Found::new(number + 1, 0));
        }
        // Who comes first into the index has room in its bucket, and each request asks for a host.
        paths.into_iter().for_each(|(hosts, list)| self.paths(hosts, list, definition));
        list
    }

    /// Of two equal names the last one counts.
    fn names(&mut self, place: u32, names: impl Iterator<Item = &'d str>) {
        let mut found: Keyed<'d, (u32, u32)> = Keyed::default();
        for (number, name) in (1..).zip(names).filter(|(_, name)| !name.is_empty()) {
            match name.strip_prefix("*.") {
                Some(suffix) => found.entry((suffix, "")).into_iter().for_each(|found| found.1 = number),
                None => found.entry((name, "")).into_iter().for_each(|found| found.0 = number),
            }
        }
        for ((text, _), (exact, wide)) in found.into_list() {
            let written = self.text(text);
            self.key(Key { scope: place, text }, written, Found::new(exact, wide));
        }
    }

    fn host(&mut self, host: &'d HostDefinition, definition: &'d Definition) -> format::Host {
        let (mut longest, mut lengths) = (0, Lengths::default());
        let (mut root, mut patterns) = (Numbers::default(), Vec::new());
        for (arm, path) in paths(host, definition) {
            match path {
                PathDefinition::Pattern(_) => patterns.push(arm),
                PathDefinition::Exact(text) | PathDefinition::Prefix(text) => {
                    longest = longest.max(text.len());
                    lengths = lengths.with(text.len());
                    if text.is_empty() && matches!(path, PathDefinition::Prefix(_)) {
                        root.push(arm);
                    }
                }
            }
        }
        format::Host {
            when: match host.by_service {
                _ if patterns.is_empty() => When::NEVER,
                false => When::FIRST,
                true => When::LAST,
            },
            longest: number(longest),
            lengths: lengths.0,
            patterns: self.shared_list(patterns),
            root: self.arms(&root),
        }
    }

    fn paths(&mut self, hosts: &'d [HostDefinition], list: List<format::Host>, definition: &'d Definition) {
        for (number, host) in (0..).zip(hosts) {
            let place = list.place(number);
            let mut takers: Keyed<'d, Takers> = Keyed::with_capacity(host.arms.len());
            for (arm, path) in paths(host, definition) {
                match path {
                    PathDefinition::Exact(path) => {
                        takers.entry((path, "")).into_iter().for_each(|takers| takers.exact.push(arm));
                    }
                    PathDefinition::Prefix(key) if !key.is_empty() => {
                        takers.entry((key, "")).into_iter().for_each(|takers| takers.prefix.push(arm));
                    }
                    PathDefinition::Prefix(_) | PathDefinition::Pattern(_) => {}
                }
            }
            for ((text, _), takers) in takers.into_list() {
                let written = self.new_text(text);
                let (exact, prefix) = (self.arms(&takers.exact).packed, self.arms(&takers.prefix).packed);
                self.key(Key { scope: place, text }, written, Found::new(exact, prefix));
            }
        }
    }

    fn arms(&mut self, arms: &Numbers) -> format::Arms {
        match (arms.first, arms.others.as_slice()) {
            (None, _) => format::Arms::default(),
            (Some(one), []) => format::Arms::one(one),
            (Some(first), others) => {
                let start = self.words.len();
                self.words.extend([number(others.len() + 1), first]);
                self.words.extend(others);
                format::Arms::several(self.known(start))
            }
        }
    }

    // === what takes them ===

    fn arm(&mut self, arm: &'d ArmDefinition, definition: &Definition) -> format::Arm {
        let rule = definition.rules.get(index(arm.rule));
        let preflights = u32::from(rule.is_some_and(|rule| definition.has_cors(rule))) << 2;
        let path = match &arm.path {
            PathDefinition::Exact(_) => 0,
            PathDefinition::Pattern(number) => number << 4 | 1,
            PathDefinition::Prefix(key) => number(key.len()) << 4 | 2,
        };
        let tests = arm.tests.as_ref().map(|tests| self.tests(tests)).unwrap_or_default();
        let asks = u32::from(tests.0 != 0 || path & 3 == 1) << 3;
        format::Arm { rule: arm.rule, path: path | preflights | asks, tests }
    }

    fn tests(&mut self, tests: &'d TestsDefinition) -> At<format::Tests> {
        let written = format::Tests {
            method: self.optional(tests.method.as_deref()),
            headers: self.fields(&tests.headers),
            queries: self.fields(&tests.queries),
        };
        self.sparse(written)
    }

    fn fields(&mut self, fields: &'d [FieldDefinition]) -> List<format::Field> {
        let fields = fields.iter();
        let fields: Vec<_> = fields
            .map(|FieldDefinition { name, value }| {
                let name = self.text(name);
                match value {
                    ValueDefinition::Exact(value) => {
                        format::Field { name, pattern: 0, value: self.text(value) }
                    }
                    ValueDefinition::Pattern(number) => {
                        format::Field { name, pattern: number + 1, value: Text::default() }
                    }
                }
            })
            .collect();
        self.shared_list(fields)
    }

    // === what happens to them ===

    fn rule(&mut self, rule: &'d RuleDefinition, definition: &'d Definition) -> format::Rule {
        let backends = definition.backends(rule).iter();
        let backends: Vec<_> = backends.map(|backend| self.backend(backend)).collect();
        format::Rule {
            label: self.label(rule.label.parts(&definition.labels)),
            grpc: rule.is_grpc.into(),
            filters: self.filters(rule.filters.as_deref()),
            backends: self.shared_list(backends),
        }
    }

    fn label(&mut self, parts: [Cow<'_, str>; 2]) -> Text {
        let start = self.text.len();
        parts.iter().for_each(|part| self.text.extend(part.as_bytes()));
        Text { start: number(start), length: number(self.text.len() - start) }
    }

    fn backend(&mut self, backend: &'d BackendDefinition) -> format::Backend {
        let more = backend.more.as_ref().map(|more| format::More {
            native: more.native.map_or(0, |number| number + 1),
            session: more.session.as_ref().map(|session| self.session(session)).unwrap_or_default(),
            filters: self.filters(more.filters.as_deref()),
        });
        format::Backend {
            weight: backend.weight,
            cluster: backend.cluster.map_or(0, |cluster| cluster.number() + 1),
            more: more.map(|more| self.sparse(more)).unwrap_or_default(),
        }
    }

    fn filters(&mut self, filters: Option<&'d FiltersDefinition>) -> At<format::Filters> {
        let Some(filters) = filters else { return At::default() };
        let rewrite = filters.rewrite.as_ref().map(|rewrite| format::Rewrite {
            hostname: self.optional(rewrite.hostname.as_deref()),
            path: self.path(rewrite.path.as_ref()),
        });
        let redirect = filters.redirect.as_ref().map(|redirect| format::Redirect {
            scheme: match redirect.scheme {
                None => 0,
                Some(Scheme::Http) => 1,
                Some(Scheme::Https) => 2,
            },
            hostname: self.optional(redirect.hostname.as_deref()),
            path: self.path(redirect.path.as_ref()),
            port: redirect.port.unwrap_or_default().into(),
            status: redirect.status.into(),
        });
        let written = format::Filters {
            request: self.operations(&filters.request_headers),
            response: self.operations(&filters.response_headers),
            rewrite: rewrite.map(|rewrite| self.shared(rewrite)).unwrap_or_default(),
            redirect: redirect.map(|redirect| self.shared(redirect)).unwrap_or_default(),
            cors: filters.cors.as_ref().map(|cors| self.cors(cors)).unwrap_or_default(),
        };
        self.sparse(written)
    }

    fn operations(&mut self, operations: &'d OperationsDefinition) -> format::Operations {
        let mut pairs = |pairs: &'d [(SharedStr, SharedStr)]| {
            let pairs = pairs.iter();
            let pairs: Vec<_> = pairs
                .map(|(name, value)| format::Pair { name: self.text(name), value: self.text(value) })
                .collect();
            self.shared_list(pairs)
        };
        let (set, add) = (pairs(&operations.set), pairs(&operations.add));
        let remove: Vec<_> = operations.remove.iter().map(|name| self.text(name)).collect();
        format::Operations { set, add, remove: self.shared_list(remove) }
    }

    fn path(&mut self, path: Option<&'d PathModifier>) -> format::Path {
        match path {
            None => format::Path::default(),
            Some(PathModifier::Full(text)) => format::Path { kind: 1, text: self.text(text) },
            Some(PathModifier::Prefix(text)) => format::Path { kind: 2, text: self.text(text) },
        }
    }

    fn cors(&mut self, cors: &'d Cors) -> At<format::Cors> {
        let written = format::Cors {
            origins: self.text(&cors.origins),
            credentials: cors.credentials.into(),
            methods: self.text(&cors.methods),
            headers: self.text(&cors.headers),
            exposed: self.text(&cors.exposed),
            max_age: cors.max_age,
        };
        self.shared(written)
    }

    fn session(&mut self, session: &'d Session) -> At<format::Session> {
        let flags = [session.cookie, session.path, session.permanent, session.timeout.is_some()];
        let written = format::Session {
            flags: (0..).zip(flags).map(|(bit, flag)| u32::from(flag) << bit).sum(),
            name: self.text(&session.name),
            timeout: session.timeout.unwrap_or_default(),
        };
        self.shared(written)
    }
}

/// What takes the requests for a path.
#[derive(Default)]
struct Takers {
    exact: Numbers,
    prefix: Numbers,
}

/// Numbers of arms: mostly one.
#[derive(Default)]
struct Numbers {
    first: Option<u32>,
    others: Vec<u32>,
}

impl Numbers {
    fn push(&mut self, number: u32) {
        match self.first {
            None => self.first = Some(number),
            Some(_) => self.others.push(number),
        }
    }
}

/// The arms of a host, best first, and their paths.
fn paths<'d>(
    host: &'d HostDefinition,
    definition: &'d Definition,
) -> impl Iterator<Item = (u32, &'d PathDefinition)> {
    host.arms.iter().filter_map(|arm| Some((arm.0, &definition.arms.get(arm.index())?.path)))
}

/// The scope of the names of sockets. Nothing else has its place.
pub(crate) const SOCKETS: u32 = 0;

fn names<'a>(names: impl Iterator<Item = &'a str>) -> format::Names {
    let mut found = format::Names::default();
    for (number, name) in (1..).zip(names) {
        match name.strip_prefix("*.") {
            Some(suffix) => found.suffixes = Lengths(found.suffixes).with(suffix.len()).0,
            None if name.is_empty() => found.any = number,
            None => found.exact += 1,
        }
    }
    found
}
