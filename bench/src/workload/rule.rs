use std::collections::HashSet;

use fastrand::Rng;

use super::CLUSTERS;

/// One rule with one match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Index into the workload's hosts.
    pub host: usize,
    pub path: Path,
    pub method: Option<&'static str>,
    pub headers: Vec<(&'static str, String)>,
    pub query: Option<(&'static str, String)>,
    /// Weight and number of the cluster.
    pub backends: Vec<(u32, usize)>,
    /// What a header is set to.
    pub sets: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Path {
    Exact(String),
    /// Without a trailing slash.
    Prefix(String),
    Pattern(String),
}

/// The header that some rules set.
pub const SET_HEADER: &str = "x-routed-by";

const FIRST: [&str; 12] = [
    "api", "shop", "account", "internal", "mobile", "partner", "admin", "media", "search", "billing",
    "public", "edge",
];
const SECOND: [&str; 16] = [
    "v1", "v2", "v3", "orders", "catalog", "users", "carts", "payments", "reviews", "sessions", "images",
    "stock", "offers", "events", "reports", "prices",
];
const LATER: [&str; 20] = [
    "items",
    "history",
    "status",
    "details",
    "summary",
    "lines",
    "address",
    "export",
    "import",
    "settings",
    "tokens",
    "devices",
    "labels",
    "refunds",
    "invoices",
    "shipments",
    "returns",
    "batches",
    "previews",
    "archive",
];
const METHODS: [&str; 4] = ["GET", "POST", "PUT", "DELETE"];

/// The shares of the issue: a tenth exact, a fifth with one or two headers, a tenth with a method, a twentieth
/// with a query parameter. Of those with a predicate half are a variant of a path that is there already, as a
/// canary is.
pub(super) fn some(random: &mut Rng, host: usize, many: usize, rules: &mut Vec<Rule>) {
    let mut taken = HashSet::new();
    let mut paths: Vec<Path> = Vec::new();
    for _ in 0..many {
        let mut headers = Vec::new();
        if random.f32() < 0.2 {
            headers.push(("x-version", format!("v{}", random.u32(1..6))));
            if random.bool() {
                headers.push(("x-tenant", format!("tenant-{}", random.u32(0..100))));
            }
        }
        let method = (random.f32() < 0.1).then(|| METHODS[random.usize(..METHODS.len())]);
        let query = (random.f32() < 0.05).then(|| ("channel", format!("c{}", random.u32(0..20))));
        let is_variant = !headers.is_empty() || method.is_some() || query.is_some();
        let exact = random.f32() < 0.1;
        let path = if is_variant && random.bool() && !paths.is_empty() {
            paths[random.usize(..paths.len())].clone()
        } else {
            let path = new_path(random, many, &mut taken);
            if exact { Path::Exact(path) } else { Path::Prefix(path) }
        };
        paths.push(path.clone());
        let backends = backends(random);
        let sets = (random.f32() < 0.1).then(|| format!("rule-{}", rules.len()));
        rules.push(Rule { host, path, method, headers, query, backends, sets });
    }
}

/// Two to four segments; segments carry numbers, the more the more rules there are.
fn new_path(random: &mut Rng, many: usize, taken: &mut HashSet<String>) -> String {
    let numbers = many / 40 + 1;
    loop {
        let mut path = format!("/{}", FIRST[random.usize(..FIRST.len())]);
        for place in 1..random.usize(2..=4) {
            let word = if place == 1 {
                SECOND[random.usize(..SECOND.len())]
            } else {
                LATER[random.usize(..LATER.len())]
            };
            path.push_str(&format!("/{word}"));
            if place > 1 || numbers > 1 {
                path.push_str(&format!("-{}", random.usize(..numbers)));
            }
        }
        if taken.insert(path.clone()) {
            return path;
        }
    }
}

/// A third of the rules split their requests.
fn backends(random: &mut Rng) -> Vec<(u32, usize)> {
    let first = random.usize(..CLUSTERS);
    match random.u32(0..3) {
        0 => vec![(90, first), (10, (first + 1) % CLUSTERS)],
        _ => vec![(1, first)],
    }
}

pub(super) fn under_wildcard(host: usize) -> impl Iterator<Item = Rule> {
    let paths = ["/healthz", "/.well-known/security.txt"].map(|path| Path::Exact(path.to_owned()));
    paths.into_iter().chain([Path::Prefix("/fallback/pages".to_owned())]).map(move |path| plain(host, path))
}

pub(super) fn expressions(host: usize) -> impl Iterator<Item = Rule> {
    (0..8)
        .map(move |number| plain(host, Path::Pattern(format!("/(users|groups)/[0-9]+/part-{number}(/.*)?"))))
}

fn plain(host: usize, path: Path) -> Rule {
    let backends = vec![(1, 0)];
    Rule { host, path, method: None, headers: Vec::new(), query: None, backends, sets: None }
}

// === impl Path ===

impl Path {
    pub fn text(&self) -> &str {
        match self {
            Path::Exact(path) | Path::Prefix(path) | Path::Pattern(path) => path,
        }
    }
}
