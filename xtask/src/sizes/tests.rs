use super::*;

fn ledger(raw: usize, brotli: usize) -> Ledger {
    Ledger(BTreeMap::from([("gatewright.wasm".to_owned(), Size { raw, brotli })]))
}

#[test]
fn a_ledger_reads_back_as_it_was_written() {
    let written = ledger(123_456, 45_678);
    assert_eq!(Ledger::parse(&written.to_text()).unwrap(), written);
}

#[test]
fn a_line_that_is_no_entry_is_named() {
    let error = Ledger::parse("gatewright.wasm 12 many\n").unwrap_err();
    assert_eq!(error.to_string(), "`many` is not a size");
}

#[test]
fn growth_up_to_the_tolerance_passes() {
    assert!(ledger(1020, 510).growth_over(&ledger(1000, 500)).is_empty());
}

#[test]
fn growth_beyond_the_tolerance_is_reported_for_each_kind() {
    let growth = ledger(1021, 500).growth_over(&ledger(1000, 500));
    assert_eq!(growth, ["gatewright.wasm: 1000 bytes before, 1021 now (raw)"]);
}

#[test]
fn a_smaller_filter_passes() {
    assert!(ledger(1, 1).growth_over(&ledger(1000, 500)).is_empty());
}

#[test]
fn a_filter_that_the_ledger_does_not_have_is_reported() {
    let growth = ledger(1, 1).growth_over(&Ledger(BTreeMap::new()));
    assert_eq!(growth, ["gatewright.wasm is not in the ledger"]);
}

#[test]
fn the_brotli_size_is_that_of_a_compressed_module() {
    let size = Size::of(&[0; 10_000]).unwrap();
    assert_eq!(size.raw, 10_000);
    assert!(size.brotli > 0 && size.brotli < 100, "{size:?}");
}
