//! Filters that change nothing, lead in circles or join what should be apart.

use super::{BACKEND, NONE, any_host};

#[test]
fn filters_that_change_nothing_are_told() {
    let modifier = |fields: &str| {
        format!("filters: [{{type: RequestHeaderModifier, requestHeaderModifier: {fields}}}], {BACKEND}")
    };
    let rewrite = |fields: &str| format!("filters: [{{type: URLRewrite, urlRewrite: {fields}}}], {BACKEND}");
    let prefix = |value: &str| {
        rewrite(&format!("{{path: {{type: ReplacePrefixMatch, replacePrefixMatch: '{value}'}}}}"))
    };
    for (fields, path) in [
        (modifier("{}"), "filters[0].requestHeaderModifier"),
        (modifier("{set: [{name: X, value: '1'}], remove: [x]}"), "filters[0].requestHeaderModifier.set[0]"),
        (
            modifier("{add: [{name: z, value: '1'}], remove: [x, Z]}"),
            "filters[0].requestHeaderModifier.add[0]",
        ),
        (rewrite("{}"), "filters[0].urlRewrite"),
        (prefix("/foo/"), "filters[0].urlRewrite.path"),
        (
            "filters: [{type: RequestRedirect, requestRedirect: {hostname: b.example}}, \
             {type: RequestHeaderModifier, requestHeaderModifier: {remove: [x]}}]"
                .to_owned(),
            "filters[1].requestHeaderModifier",
        ),
        (
            "backendRefs: [{name: s, port: 80}, {name: s, port: 80, weight: 0, \
             filters: [{type: URLRewrite, urlRewrite: {hostname: b.example}}]}]"
                .to_owned(),
            "backendRefs[1].filters",
        ),
    ] {
        assert_eq!(
            any_host().rule(&fields).finds(),
            [format!("filter-without-effect r spec.rules[0].{path}")],
            "{fields}"
        );
    }
    for fields in [
        modifier("{set: [{name: x, value: '1'}], remove: [z]}"),
        rewrite("{hostname: b.example}"),
        prefix("/"),
        prefix("/bar"),
    ] {
        assert_eq!(any_host().rule(&fields).finds(), NONE, "{fields}");
    }
}

#[test]
fn a_redirect_that_comes_back_is_told() {
    let redirects =
        |fields: &str| format!("filters: [{{type: RequestRedirect, requestRedirect: {{{fields}}}}}]");
    let path = |kind: &str, value: &str| format!("path: {{type: Replace{kind}, replace{kind}: {value}}}");
    for fields in [
        String::new(),
        "statusCode: 301, scheme: http, port: 80".to_owned(),
        path("FullPath", "/foo/login"),
        path("PrefixMatch", "/foo/bar"),
    ] {
        let found = any_host().rule(&redirects(&fields)).finds();
        assert_eq!(found, ["redirect-loop r spec.rules[0].filters[0].requestRedirect"], "{fields}");
    }
    for fields in [
        "scheme: https".to_owned(),
        "hostname: www.example".to_owned(),
        "port: 8080".to_owned(),
        path("FullPath", "/login"),
        path("PrefixMatch", "/bar"),
        path("PrefixMatch", "/"),
    ] {
        let found = any_host()
            .route("www", "www.example", &["[{path: {value: /foo}}]"])
            .rule(&redirects(&fields))
            .finds();
        assert_eq!(found, NONE, "{fields}");
    }
}

#[test]
fn a_redirect_to_one_of_its_own_hosts_goes_in_circles() {
    let to_www = "{filters: [{type: RequestRedirect, requestRedirect: {hostname: www.example}}]}";
    let found = any_host().rules("r", "a.example, www.example", to_www).finds();
    assert_eq!(found, ["redirect-loop r spec.rules[0].filters[0].requestRedirect"]);
    assert_eq!(any_host().rules("r", "a.example", to_www).finds(), NONE);
}

#[test]
fn a_redirect_that_another_rule_ends_is_fine() {
    let cluster = any_host().rules(
        "r",
        "",
        &format!(
            "{{filters: [{{type: RequestRedirect, requestRedirect: {{path: {{type: ReplaceFullPath, replaceFullPath: /login}}}}}}]}}, \
             {{matches: [{{path: {{type: Exact, value: /login}}}}], {BACKEND}}}"
        ),
    );
    assert_eq!(cluster.finds(), NONE);
}

// === replacements ===

#[test]
fn replacements_that_join_words_or_slashes_are_told() {
    let rewrite = |value: &str| {
        format!(
            "filters: [{{type: URLRewrite, urlRewrite: {{path: {{type: ReplacePrefixMatch, replacePrefixMatch: '{value}'}}}}}}], {BACKEND}"
        )
    };
    for (value, code) in [
        ("bar", Some("replacement-without-slash")),
        ("/bar//", Some("replacement-double-slash")),
        ("//", Some("replacement-double-slash")),
        ("/bar?x=", Some("replacement-escaped")),
        ("/bar#x", Some("replacement-escaped")),
        ("", None),
        ("/", None),
        ("/bar/", None),
    ] {
        let expected: Vec<_> = code
            .map(|code| format!("{code} r spec.rules[0].filters[0].urlRewrite.path.replacePrefixMatch"))
            .into_iter()
            .collect();
        assert_eq!(any_host().rule(&rewrite(value)).finds(), expected, "{value}");
    }
}
