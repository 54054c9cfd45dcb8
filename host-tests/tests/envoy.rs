//! The corpus, asked of a real Envoy with the built filter.

use std::path::Path;

use host_tests::{
    corpus,
    subject::{Envoy, Observed},
};

#[test]
fn envoy_does_what_the_corpus_says() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let cases = corpus::load(&dir).unwrap_or_else(|problems| panic!("{problems}"));
    let seen = Envoy::ask(&cases).unwrap_or_else(|error| panic!("{error}"));
    let reports: Vec<_> = cases
        .iter()
        .zip(&seen)
        .filter_map(|(case, seen)| {
            let facts: Vec<_> = seen.iter().map(Observed::facts).collect();
            corpus::check(case, &Envoy::SUBJECT, &facts).err()
        })
        .map(|report| report.to_string())
        .collect();
    assert!(reports.is_empty(), "{}", reports.join("\n\n"));
}
