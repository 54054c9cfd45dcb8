//! Expressions that say something simple, and values that look like expressions.

use super::any_host;

#[test]
fn expressions_that_say_something_simple_are_told() {
    let needless = "expression-needless";
    let nearly = "expression-nearly-prefix";
    let never = "expression-never-matches";
    for (expression, expected) in [
        ("/foo", Some((needless, "`type: Exact` and `value: /foo`"))),
        ("^/foo$", Some((needless, "`type: Exact` and `value: /foo`"))),
        (r"/foo\.html", Some((needless, "`value: /foo.html`"))),
        ("/foo(/.*)?", Some((needless, "`type: PathPrefix` and `value: /foo`"))),
        ("/foo(/|$)(.*)", Some((needless, "`type: PathPrefix` and `value: /foo`"))),
        ("/.*", Some((needless, "`type: PathPrefix` and `value: /`"))),
        ("/foo/?", Some((needless, "2 matches with `type: Exact`"))),
        ("/foo/.*", Some((nearly, "but for `/foo` itself"))),
        ("/foo/.+", Some((nearly, "but for `/foo` and `/foo/`"))),
        ("/foo.*", Some((nearly, "`/foobar`, too"))),
        ("foo.*", Some((never, "a path begins with `/`"))),
        ("/%61", Some((never, "`/a`"))),
        ("/a^b", Some((never, "anchors"))),
        ("/foo.html", None),
        ("/v[0-9]+/.*", None),
        ("(?i)/foo", None),
        ("/a b", Some((never, "`/a%20b`"))),
        ("/a//b", None),
    ] {
        let cluster = any_host().route(
            "r",
            "",
            &[&format!("[{{path: {{type: RegularExpression, value: '{expression}'}}}}]")],
        );
        let path = "spec.rules[0].matches[0].path";
        let codes: Vec<_> = expected.iter().map(|(code, _)| format!("{code} r {path}")).collect();
        assert_eq!(cluster.finds(), codes, "{expression}");
        let told = cluster.messages();
        assert!(told.contains(expected.map_or("", |(_, part)| part)), "{told}");
    }
}

#[test]
fn a_value_that_is_no_expression_is_told() {
    for (fields, found) in [
        ("headers: [{name: x, type: RegularExpression, value: 'a\\.b'}]", true),
        ("queryParams: [{name: x, type: RegularExpression, value: '^1,2$'}]", true),
        ("headers: [{name: x, type: RegularExpression, value: 'a, b'}]", false),
        ("headers: [{name: x, type: RegularExpression, value: 'a|b'}]", false),
    ] {
        let cluster = any_host().route("r", "", &[&format!("[{{{fields}}}]")]);
        let list = fields.split_once(':').unwrap().0;
        let expected: Vec<_> = found
            .then(|| format!("expression-needless r spec.rules[0].matches[0].{list}[0]"))
            .into_iter()
            .collect();
        assert_eq!(cluster.finds(), expected, "{fields}");
    }
}
