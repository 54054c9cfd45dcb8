use std::fs;
use std::path::Path;

use super::case::parse;
use super::{Case, Fact, Request, Subject, Update, check, load};

const NATIVE: Subject = Subject { name: "native", explains: true };
const ENVOY: Subject = Subject { name: "envoy", explains: false };

const FILE: &str = "\
# Paths

About the file.

```yaml
kind: Shared
```

## A case
Some prose,
in two lines.
```yaml
kind: Own
```
```request
GET /login?x=1  x: 1  y: 2
host: foo.example.com
```
```expect
forward  login → default/login:8080
because  the path is longer
request-header  -x
request-header  y: 2
```

And another request.

```request
GET https://foo.example.com
```
```expect
noMatch
```

## An empty case
```request
GET http://a/
```
```expect
```
";

fn cases(text: &str) -> Vec<Case> {
    let (cases, problems) = parse(Path::new("case.md"), text);
    assert_eq!(problems, []);
    cases
}

/// The problems of a text, without the file's name.
fn problems(text: &str) -> Vec<String> {
    let (_, problems) = parse(Path::new("case.md"), text);
    problems.iter().map(|problem| problem.to_string().replace("case.md:", "")).collect()
}

/// A file with one case that has this request and these facts.
fn with(request: &str, expect: &str) -> String {
    format!("# T\n## C\n```yaml\nkind: A\n```\n```request\n{request}\n```\n```expect\n{expect}\n```\n")
}

fn request(text: &str) -> Request {
    cases(&with(text, "noMatch")).remove(0).steps.remove(0).request
}

#[test]
fn a_case_has_prose_and_the_shared_manifests_before_its_own() {
    let cases = cases(FILE);
    assert_eq!(cases[0].line, 9);
    assert_eq!(cases[0].title, "A case");
    assert_eq!(cases[0].prose, "Some prose,\nin two lines.\n\nAnd another request.");
    assert_eq!(cases[0].manifests, "kind: Shared\n---\nkind: Own\n");
    assert_eq!(cases[1].manifests, "kind: Shared\n");
}

#[test]
fn headers_stand_on_one_line_or_on_their_own() {
    let step = &cases(FILE)[0].steps[0];
    assert_eq!(step.line, 15);
    assert_eq!(step.request.to_string(), "GET http://foo.example.com/login?x=1  x: 1  y: 2");
}

#[test]
fn a_url_gives_scheme_host_port_and_path() {
    let plain = request("POST http://foo.example.com:8080/a/b?c");
    assert_eq!((plain.port(), plain.path.as_str(), plain.server_name()), (8080, "/a/b?c", None));
    let tls = request("GET https://foo.example.com?c");
    assert_eq!((tls.port(), tls.path.as_str(), tls.server_name()), (443, "/?c", Some("foo.example.com")));
    let address = request("GET https://[::1]:8443/");
    assert_eq!((address.port(), address.server_name()), (8443, None));
}

#[test]
fn a_host_header_may_differ_from_the_host_connected_to() {
    let request = request("GET https://a.example.com/\nHost: b.example.com");
    assert_eq!((request.server_name(), request.authority.as_str()), (Some("a.example.com"), "b.example.com"));
    assert_eq!(request.headers, []);
}

#[test]
fn a_connection_has_no_method() {
    let request = request("tls://db.example.com:5432");
    assert_eq!((request.port(), request.server_name()), (5432, Some("db.example.com")));
    assert_eq!(request.to_string(), "tls://db.example.com:5432");
}

#[test]
fn facts_read_as_they_are_written() {
    for line in [
        "forward  rule → ns/svc:80",
        "redirect  301 https://a/b",
        "reply  404",
        "reply  503 no backend",
        "noMatch",
        "because  of this",
        "path  /a",
        "host  b",
        "request-header  x: a: b",
        "request-header  x:",
        "response-header  -x",
    ] {
        assert_eq!(Fact::parse(line).map(|fact| fact.to_string()), Ok(line.to_owned()));
    }
}

#[test]
fn problems_name_their_line() {
    assert_eq!(
        problems(&with("GET", "noMatch")),
        ["7: `GET` is no request: write a method, a space and a URL"]
    );
    assert_eq!(
        problems(&with("GET /", "noMatch")),
        ["7: `/` names no host: write a URL, or a `host` header"]
    );
    assert_eq!(problems(&with("GET http://a\nx", "noMatch")), ["8: `x` is no header: write `name: value`"]);
    assert_eq!(
        problems(&with("GET ftp://a", "noMatch")),
        ["7: `ftp://a` is no URL: start it with `http://`, `https://` or `/`"]
    );
    assert_eq!(problems(&with("GET http://a", "because\nnoMatch")), ["10: write `because REASON`"]);
    assert_eq!(problems(&with("GET http://a", "reply  99")), ["10: `99` is no HTTP status"]);
    assert_eq!(
        problems(&with("GET http://a", "forward  r → svc")),
        ["10: `r → svc` is incomplete: write `forward RULE → NAMESPACE/SERVICE:PORT`"]
    );
}

#[test]
fn a_step_has_one_outcome() {
    let message = "`forward`, `redirect`, `reply` or `noMatch`";
    assert_eq!(
        problems(&with("GET http://a", "noMatch\nreply 404")),
        [format!("9: a request has one outcome, this has 2: {message}")]
    );
    assert_eq!(
        problems(&with("GET http://a", "path /")),
        [format!("9: a request has one outcome, this has 0: {message}")]
    );
}

#[test]
fn a_misspelt_fence_is_not_taken_for_prose() {
    assert_eq!(
        problems("# T\n## C\n```requst\n```\n"),
        ["3: unknown fence `requst`: a case has `yaml`, `request` and `expect`; anything else is `text`"]
    );
}

#[test]
fn fences_stand_in_their_order() {
    let case = "# T\n## C\n```yaml\nkind: A\n```\n";
    let ask = "```request\nGET http://a\n```\n";
    let expect = "```expect\nnoMatch\n```\n";
    assert_eq!(
        problems(&format!("{case}{ask}")),
        ["6: this request expects nothing: add an `expect` fence, empty for a first `UPDATE=1`"]
    );
    assert_eq!(problems(&format!("{case}{expect}")), ["6: there is no `request` fence before this one"]);
    assert_eq!(
        problems(&format!("{case}{ask}{ask}{expect}")),
        ["9: the request before this one has no `expect` fence"]
    );
    assert_eq!(
        problems(&format!("{case}{ask}{expect}```yaml\n```\n")),
        ["12: manifests come before the first request of a case"]
    );
    assert_eq!(
        problems(&format!("{case}{ask}```expect\n")),
        ["9: this fence is never closed: end it with a line of backticks"]
    );
}

#[test]
fn a_case_needs_a_title_manifests_and_a_request() {
    assert_eq!(problems("# T\n## C\n"), ["2: the case has no manifests: add a `yaml` fence"]);
    assert_eq!(
        problems("# T\n## C\n```yaml\nkind: A\n```\n"),
        ["2: the case has no request: add a `request` and an `expect` fence"]
    );
    assert_eq!(problems("# T\n"), ["1: the file has no case: start one with `## …`"]);
    let file = with("GET http://a", "noMatch");
    assert_eq!(
        problems(&format!("{file}{}", file.replace("# T\n", ""))),
        ["12: the file has another case `C`"]
    );
    assert_eq!(problems(&file.replace("# T", "T")), ["1: a corpus file starts with its title: `# …`"]);
}

/// What a subject says of the first case's steps.
fn truth() -> Vec<Vec<Fact>> {
    let backend = "default/login:8080".to_owned();
    let forwarded = vec![
        Fact::Forward { rule: "login".to_owned(), backend },
        Fact::Because("the path is longer".to_owned()),
        Fact::request_header("Y", "2"),
        Fact::request_header("via", "envoy"),
    ];
    vec![forwarded, vec![Fact::NoMatch]]
}

#[test]
fn facts_that_a_case_does_not_list_are_not_compared() {
    assert_eq!(check(&cases(FILE)[0], &NATIVE, &truth()), Ok(()));
}

#[test]
fn a_report_shows_both_answers_to_a_question() {
    let mut actual = truth();
    actual[0][0] = Fact::Reply { status: 404, details: None };
    actual[0].push(Fact::request_header("x", "1"));
    let report = check(&cases(FILE)[0], &NATIVE, &actual).expect_err("another outcome");
    assert_eq!(
        report.to_string(),
        "\
case.md:15: A case (native)
  request   GET http://foo.example.com/login?x=1  x: 1  y: 2
  expected  forward  login → default/login:8080
  actual    reply  404
case.md:15: A case (native)
  request   GET http://foo.example.com/login?x=1  x: 1  y: 2
  expected  request-header  -x
  actual    request-header  x: 1
if the new facts are right, run again with `UPDATE=1`"
    );
}

#[test]
fn reasons_are_only_asked_of_those_who_explain() {
    let mut actual = truth();
    actual[0].remove(1);
    assert!(check(&cases(FILE)[0], &NATIVE, &actual).is_err());
    assert_eq!(check(&cases(FILE)[0], &ENVOY, &actual), Ok(()));
}

#[test]
fn a_case_that_expects_nothing_yet_fails() {
    let report =
        check(&cases(FILE)[1], &NATIVE, &[vec![Fact::NoMatch]]).expect_err("nothing is expected yet");
    assert_eq!(report.mismatches[0].expected, None);
}

#[test]
fn an_update_rewrites_the_facts_that_changed_and_nothing_else() {
    let dir = tempfile::tempdir().expect("a scratch directory");
    fs::write(dir.path().join("case.md"), FILE).expect("a file");
    fs::write(dir.path().join("README.md"), "no case").expect("a file");
    let cases = load(dir.path()).expect("cases");
    let mut first = truth();
    first[0].extend([Fact::request_header("x", "1"), Fact::Path("/in".to_owned())]);
    first[0].remove(2);
    let second = vec![vec![Fact::Redirect { status: 302, location: "http://b/".to_owned() }]];

    let mut update = Update::default();
    update.take(&cases[0], &NATIVE, &first);
    update.take(&cases[1], &NATIVE, &second);
    assert_eq!(update.write().expect("written"), 2);

    let text = fs::read_to_string(dir.path().join("case.md")).expect("the file");
    let wanted = FILE
        .replace(
            "request-header  -x\nrequest-header  y: 2",
            "path  /in\nrequest-header  x: 1\nrequest-header  -y",
        )
        .replace("```expect\n```", "```expect\nredirect  302 http://b/\n```");
    assert_eq!(text, wanted);
    let cases = load(dir.path()).expect("cases");
    assert_eq!(check(&cases[0], &NATIVE, &first), Ok(()));
    assert_eq!(check(&cases[1], &NATIVE, &second), Ok(()));
}

#[test]
fn a_first_update_takes_the_headers_that_changed() {
    let dir = tempfile::tempdir().expect("a scratch directory");
    let file = dir.path().join("case.md");
    fs::write(&file, with("GET http://a  x: 1  y: 2  z: 3", "")).expect("a file");
    let actual = vec![vec![
        Fact::Forward { rule: "r".to_owned(), backend: "a/b:1".to_owned() },
        Fact::request_header("x", "1"),
        Fact::request_header("y", "two"),
        Fact::response_header("w", "4"),
    ]];
    let mut update = Update::default();
    update.take(&load(dir.path()).expect("cases")[0], &NATIVE, &actual);
    update.write().expect("written");
    let facts = "\
forward  r → a/b:1
request-header  y: two
response-header  w: 4
request-header  -z
";
    assert!(fs::read_to_string(&file).expect("the file").contains(facts));
}
