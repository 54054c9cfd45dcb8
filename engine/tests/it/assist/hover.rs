use super::{GATEWAY, ROUTE, hover};

#[test]
fn a_key_tells_path_type_meaning_and_where_the_specification_has_it() {
    let found =
        hover(&format!("{ROUTE}spec:\n  rules:\n  - matches:\n    - path:\n        ty|pe: Exact")).unwrap();
    assert_eq!(found.field_path, "spec.rules[].matches[].path.type");
    assert_eq!(found.type_line, "string, default PathPrefix, one of Exact, PathPrefix, RegularExpression");
    assert_eq!(found.documentation, "How the value is compared with the path.");
    assert_eq!(
        found.link.unwrap(),
        "https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httppathmatch"
    );
    assert_eq!((found.range.start.line, found.range.start.column, found.range.end.column), (9, 9, 13));
}

#[test]
fn a_value_tells_what_it_means() {
    let found =
        hover(&format!("{ROUTE}spec:\n  rules:\n  - matches:\n    - path:\n        type: Ex|act")).unwrap();
    assert!(found.documentation.starts_with("Exact: The whole path is equal"), "{}", found.documentation);
}

#[test]
fn a_kind_tells_what_it_is() {
    let found = hover(&ROUTE.replace("HTTPRoute", "HTTP|Route")).unwrap();
    assert!(found.documentation.starts_with("Matches HTTP requests"));
    assert!(found.link.unwrap().ends_with("#httproute"));
}

#[test]
fn a_name_tells_what_it_names_and_how_that_is() {
    let world = format!(
        "{GATEWAY}spec:\n  gatewayClassName: c\n  listeners: [{{name: l, port: 80, protocol: HTTP}}]\n---\n"
    );
    let found = hover(&format!("{world}{ROUTE}spec:\n  parentRefs:\n  - name: |g\n")).unwrap();
    let told: Vec<_> = found.documentation.lines().collect();
    assert_eq!(told[..2], ["Gateway default/g", "class c"]);
    assert!(told[2].starts_with("Accepted: Unknown (Pending), "), "{}", told[2]);
}

#[test]
fn a_name_of_nothing_says_so() {
    let found =
        hover(&format!("{ROUTE}spec:\n  rules:\n  - backendRefs:\n    - name: no|ne\n      port: 80"))
            .unwrap();
    assert!(found.documentation.starts_with("The input has no Service none"), "{}", found.documentation);
}

#[test]
fn between_words_there_is_nothing() {
    assert_eq!(hover(&format!("{ROUTE}spec:\n |")), None);
    assert_eq!(hover("|"), None);
}

#[test]
fn the_json_has_the_names_of_the_contract() {
    let found = hover(&format!("{ROUTE}spec:\n  hostn|ames: []")).unwrap();
    let json = serde_json::to_value(found).unwrap();
    let keys: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["range", "fieldPath", "type", "documentation", "link"]);
}

#[test]
fn a_label_is_documented_with_the_labels() {
    let found =
        hover("apiVersion: v1\nkind: Namespace\nmetadata:\n  labels:\n    example.com/te|am: a").unwrap();
    assert_eq!(found.field_path, "metadata.labels[example.com/team]");
    assert!(found.documentation.starts_with("Keys and values that selectors"));
}
