//! An edit leaves what reading the new text would give.

use proptest::prelude::*;

use super::{
    Allowance, Budget, Input,
    anything::{MANIFESTS, PIECES},
    read_within, service,
};
use crate::source::{Problem, Sources};

fn read_all(budget: &Budget, files: &[String]) -> (Sources, Vec<Problem>) {
    let inputs = files.iter().enumerate();
    read_within(
        budget,
        inputs.map(|(n, text)| Input { path: format!("{n}.yaml"), bytes: text.clone().into() }).collect(),
    )
}

/// Gives files other texts, one after the other, and compares after each. Answers how many documents were read.
fn compare(
    budget: &Budget,
    mut files: Vec<String>,
    edits: impl IntoIterator<Item = (usize, String)>,
) -> Vec<usize> {
    let (mut sources, mut problems) = read_all(budget, &files);
    let mut numbers = Vec::new();
    for (file, text) in edits {
        files[file].clone_from(&text);
        let before = sources.documents.len();
        let edited = sources.edit_within(budget, file, text, &mut problems).unwrap();
        let (expected, expected_problems) = read_all(budget, &files);
        assert_eq!(format!("{sources:#?}"), format!("{expected:#?}"), "{files:#?}");
        assert_eq!(problems, expected_problems, "{files:#?}");
        assert_eq!(before - edited.old_end, sources.documents.len() - edited.new_end);
        numbers.push(edited.new_end - edited.start);
    }
    numbers
}

fn read_again(files: &[&str], edits: &[(usize, &str)]) -> Vec<usize> {
    let files = files.iter().map(|&text| text.to_owned()).collect();
    compare(&Budget::default(), files, edits.iter().map(|&(file, text)| (file, text.to_owned())))
}

fn three() -> String {
    ["a", "b", "c"].map(service).join("---\n")
}

#[test]
fn only_the_document_of_an_edit_is_read() {
    let (old, new) = (three(), three().replace("name: b", "name: bee"));
    assert_eq!(read_again(&[&old, &old], &[(0, &new), (1, &new), (0, &old)]), [1, 1, 1]);
}

#[test]
fn documents_come_and_go() {
    let (two, four) =
        (["a", "c"].map(service).join("---\n"), ["a", "b", "b", "c"].map(service).join("---\n"));
    assert_eq!(read_again(&[&three()], &[(0, &two), (0, &four), (0, ""), (0, &two)]), [1, 3, 0, 2]);
}

#[test]
fn a_separator_that_is_typed_cuts_a_document() {
    let text = three();
    let steps = ["name: b\n-", "name: b\n--", "name: b\n---", "name: b\n---\n", "name: b\n--- "];
    for step in steps {
        read_again(&[&text], &[(0, &text.replace("name: b\n", step)), (0, &text)]);
    }
}

#[test]
fn a_problem_elsewhere_is_told_where_it_is_now() {
    let text = three().replace("name: c", "name: c\nkind: Secret");
    let longer = text.replace("name: a", "name: a\n  namespace: one");
    read_again(&[&text], &[(0, &longer), (0, &text), (0, &longer)]);
}

#[test]
fn aliases_and_many_values_are_bounded_in_the_whole_file() {
    let aliases = format!("{}---\na: &a [{}]\nb: [*a, *a]\n", three(), "x, ".repeat(20));
    let values = format!("{}---\na: [{}]\n", three(), "x, ".repeat(20));
    for (file, most) in [(aliases, 3_000), (values, 60)] {
        let budget = Budget { values: Allowance::of(most), copied_bytes: Allowance::of(most) };
        let edited = file.replacen("---\n", &format!("---\n{file}---\n"), 1);
        compare(&budget, vec![file.clone()], [(0, edited), (0, file)]);
    }
}

/// A text, a byte of it that is taken out or not, and something that is put there.
fn edits() -> impl Strategy<Value = Vec<(bool, prop::sample::Index, usize, &'static str)>> {
    let piece = prop::sample::select([PIECES, &["---\n", "\n---\n", "", "x", "kind: Service\n"]].concat());
    prop::collection::vec((any::<bool>(), any::<prop::sample::Index>(), 0..6usize, piece), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_leave_what_reading_anew_gives(edits in edits(), odd in any::<bool>()) {
        let first = if odd { MANIFESTS.to_owned() } else { three() + "---\n" + &MANIFESTS.replace("%YAML 1.1", "") };
        let mut texts = [first.clone(), three()];
        let edits: Vec<_> = edits
            .into_iter()
            .map(|(file, place, length, piece)| {
                let text = &mut texts[usize::from(file)];
                let mut characters: Vec<char> = text.chars().collect();
                let start = place.index(characters.len() + 1);
                let end = (start + length).min(characters.len());
                characters.splice(start..end, piece.chars());
                *text = characters.into_iter().collect();
                (usize::from(file), text.clone())
            })
            .collect();
        compare(&Budget::default(), vec![first, three()], edits);
    }
}
