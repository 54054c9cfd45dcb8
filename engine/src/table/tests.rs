use matchit::Router;
use proptest::prelude::*;

use super::{
    ArmDefinition, ArmId, BundleError, Definition, Host, HostDefinition, ListenerDefinition, PathDefinition,
    Request, RuleDefinition, Scheme, Settings, SocketDefinition, SocketId, Table, encode, host_matches,
    prefix_key,
};
use crate::{SharedStr, decide::Decision};

/// A table whose rules have the numbers of its paths.
fn table(hosts: Vec<HostDefinition>, paths: Vec<PathDefinition>) -> Table {
    Table::build(&definition(hosts, paths))
}

/// A host that has as many arms.
fn host(hostname: &str, arms: usize) -> HostDefinition {
    let arms = (0..).map(ArmId).take(arms).collect();
    HostDefinition { hostname: hostname.into(), by_service: false, arms }
}

fn definition(hosts: Vec<HostDefinition>, paths: Vec<PathDefinition>) -> Definition {
    let listener = ListenerDefinition { name: "l".to_owned(), hostname: String::new(), hosts };
    let rules = paths.iter().map(|_| RuleDefinition::default()).collect();
    Definition {
        sockets: vec![SocketDefinition {
            name: "g:80".to_owned(),
            port: 80,
            scheme: Scheme::Http,
            clusters: 0,
            listeners: vec![listener],
        }],
        arms: (0..).zip(paths).map(|(rule, path)| ArmDefinition { rule, path, tests: None }).collect(),
        rules,
        ..Definition::default()
    }
}

fn taken(table: &Table, host: &str, path: &str) -> Option<u32> {
    let request = Request { method: "GET", host, path, query: "", headers: &[], server_name: None };
    match table.decide(SocketId(0), &request, &mut ()) {
        Decision::Rule { rule, .. } => Some(rule.0),
        _ => None,
    }
}

fn all(paths: &[String], kind: fn(SharedStr) -> PathDefinition) -> Vec<PathDefinition> {
    paths.iter().map(|path| kind(path.as_str().into())).collect()
}

fn distinct(paths: Vec<String>) -> Vec<String> {
    paths.into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

proptest! {
    #[test]
    fn exact_paths_are_found_as_a_router_finds_them(
        paths in prop::collection::vec("(/[ab]{1,2}){1,3}", 0..20),
        asked in "(/[ab]{1,2}){1,3}",
    ) {
        let paths = distinct(paths);
        let mut router = Router::new();
        for (number, path) in (0..).zip(&paths) {
            router.insert(path, number).unwrap();
        }
        let table = table(vec![host("", paths.len())], all(&paths, PathDefinition::Exact));
        prop_assert_eq!(taken(&table, "h", &asked), router.at(&asked).ok().map(|found| *found.value));
    }

    #[test]
    fn the_longest_prefix_by_whole_elements_takes_a_path(
        prefixes in prop::collection::vec("(/[ab]{0,2}){0,4}|(/[.0\u{af}ab]{0,9}){0,9}", 1..20),
        below: prop::sample::Index,
        rest in "(/[ab]{0,9}){0,3}|[a.]",
        anything in "(/[ab]{0,2}){0,6}|[*]",
        is_below: bool,
    ) {
        let asked = if is_below { format!("{}{rest}", below.get(&prefixes)) } else { anything };
        let prefixes = distinct(prefixes.iter().map(|prefix| prefix_key(prefix).to_owned()).collect());
        let matches = |prefix: &&String| {
            prefix.is_empty()
                || asked.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let longest = prefixes.iter().filter(matches).max_by_key(|prefix| prefix.len());
        let expected = longest.and_then(|longest| prefixes.iter().position(|prefix| prefix == longest));
        let table = table(vec![host("", prefixes.len())], all(&prefixes, PathDefinition::Prefix));
        prop_assert_eq!(taken(&table, "h", &asked), expected.map(|number| u32::try_from(number).unwrap()));
    }

    #[test]
    fn the_longest_host_name_takes_a_host(
        names in prop::collection::vec("([*]|[ab])([.][ab]){1,3}|[ab]", 0..12),
        asked in "[.ab]{0,7}",
    ) {
        let names = distinct(names);
        let host = |(number, name): (u32, &String)| HostDefinition {
            hostname: name.as_str().into(),
            arms: vec![ArmId(number)],
            ..HostDefinition::default()
        };
        let any_path = vec![PathDefinition::Prefix(SharedStr::default()); names.len()];
        let found = names.iter().filter(|name| host_matches(name, &asked));
        let expected = found.max_by_key(|name| (!name.starts_with('*'), name.len()));
        let expected = expected.and_then(|expected| names.iter().position(|name| name == expected));
        let table = table((0..).zip(&names).map(host).collect(), any_path);
        prop_assert_eq!(taken(&table, &asked, "/"), expected.map(|number| u32::try_from(number).unwrap()));
    }

    /// Whoever writes such a bundle writes it on purpose, with a checksum that is right.
    #[test]
    fn a_forged_bundle_decides_something(at in 0_usize..400, word: u32) {
        let paths = [all(&["/a".to_owned(), "/b".to_owned()], PathDefinition::Exact),
            all(&["/a".to_owned(), "/a".to_owned(), String::new()], PathDefinition::Prefix)].concat();
        let hosts = vec![host("", paths.len())];
        let (mut words, text) = super::writer::write(&definition(hosts, paths), Settings::default());
        let place = at % words.len();
        words[place] = word;
        let table = Table::open(super::bundle::seal(&words, &text)).unwrap();
        for path in ["/a/b", "/a", "/c", "*"] {
            taken(&table, "h", path);
        }
    }
}

#[test]
fn a_changed_byte_is_noticed() {
    let bundle = encode(
        &definition(vec![HostDefinition::default()], all(&["/a".to_owned()], PathDefinition::Exact)),
        Settings::default(),
    );
    assert!(Table::open(bundle.clone()).is_ok());
    for at in 0..bundle.len() {
        let mut damaged = bundle.clone();
        damaged[at] ^= 0x10;
        assert!(Table::open(damaged).is_err(), "byte {at}");
        assert!(Table::open(bundle[..at].to_vec()).is_err(), "the first {at} bytes");
    }
    assert_eq!(Table::open(b"{}".to_vec()).unwrap_err(), BundleError::NotABundle);
    let mut newer = bundle;
    newer[18] = 200;
    assert_eq!(Table::open(newer).unwrap_err(), BundleError::Version { found: 200 });
}

#[test]
fn a_host_has_no_port() {
    for (authority, host) in [
        ("Example.com:8080", "example.com"),
        ("example.com.", "example.com"),
        ("example.com:", "example.com"),
        ("10.0.0.1", "10.0.0.1"),
        ("10.0.0.1:80", "10.0.0.1"),
        ("[::1]", "[::1]"),
        ("[::1]:80", "[::1]"),
        ("a:b", "a:b"),
        ("80", "80"),
        (":80", ""),
    ] {
        assert_eq!(Host::of(authority.as_bytes()).unwrap().as_str(), host, "{authority}");
    }
    assert!(Host::of(b"a b:80").is_err());
}
