//! The corpus, asked of the npm package.

use std::path::Path;

use host_tests::{
    corpus::{self, Subject},
    subject::{Observed, Package},
};

fn disagreements(subject: &Subject, package: Result<Package, String>) -> String {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let cases = corpus::load(&dir).unwrap_or_else(|problems| panic!("{problems}"));
    let mut package = package.unwrap_or_else(|error| panic!("{error}"));
    let mut reports = Vec::new();
    for case in &cases {
        let place = format!("{}:{}", case.file.display(), case.line);
        let seen = package.ask(case).unwrap_or_else(|error| panic!("{place}: {error}"));
        let facts: Vec<_> = seen.iter().map(Observed::facts).collect();
        reports.extend(corpus::check(case, subject, &facts).err().map(|report| report.to_string()));
    }
    reports.join("\n\n")
}

#[test]
fn the_package_does_in_node_what_the_corpus_says() {
    assert_eq!(disagreements(&Package::NODE, Package::in_node()), "");
}

#[test]
fn the_package_does_in_chromium_what_the_corpus_says() {
    assert_eq!(disagreements(&Package::CHROMIUM, Package::in_chromium()), "");
}
