use super::{Input, advice, names, objects, problems, read, service};

#[test]
fn a_file_holds_several_documents_and_empty_ones_do_not_count() {
    let text = format!("---\n---\n# nothing\n---\n{}--- # b\n{}...\n---\n~\n", service("a"), service("b"));
    assert_eq!(objects(&text).len(), 2);
    assert_eq!(names(&text), ["a", "b"]);
}

#[test]
fn an_empty_file_is_no_problem() {
    for text in ["", "\n", "# only a comment\n", "---\n", "\u{feff}", "   \n\t\n"] {
        assert_eq!(problems(text), [""; 0], "{text:?}");
    }
}

#[test]
fn a_bad_document_does_not_hide_its_neighbours() {
    for (bad, expected) in [
        ("a: {b: 1\n", "syntax 7:4"),
        ("a: [1, 2\n", "syntax 7:4"),
        ("a: 'never closed\n", "syntax 7:4"),
        ("a: b: c\n", "syntax 7:5"),
        ("a:\n\tb: 1\n", "tab-indentation 8:2"),
        ("}\n", "syntax 7:1"),
        ("a: 1\n b: 2\n", "syntax 8:3"),
        ("a: \"\\q\"\n", "syntax 7:4"),
        ("a: @x\n", "syntax 7:4"),
        ("- a\nb: 1\n", "syntax 8:1"),
        ("a: *b\n", "unknown-anchor 7:4"),
        ("- a\n", "not-an-object 7:1"),
        ("text\n", "not-an-object 7:1"),
        ("a: 1\n", "missing-api-version 7:1"),
    ] {
        // The comment makes the documents differ in length from what a scanner may have read ahead.
        let text =
            format!("{}# {}\n---\n{bad}---\n{}---\n{}", service("a"), bad.len(), service("b"), service("c"));
        assert_eq!(names(&text), ["a", "b", "c"], "{bad}");
        assert_eq!(problems(&text)[0], expected, "{bad}");
    }
}

#[test]
fn each_of_several_bad_documents_is_reported() {
    let text = format!("a: [\n---\nb: {{\n---\n{}---\nc: \"\n", service("a"));
    assert_eq!(problems(&text), ["syntax 1:4", "syntax 3:4", "syntax 10:4"]);
}

#[test]
fn a_list_stands_for_its_items() {
    let text = "\
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Service
    metadata: {name: a}
  - apiVersion: v1
    kind: ServiceList
    items:
      - metadata: {name: b}
";
    assert_eq!(names(text), ["a", "b"]);
    assert_eq!(objects(text)[1]["kind"], "Service");
}

#[test]
fn a_list_item_that_is_no_object_is_pointed_at() {
    let text = "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Service\n  - text\n  - kind: Secret\n";
    assert_eq!(names(text), ["?"]);
    assert_eq!(problems(text), ["not-an-object 6:5", "missing-api-version 7:5"]);
}

#[test]
fn items_that_are_no_list_are_a_problem() {
    assert_eq!(problems("apiVersion: v1\nkind: List\nitems: {}\n"), ["invalid-list 1:1"]);
}

#[test]
fn json_may_be_indented_with_tabs() {
    let text = "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"Service\",\n\t\"metadata\":\t{\n\t\t\"name\":\t\"a\"\n\t}\n}\n";
    assert_eq!(names(text), ["a"]);
    assert_eq!(problems(text), [""; 0]);
}

#[test]
fn json_objects_may_follow_one_another() {
    let one =
        |name: &str| format!(r#"{{"apiVersion":"v1","kind":"Service","metadata":{{"name":"{name}"}}}}"#);
    for separator in ["\n", "", "\n---\n", "\r\n\r\n"] {
        let text = [one("a"), one("b"), one("c")].join(separator);
        assert_eq!(problems(&text), [""; 0], "{separator:?}");
        assert_eq!(names(&text), ["a", "b", "c"], "{separator:?}");
    }
    // What follows a complete object does not take it away.
    let text = format!("{}\n{{\"apiVersion\": ]\n", one("a"));
    assert_eq!(names(&text), ["a"]);
    assert_eq!(problems(&text).len(), 1);
}

#[test]
fn json_keys_know_no_length_limit() {
    let key = "k".repeat(5000);
    let text = format!(r#"{{"apiVersion": "v1", "kind": "ConfigMap", "data": {{"{key}": "v"}}}}"#);
    assert_eq!(objects(&text)[0]["data"][&key], "v");
}

#[test]
fn yaml_in_braces_is_yaml() {
    let text = "{apiVersion: v1, kind: Service, # comment\n metadata: {name: a}}\n";
    assert_eq!(names(text), ["a"]);
}

#[test]
fn lines_may_end_like_on_windows() {
    let text = format!("{}---\n{}", service("a"), service("b")).replace('\n', "\r\n");
    assert_eq!(objects(&text).len(), 2);
    assert_eq!(problems(format!("{text}a: [\r\n")), ["syntax 10:4"]);
}

#[test]
fn an_object_must_say_what_it_is() {
    assert_eq!(problems("metadata:\n  name: a\n"), ["missing-api-version 1:1", "missing-kind 1:1"]);
    assert_eq!(problems("apiVersion: 1\nkind: ''\n"), ["missing-api-version 1:1", "missing-kind 1:1"]);
    let (message, hint) = advice("apiVersion: v1\nmetadata: {name: web}\n");
    assert_eq!(message, "the object `web` has no `kind`");
    assert_eq!(hint, "write for example `kind: HTTPRoute`");
}

#[test]
fn files_are_read_whatever_the_one_before_held() {
    let file = |path: &str, bytes: &[u8]| Input { path: path.to_owned(), bytes: bytes.to_vec() };
    let (sources, problems) =
        read(vec![file("a", b"a: ["), file("b", b"\0\0\0"), file("c", service("c").as_bytes())]);
    assert_eq!(sources.files.len(), 3);
    assert_eq!(sources.documents.iter().map(|document| document.file).collect::<Vec<_>>(), [2]);
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["syntax", "not-text"]);
}
