//! Which module may use which: the arrows of ARCHITECTURE.md point down.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// What each module may use, itself apart.
const DOWN: &[(&str, &[&str])] = &[
    ("pattern", &[]),
    ("table", &["keyed", "map", "pattern"]),
    ("decide", &["table"]),
    ("actions", &["decide", "table"]),
    ("shared_str", &[]),
    ("map", &[]),
    ("keyed", &["map"]),
    ("sort", &[]),
    ("base64", &[]),
    ("dictionary", &["sort"]),
    ("source", &[]),
    ("api", &["base64", "source"]),
    ("admit", &["api", "keyed", "map", "source", "pattern", "sort"]),
    ("attach", &["admit", "api", "base64", "keyed", "map", "source", "pattern", "sort", "table"]),
    ("compile", &["attach", "admit", "api", "keyed", "map", "sort", "source", "table"]),
    (
        "findings",
        &["compile", "attach", "admit", "api", "sort", "source", "actions", "decide", "pattern", "table"],
    ),
    ("analysis", &["findings", "compile", "attach", "admit", "api", "source", "table"]),
    (
        "explain",
        &["analysis", "compile", "attach", "admit", "api", "source", "actions", "decide", "table", "report"],
    ),
    ("ask", &["analysis", "explain", "report", "compile", "attach", "api", "base64", "table"]),
    ("picture", &["report", "analysis", "attach", "api", "sort", "table"]),
    ("assist", &["analysis", "attach", "admit", "api", "sort", "source"]),
    (
        "report",
        &["analysis", "explain", "compile", "attach", "admit", "api", "sort", "source", "actions", "table"],
    ),
];

/// What the data plane is built without.
const MANIFESTS_ONLY: &[&str] = &["serde_json", "jiff", "strsim", "granit_parser"];

/// Modules and outside crates that each module's own code names, tests apart.
fn uses() -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(&root).unwrap() {
        let path = entry.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut names = BTreeSet::new();
        collect(&path, &mut names);
        found.entry(module).or_insert_with(BTreeSet::new).extend(names);
    }
    found.remove("lib");
    found
}

#[expect(clippy::disallowed_methods, reason = "the test reads the engine's sources")]
fn collect(path: &Path, names: &mut BTreeSet<String>) {
    let is_code = path.is_dir() || path.extension().is_some_and(|extension| extension == "rs");
    if !is_code || path.file_stem().is_some_and(|name| name == "tests") {
        return;
    }
    if path.is_dir() {
        fs::read_dir(path).unwrap().for_each(|entry| collect(&entry.unwrap().path(), names));
        return;
    }
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    for after in code.split("crate::").skip(1) {
        names.extend(heads(after));
    }
    names.extend(
        MANIFESTS_ONLY.iter().filter(|name| code.contains(&format!("{name}::"))).map(|n| n.to_string()),
    );
}

/// The first name of a path, or of each branch of `{a::b, c}`.
fn heads(path: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let (group, mut heads) = match path.strip_prefix('{') {
        Some(group) => (group, vec![word(group.trim_start())]),
        None => ("", vec![word(path)]),
    };
    let mut depth = 0;
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(word(group[at + 1..].trim_start())),
            _ => {}
        }
    }
    // A type that the root hands on is no module.
    heads.retain(|head| head.starts_with(|first: char| first.is_lowercase()));
    heads
}

#[test]
fn no_module_uses_one_that_stands_above_it() {
    let uses = uses();
    let known: BTreeSet<_> = DOWN.iter().map(|(module, _)| *module).collect();
    let there: BTreeSet<_> = uses.keys().map(String::as_str).collect();
    assert_eq!(there, known, "every module has its line in this test");
    for (module, allowed) in DOWN {
        for used in &uses[*module] {
            let inside = used == module || allowed.contains(&used.as_str());
            let library = MANIFESTS_ONLY.contains(&used.as_str());
            assert!(inside || library, "`{module}` uses `{used}`");
        }
    }
}

#[test]
fn the_data_plane_knows_neither_kubernetes_nor_json() {
    let uses = uses();
    for module in ["pattern", "table", "decide", "actions"] {
        for banned in ["admit", "api", "attach", "source", "compile"].iter().chain(MANIFESTS_ONLY) {
            assert!(!uses[module].contains(*banned), "`{module}` uses `{banned}`");
        }
    }
}

#[test]
fn the_arrows_are_seen() {
    let uses = uses();
    assert!(uses["compile"].contains("attach"));
    assert!(uses["report"].contains("serde_json"));
    assert_eq!(heads("{a::{b, c}, d, e::f};"), ["a", "d", "e"]);
    assert_eq!(heads("a::b;"), ["a"]);
}
