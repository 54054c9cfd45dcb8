use super::{Allowance, Budget, Input, advice, names, problems, read_text, read_within, service};
use crate::source::DocId;

#[test]
fn aliases_that_multiply_are_stopped_and_the_next_document_is_read() {
    let mut laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..20 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        laughs.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    let text = format!("{laughs}---\n{}", service("b"));
    let (sources, problems) = read_text(&text);
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["too-many-aliases"]);
    assert_eq!(sources.documents.len(), 1);
}

#[test]
fn a_long_text_that_is_repeated_counts_by_its_length() {
    let text = format!("{}a: &a {}\nb: [{}]\n", service("a"), "x".repeat(1 << 20), "*a, ".repeat(100));
    assert_eq!(problems(text).len(), 1);
}

#[test]
fn aliases_cannot_nest_deeper_than_what_is_written_out() {
    let mut chain = "a0: &a0 [x]\n".to_owned();
    for level in 1..500 {
        chain.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1));
    }
    assert_eq!(problems(chain), ["too-deep 128:14"]);
}

#[test]
fn depth_is_bounded_however_it_is_written() {
    let flow = |depth: usize| format!("{}a: {}{}\n", service("a"), "[".repeat(depth), "]".repeat(depth));
    assert_eq!(problems(flow(127)), [""; 0]);
    assert_eq!(problems(flow(128)), ["too-deep 5:131"]);
    for text in [
        "[".repeat(20_000),
        "{a: ".repeat(20_000),
        "{".repeat(20_000),
        "- ".repeat(20_000),
        "? ".repeat(20_000),
        "{\"a\":[".repeat(20_000),
        (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
    ] {
        let text = format!("{}---\n{text}\n---\n{}", service("a"), service("b"));
        assert_eq!(names(&text), ["a", "b"]);
        assert!(problems(&text)[0].starts_with("too-deep"), "{:?}", problems(&text));
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_parsed() {
    let bytes = vec![b'a'; 100_000_000];
    assert_eq!(advice(bytes).0, "the file has 95 MiB, and at most 64 are read");
}

#[test]
fn a_file_with_too_many_values_is_given_up() {
    let budget = Budget { values: Allowance::of(1000), ..Budget::default() };
    let text = format!("{}---\na: [{}]\n---\n{}", service("a"), "1,".repeat(1000), service("b"));
    let (sources, problems) =
        read_within(&budget, vec![Input { path: "large.yaml".to_owned(), bytes: text.into() }]);
    assert_eq!(problems[0].message, "the file has more than 1000 values");
    assert_eq!((problems.len(), sources.documents.len()), (1, 1));
}

#[test]
fn more_problems_than_anybody_reads_are_cut_off() {
    let text = format!("{}---\n{}", "a: 1\n---\n".repeat(2_000), service("b"));
    let (sources, problems) = read_text(text);
    assert_eq!(problems.len(), 1000);
    assert_eq!(problems.last().unwrap().code, "too-many-problems");
    // They hide no object.
    assert_eq!(sources.documents.len(), 1);
}

#[test]
fn keys_that_repeat_in_their_thousands_are_soon_told() {
    let mut text = service("a");
    for round in 0..2 {
        for key in 0..20_000 {
            text.push_str(&format!("k{key}: {round}\n"));
        }
    }
    text.push_str(&format!(
        "<<: {{{}}}\n",
        (0..20_000).map(|key| format!("k{key}: 2, ")).collect::<String>()
    ));
    let (sources, problems) = read_text(text);
    assert_eq!(problems.len(), 1000);
    assert_eq!(sources.value(DocId(0)).unwrap()["k19999"], 2);
}
