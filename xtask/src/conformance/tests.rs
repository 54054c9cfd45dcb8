use super::ledger::Ledger;
use super::outcome::{Channel, Events, Outcome};

fn events(lines: &[&str]) -> Ledger {
    let mut events = Events::default();
    for line in lines {
        events.take(line);
    }
    let mut ledger = Ledger::default();
    let outcomes = events.outcomes();
    ledger.add(Channel::Experimental, outcomes);
    ledger
}

const A_PASSES: &str = r#"{"Action":"pass","Test":"TestConformance/A"}"#;
const A_FAILS: &str = r#"{"Action":"fail","Test":"TestConformance/A"}"#;
const LEDGER: &str = "A pass pass\nB skipped skipped suite does not support Mesh\n";

#[test]
fn a_part_of_a_test_is_no_test() {
    let said = events(&[r#"{"Action":"fail","Test":"TestConformance/A/part"}"#, A_PASSES]);
    assert!(said.differences(&Ledger::parse(LEDGER).unwrap(), false).is_empty());
}

#[test]
fn a_test_that_is_skipped_says_why() {
    let mut events = Events::default();
    events.take(r#"{"Action":"output","Test":"TestConformance/B","Output":"x.go:1: Skipping B: suite does not support Mesh\n"}"#);
    events.take(r#"{"Action":"skip","Test":"TestConformance/B"}"#);
    assert_eq!(events.outcomes().0["B"], Outcome::Skipped("suite does not support Mesh".to_owned()));
}

#[test]
fn what_fails_and_what_passes_unexpectedly_differ() {
    let passed = Ledger::parse(LEDGER).unwrap();
    let failed = Ledger::parse(&LEDGER.replace("A pass", "A fail")).unwrap();
    let difference = |said: &Ledger, expected| said.differences(expected, false);
    assert_eq!(difference(&events(&[A_FAILS]), &passed), ["A (experimental channel): fail, expected pass"]);
    assert_eq!(difference(&events(&[A_PASSES]), &failed), ["A (experimental channel): pass, expected fail"]);
}

#[test]
fn a_test_that_is_gone_differs_from_a_whole_run() {
    let expected = Ledger::parse(LEDGER).unwrap();
    assert_eq!(events(&[A_PASSES]).differences(&expected, true), ["B: not run"]);
}

#[test]
fn a_ledger_is_what_was_written() {
    let text = Ledger::parse(LEDGER).unwrap().to_text();
    assert!(text.ends_with(LEDGER), "{text}");
    assert_eq!(Ledger::parse(&text).unwrap(), Ledger::parse(LEDGER).unwrap());
}

#[test]
fn the_reason_of_a_failure_stays() {
    let former = Ledger::parse("A fail pass the suite wants something else\n").unwrap();
    let mut next = events(&[A_FAILS]);
    next.keep_reasons(&former);
    assert!(next.to_text().contains("A fail - the suite wants something else"));
}
