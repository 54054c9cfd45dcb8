use std::path::Path;

use host_tests::{
    corpus::{self, Case, Subject},
    proxy_wasm::{Module, StartError},
    subject::{Native, Wasm},
};

use crate::shop::{FULL, LEAN};

fn disagreements(
    subject: &Subject,
    module: &Module,
    start: fn(&Module, &Native) -> Result<Wasm, StartError>,
) -> String {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let cases = corpus::load(&dir).unwrap_or_else(|problems| panic!("{problems}"));
    let report = |case: &Case| {
        let place = format!("{}:{}", case.file.display(), case.line);
        let native = Native::of(&case.manifests).unwrap_or_else(|refused| panic!("{place}: {refused}"));
        let mut filter = start(module, &native).unwrap_or_else(|error| panic!("{place}: {error}"));
        let actual: Vec<_> = case.steps.iter().map(|step| filter.ask(&step.request).facts()).collect();
        corpus::check(case, subject, &actual).err().map(|report| report.to_string())
    };
    cases.iter().filter_map(report).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn the_filter_with_a_bundle_does_what_the_corpus_says() {
    assert_eq!(disagreements(&Wasm::LEAN, &LEAN, Wasm::lean), "");
}

#[test]
fn the_filter_with_manifests_does_what_the_corpus_says() {
    assert_eq!(disagreements(&Wasm::FULL, &FULL, Wasm::full), "");
}

#[test]
fn the_full_filter_takes_a_bundle_too() {
    assert_eq!(disagreements(&Wasm::FULL, &FULL, Wasm::lean), "");
}
