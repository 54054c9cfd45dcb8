use std::fs;
use std::path::Path;

use super::{Example, StatusFact, check, example, load, said, update};
use crate::corpus::Update;
use crate::subject::Native;

const FILE: &str = "\
# A route without a Gateway
Group: Start

What becomes of it.

```yaml class.yaml
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: example}
spec: {controllerName: example.com/controller}
```
```yaml gateway.yaml
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web}
spec:
  gatewayClassName: example
  listeners: [{name: http, port: 80, protocol: HTTP}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: foo}
spec: {parentRefs: [{name: web}, {name: elsewhere}], hostnames: [foo.example.com]}
```
```status
HTTPRoute default/foo  Accepted=True Accepted
HTTPRoute default/foo at default/web  ResolvedRefs=True ResolvedRefs
Listener default/web/http  Programmed=True Programmed
warning no-backend  HTTPRoute foo spec.rules[0]
error parent-not-found  HTTPRoute foo spec.parentRefs[1].name
```

A host that nobody has.
```request
GET http://bar.example.com
```
```expect
noMatch
```
";

fn parse(text: &str) -> Example {
    example::parse(Path::new("07-no-gateway.md"), text).expect("an example")
}

/// The problems of a text, without the file's name.
fn problems(name: &str, text: &str) -> Vec<String> {
    let found = example::parse(Path::new(name), text).expect_err("problems");
    found.iter().map(|problem| problem.to_string().replace(&format!("{name}:"), "")).collect()
}

fn facts(example: &Example) -> Vec<StatusFact> {
    said(&Native::read(example.inputs()).analysis)
}

#[test]
fn an_example_has_a_slug_a_group_a_summary_and_files() {
    let example = parse(FILE);
    assert_eq!((example.slug.as_str(), example.group.as_str()), ("no-gateway", "Start"));
    assert_eq!(example.case.title, "A route without a Gateway");
    assert_eq!(example.case.prose, "What becomes of it.");
    let names: Vec<_> = example.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["class.yaml", "gateway.yaml"]);
    assert_eq!(example.case.steps.len(), 1);
}

#[test]
fn status_lines_read_as_they_are_written() {
    for line in [
        "HTTPRoute default/foo  Accepted=True Accepted",
        "HTTPRoute default/foo at default/web/http  Accepted=False NoMatchingParent",
        "GatewayClass example  Accepted=True Accepted",
        "error field-unknown  HTTPRoute default/foo spec.rule",
        "warning syntax  gateway.yaml",
    ] {
        assert_eq!(StatusFact::parse(line).map(|fact| fact.to_string()), Ok(line.to_owned()));
    }
}

#[test]
fn a_line_that_says_nothing_is_a_problem() {
    for line in ["HTTPRoute default/foo  Accepted", "HTTPRoute default/foo  Accepted Accepted", "error code"]
    {
        assert!(StatusFact::parse(line).is_err(), "{line}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    assert_eq!(
        problems("no-number.md", "# A\nGroup: B\n\nC\n```yaml\n```\n```status\nx\n```\n"),
        [
            "5: a file of an example has a name: write ```yaml gateway.yaml",
            "8: `x` is no fact: write `KIND NAMESPACE/NAME  CONDITION=STATUS REASON`, with `at NAMESPACE/PARENT` \
             behind the name where there are several, or `error CODE  KIND NAMESPACE/NAME FIELD`",
            "1: the file's name is a number, `-` and words of a-z and 0-9 joined by `-`",
            "1: an example has a file: add a `yaml NAME` fence",
            "1: an example has a `status` fence, empty for a first `UPDATE=1`",
        ]
    );
    let late = FILE.replace("```status", "```request\nGET http://a/\n```\n```status");
    assert_eq!(problems("1-a.md", &late)[0], "28: one `status` fence comes before the requests");
    let twice = FILE.replace("class.yaml", "gateway.yaml");
    assert_eq!(problems("1-a.md", &twice), ["12: another file is called `gateway.yaml`"]);
}

#[test]
fn two_examples_have_two_names_and_two_titles() {
    let dir = tempfile::tempdir().expect("a scratch directory");
    fs::write(dir.path().join("1-a.md"), FILE).expect("a file");
    fs::write(dir.path().join("2-a.md"), FILE.replace("# A route", "# Another")).expect("a file");
    fs::write(dir.path().join("3-b.md"), FILE).expect("a file");
    let problems = load(dir.path()).expect_err("twins");
    assert_eq!(problems.0.len(), 2, "{problems}");
}

#[test]
fn what_is_listed_holds() {
    let example = parse(FILE);
    assert_eq!(check(&example, &facts(&example)), Ok(()));
}

#[test]
fn a_condition_that_is_otherwise_is_shown() {
    let example = parse(&FILE.replace("Accepted=True Accepted", "Accepted=False NoMatchingParent"));
    let report = check(&example, &facts(&example)).expect_err("another status");
    assert!(report.contains("\n  actual    HTTPRoute default/foo at default/web  Accepted=True Accepted\n"));
}

#[test]
fn a_problem_that_is_not_listed_is_shown() {
    let listed = "warning no-backend  HTTPRoute foo spec.rules[0]\n";
    let example = parse(&FILE.replace(listed, ""));
    let report = check(&example, &facts(&example)).expect_err("a problem");
    assert!(report.contains(&format!("expected  no such problem\n  actual    {listed}")), "{report}");
}

#[test]
fn a_first_update_lists_routes_and_what_is_not_as_it_should_be() {
    let dir = tempfile::tempdir().expect("a scratch directory");
    let file = dir.path().join("1-a.md");
    let (head, rest) = FILE.split_once("```status\n").expect("a status");
    let (_, tail) = rest.split_once("```\n").expect("its end");
    fs::write(&file, format!("{head}```status\n```\n{tail}")).expect("a file");
    let example = load(dir.path()).expect("an example").remove(0);
    let facts = facts(&example);
    assert!(check(&example, &facts).is_err());

    let mut rewrite = Update::default();
    update(&mut rewrite, &example, &facts);
    assert_eq!(rewrite.write().expect("written"), 1);
    let text = fs::read_to_string(&file).expect("the file");
    let expected = "\
```status
HTTPRoute default/foo at default/web  Accepted=True Accepted
warning no-backend  HTTPRoute foo spec.rules[0]
error parent-not-found  HTTPRoute foo spec.parentRefs[1].name
```
";
    assert!(text.contains(expected), "{text}");
    assert_eq!(check(&load(dir.path()).expect("an example")[0], &facts), Ok(()));
}
