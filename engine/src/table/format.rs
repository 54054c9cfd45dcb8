//! The form of a compiled table. A [`super::Definition`] is written in it once, by `compile`'s side, and
//! decisions are read from it as it is: loading a table unpacks nothing, so a reload holds up no request
//! and a table takes the memory of its bundle.
//!
//! Numbers that may be missing are one more than themselves, and 0 where they are.

use super::words::{At, List, Text, records};

records! {
    /// The first record.
    Root {
        /// Bit 0 is [`super::Settings::debug`], bit 1 [`super::Settings::log`],
        /// bit 2 [`super::Settings::socket_in_header`].
        settings: u32,
        /// What hashes begin with.
        seed: u32,
        /// See [`super::index`].
        buckets: List<Bucket>,
        /// How many of them a key may be in at best.
        best: u32,
        entries: List<Entry>,
        sockets: List<Socket>,
        arms: List<Arm>,
        rules: List<Rule>,
        natives: List<Native>,
        clusters: List<Text>,
        patterns: List<Text>,
    }

    /// Of the keys whose hashes say so, and of those that the one before has no room for.
    Bucket {
        /// A byte of each key's hash, the first key's the lowest.
        marks: u64,
        /// Bit 0 says whether the next bucket has keys that there is no room for here; then the number of the first
        /// key's entry, which those of the others follow.
        first: u32,
    }

    /// What a key has in a scope: see [`super::index::Found`].
    Entry {
        scope: u32,
        key: Text,
        found: u64,
    }

    /// Hosts of a socket or of a listener. Its place is the scope of the keys.
    Names {
        /// How many are no wildcards.
        exact: u32,
        /// Of the suffixes of those that are wildcards: see [`super::index::Lengths`].
        suffixes: u64,
        /// The number of any host's, and one more.
        any: u32,
    }

    Socket {
        by_hostname: Names,
        name: Text,
        port: u32,
        https: u32,
        /// As in [`super::SocketDefinition`].
        clusters: u32,
        listeners: List<Listener>,
    }

    Listener {
        by_hostname: Names,
        name: Text,
        hosts: List<Host>,
    }

    /// The routes of one host name on one listener. Its place is the scope of the paths.
    Host {
        /// When its regular expressions are asked: see [`When`].
        when: u32,
        /// Of its paths: a hostile one is not read to its end.
        longest: u32,
        /// Of its paths: see [`super::index::Lengths`].
        lengths: u64,
        patterns: List<u32>,
        /// Of the empty prefix, which every path has.
        root: Arms,
    }

    /// Best first; 0 is none. Bit 0 says whether the rest is the number of the only arm, as it mostly is, or
    /// the place of a count, which so many numbers follow.
    Arms {
        packed: u32,
    }

    /// See [`super::arm`].
    Arm {
        rule: u32,
        /// Bits 0 and 1: exact, pattern or prefix; bit 2: it answers preflights; bit 3: it wants more than what the
        /// index has answered; then the number of the pattern or the length of the prefix.
        path: u32,
        tests: At<Tests>,
    }

    Tests {
        method: Text,
        headers: List<Field>,
        queries: List<Field>,
    }

    Field {
        name: Text,
        /// The number of the pattern and one more, or an exact value.
        pattern: u32,
        value: Text,
    }

    Rule {
        label: Text,
        grpc: u32,
        filters: At<Filters>,
        backends: List<Backend>,
    }

    Backend {
        weight: u32,
        /// The number and one more.
        cluster: u32,
        more: At<More>,
    }

    /// What few backends have.
    More {
        /// The number and one more.
        native: u32,
        session: At<Session>,
        filters: At<Filters>,
    }

    Filters {
        request: Operations,
        response: Operations,
        rewrite: At<Rewrite>,
        redirect: At<Redirect>,
        cors: At<Cors>,
    }

    Operations {
        set: List<Pair>,
        add: List<Pair>,
        remove: List<Text>,
    }

    Pair {
        name: Text,
        value: Text,
    }

    /// `kind` is 1 for a whole path, 2 for a prefix.
    Path {
        kind: u32,
        text: Text,
    }

    Rewrite {
        hostname: Text,
        path: Path,
    }

    /// `scheme` is 1 for HTTP, 2 for HTTPS.
    Redirect {
        scheme: u32,
        hostname: Text,
        path: Path,
        port: u32,
        status: u32,
    }

    Cors {
        origins: Text,
        credentials: u32,
        methods: Text,
        headers: Text,
        exposed: Text,
        max_age: u32,
    }

    /// Bit 0 of `flags` is `cookie`, bit 1 `path`, bit 2 `permanent`, bit 3 whether there is a timeout.
    Session {
        flags: u32,
        name: Text,
        timeout: u64,
    }

    Native {
        name: Text,
        guarded: u32,
    }
}

/// When the regular expressions of a host are asked.
pub(crate) struct When;

impl When {
    /// There are none.
    pub(crate) const NEVER: u32 = 0;
    /// Before all prefixes (our choice: `HTTPRouteRule.matches` leaves it open).
    pub(crate) const FIRST: u32 = 1;
    /// In a gRPC host: services by name come before them, and they before any call.
    pub(crate) const LAST: u32 = 2;
}

impl Arms {
    pub(crate) fn one(arm: u32) -> Self {
        Arms { packed: arm << 1 | 1 }
    }

    pub(crate) fn several(at: u32) -> Self {
        Arms { packed: at << 1 }
    }

    /// The only arm, or where the list is.
    pub(crate) fn unpacked(self) -> Option<Result<u32, u32>> {
        match (self.packed, self.packed >> 1) {
            (0, _) => None,
            (packed, arm) if packed & 1 == 1 => Some(Ok(arm)),
            (_, list) => Some(Err(list)),
        }
    }
}
