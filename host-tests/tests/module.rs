//! The module of the npm package in wasmtime: the corpus, and calls that fail.

use std::{fs, path::Path};

use host_tests::{
    corpus,
    subject::{Observed, WebModule},
};
use serde_json::json;

#[test]
fn the_module_does_what_the_corpus_says() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let cases = corpus::load(&dir).unwrap_or_else(|problems| panic!("{problems}"));
    let mut module = WebModule::load().expect("the module can be loaded");
    let mut reports = Vec::new();
    for case in &cases {
        let place = format!("{}:{}", case.file.display(), case.line);
        let seen = module.ask(case).unwrap_or_else(|error| panic!("{place}: {error:?}"));
        let facts: Vec<_> = seen.iter().map(Observed::facts).collect();
        let report = corpus::check(case, &WebModule::SUBJECT, &facts);
        reports.extend(report.err().map(|report| report.to_string()));
    }
    assert_eq!(reports.join("\n\n"), "");
}

#[test]
fn a_failing_call_throws_its_code_and_leaves_nothing_behind() {
    let mut module = WebModule::load().expect("the module can be loaded");
    let engine = module.open(&json!([])).expect("no files are an input, too");
    let fail = |module: &mut WebModule| module.decide(engine, &json!("GET")).unwrap_err().to_string();
    assert!(fail(&mut module).starts_with(r#"{"code":"invalid-request","#));
    (0..100).for_each(|_| drop(fail(&mut module)));
    let size = module.memory_size();
    (0..10_000).for_each(|_| drop(fail(&mut module)));
    assert_eq!(module.memory_size(), size);
}

/// The module does not have it: a file beside it does, which `cargo xtask web` writes.
#[test]
fn the_documentation_beside_the_module_is_the_engines() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/web/engine/documentation.txt");
    let built = fs::read_to_string(&path).expect("`cargo xtask web` writes it");
    assert!(built == engine::assist::DOCUMENTATION, "{} differs", path.display());
}
