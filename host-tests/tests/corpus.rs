//! The corpus of this repository reads without a problem.

use std::path::Path;

use host_tests::corpus;

#[test]
fn every_case_can_be_read() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let cases = corpus::load(&dir).unwrap_or_else(|problems| panic!("{problems}"));
    assert!(!cases.is_empty());
}
