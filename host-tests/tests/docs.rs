//! What the documents say of the code is so.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

const DOCUMENTS: &[&str] =
    &["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/DIAGNOSTICS.md"];

/// The text between backticks and the targets of links.
fn names(text: &str) -> BTreeSet<String> {
    // A fence of code is not prose; its backticks come in threes.
    let prose: String = text.split("```").step_by(2).collect();
    let code = prose.split('`').skip(1).step_by(2);
    let links = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    code.chain(links).map(str::to_owned).collect()
}

/// A name that claims to be a file of this repository.
fn is_path(name: &str) -> bool {
    const ROOMS: &[&str] = &[
        "engine/",
        "envoy-config/",
        "filter-wasm/",
        "cli/",
        "host-tests/",
        "xtask/",
        "examples/",
        "docs/",
        "web-playground/",
    ];
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
    plain && (ROOMS.iter().any(|room| name.starts_with(room)) || name.ends_with(".md") || name == "LICENSE")
}

#[test]
fn every_path_that_a_document_names_exists() {
    let mut found = 0;
    for document in DOCUMENTS {
        for name in names(&read(document)).iter().filter(|name| is_path(name)) {
            found += 1;
            assert!(root().join(name).exists(), "{document} names `{name}`, which does not exist");
        }
    }
    assert!(found > 15, "the documents name {found} paths: is this test blind?");
}

/// The codes that the stages declare, wherever in the engine: as constants, or as kinds of field errors.
fn declared() -> BTreeSet<String> {
    let mut codes: BTreeSet<String> = engine::source::CODES.iter().map(|code| code.code.to_owned()).collect();
    let quoted = |line: &str| line.split('"').nth(1).unwrap_or_default().to_owned();
    for mark in ["const ", "FieldErrorKind::"] {
        let mut found = BTreeSet::new();
        for path in sources(&root().join("engine/src")) {
            let text = fs::read_to_string(path).unwrap();
            let lines = text.lines().filter(|line| line.contains(mark) && line.contains('"'));
            found.extend(lines.map(quoted).filter(|code| is_code(code)));
        }
        assert!(!found.is_empty(), "nothing is declared as `{mark}`: is this test blind?");
        codes.extend(found);
    }
    codes
}

/// Rust files, tests apart.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_stem().is_some_and(|name| name == "tests") {
            continue;
        }
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

fn is_code(text: &str) -> bool {
    text.contains('-')
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[test]
fn every_code_is_documented_and_no_other() {
    let text = read("docs/DIAGNOSTICS.md");
    let sections = text.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`'));
    let documented: BTreeSet<_> = sections.filter(|name| is_code(name)).map(str::to_owned).collect();
    let declared: BTreeSet<_> = declared().into_iter().filter(|code| is_code(code)).collect();
    assert_eq!(documented, declared);
}

#[test]
fn every_reply_is_documented() {
    let text = read("docs/DIAGNOSTICS.md");
    for reason in engine::actions::ReplyReason::ALL {
        let row = format!("| `{}` | {} |", reason.details(), reason.status());
        assert!(text.contains(&row), "docs/DIAGNOSTICS.md has no row {row}");
    }
}
