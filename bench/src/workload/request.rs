use engine::table::normalize;
use fastrand::Rng;

use super::{Path, Rule, SEED, Workload};

/// A request as a proxy has parsed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub method: &'static str,
    pub host: String,
    /// As the client sent it: path, and query behind `?`.
    pub target: String,
    /// In normal form, without the query.
    pub path: String,
    pub query: String,
    /// Names in lower case, without pseudo headers.
    pub headers: Vec<(&'static str, String)>,
    /// Made so that some rule takes it.
    pub hits: bool,
}

/// What a browser says about itself.
const BROWSER: [(&str, &str); 11] = [
    ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("accept-language", "en-US,en;q=0.5"),
    ("accept-encoding", "gzip, deflate, br, zstd"),
    ("referer", "https://www.example.com/a/page"),
    ("cookie", "session=7d0b1a8e5c1f4c0e9b; theme=dark"),
    ("sec-fetch-dest", "empty"),
    ("sec-fetch-mode", "cors"),
    ("sec-fetch-site", "same-site"),
    ("x-forwarded-proto", "https"),
    ("x-request-id", "5f1b9b0e-7d0f-4a54-9c0e-2f6d0b1f3a77"),
];

/// What a program says.
const PROGRAM: [(&str, &str); 5] = [
    ("user-agent", "inventory/2.4"),
    ("accept", "application/json"),
    ("authorization", "Bearer 0123456789abcdef0123456789abcdef"),
    ("x-forwarded-proto", "https"),
    ("x-request-id", "5f1b9b0e-7d0f-4a54-9c0e-2f6d0b1f3a77"),
];

/// Distinct requests: nine of ten for a rule, the others for none. One of ten has escapes in its path, and one of
/// three a query.
pub fn requests(workload: &Workload, many: usize) -> Vec<Request> {
    let mut random = Rng::with_seed(SEED + 1);
    let rules = workload.plain();
    (0..many)
        .map(|number| {
            let rule = &rules[random.usize(..rules.len())];
            request(&mut random, workload, rule, number)
        })
        .collect()
}

fn request(random: &mut Rng, workload: &Workload, rule: &Rule, number: usize) -> Request {
    let hits = number % 10 != 9;
    let mut host = workload.host(rule).to_owned();
    let mut path = rule.path.text().to_owned();
    let mut headers: Vec<_> = base(random).iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let mut query = rule.query.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
    let mut method = rule.method.unwrap_or("GET");
    // Clients of such gateways name a version now and then, whatever the rule wants.
    if rule.headers.is_empty() && random.f32() < 0.2 {
        headers.push(("x-version", format!("v{}", random.u32(1..6))));
    }
    headers.extend(rule.headers.iter().cloned());
    if hits {
        if let Path::Prefix(_) = rule.path {
            (0..random.u32(0..3)).for_each(|_| path.push_str(&format!("/{}", random.u32(1000..100_000))));
        }
    } else {
        match random.u32(0..4) {
            // Close: a rule's path with another second segment. No rule has a prefix of one segment.
            0 | 1 => {
                let end = path.match_indices('/').nth(2).map_or(path.len(), |(slash, _)| slash);
                path.insert_str(end, "-none");
            }
            2 => path = format!("/nothing/of/the/kind/{number}"),
            _ => host = format!("unknown-{number}.example.com"),
        }
        method = "GET";
    }
    if random.f32() < 0.33 {
        query.push(format!("page={number}"));
    }
    let query = query.join("&");
    let sent = if random.f32() < 0.1 { escaped(&path) } else { path.clone() };
    let target = if query.is_empty() { sent } else { format!("{sent}?{query}") };
    let path = normalize(&path).into_owned();
    Request { method, host, target, path, query, headers, hits }
}

fn base(random: &mut Rng) -> &'static [(&'static str, &'static str)] {
    if random.bool() { &BROWSER } else { &PROGRAM }
}

/// The same path with its last letter or digit escaped, as some clients write it.
fn escaped(path: &str) -> String {
    match path.char_indices().next_back() {
        Some((at, last)) if last.is_ascii_alphanumeric() => {
            format!("{}%{:02x}", &path[..at], u32::from(last))
        }
        _ => path.to_owned(),
    }
}
