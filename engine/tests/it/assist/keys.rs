use engine::admit::Channel;

use super::{DOCS, GATEWAY, ROUTE, complete_in, item, labels, taken};

fn route(text: &str) -> Vec<String> {
    labels(&format!("{ROUTE}{text}"))
}

#[test]
fn required_fields_come_first_and_written_ones_not_at_all() {
    let found = labels(&format!("{GATEWAY}spec:\n  gatewayClassName: c\n  |\n"));
    assert_eq!(
        found,
        ["listeners", "addresses", "allowedListeners", "defaultScope", "infrastructure", "tls"]
    );
}

#[test]
fn half_a_key_in_a_list_is_a_key_of_the_item() {
    let found = route("spec:\n  rules:\n  - matches:\n    - pa|\n    backendRefs: []\n");
    assert_eq!(found, ["path", "headers", "queryParams", "method"]);
}

#[test]
fn an_empty_line_belongs_to_what_its_indentation_says() {
    let text = "spec:\n  rules:\n  - name: a\n    matches: []\n";
    assert_eq!(route(&format!("{text}    |"))[0], "filters");
    assert_eq!(route(&format!("{text}  |"))[0], "parentRefs");
    assert_eq!(route(&format!("{text}|")), ["status"]);
}

#[test]
fn an_empty_line_between_others_changes_nothing_below() {
    let text =
        "spec:\n  rules:\n  - matches:\n    - path:\n        |\n        value: /x\n      method: GET\n";
    assert_eq!(route(text), ["type"]);
    assert_eq!(route(&text.replace("        |\n", "      |\n")), ["headers", "queryParams"]);
}

#[test]
fn lists_may_stand_at_the_column_of_their_key_or_further_in() {
    for text in ["spec:\n  parentRefs:\n  - name: g\n    |", "spec:\n  parentRefs:\n    - name: g\n      |"] {
        assert_eq!(route(text), ["group", "kind", "namespace", "sectionName", "port"], "{text}");
    }
}

#[test]
fn an_object_goes_on_in_a_line_of_its_own() {
    let text = format!("{ROUTE}spec:\n  rules:\n  - matches:\n    - |");
    let behind = taken(&text, "path");
    assert!(behind.ends_with("    - path:\n        "), "{behind}");
    assert!(taken(&text, "method").ends_with("    - method: "));
}

#[test]
fn a_list_begins_as_the_others_of_the_document() {
    let at_key = format!("{ROUTE}spec:\n  rules:\n  - name: x\n    |");
    assert!(taken(&at_key, "backendRefs").ends_with("    backendRefs:\n    - "));
    let further = format!("{ROUTE}spec:\n  rules:\n    - name: x\n      |");
    assert!(taken(&further, "backendRefs").ends_with("      backendRefs:\n        - "));
}

#[test]
fn an_object_behind_its_key_begins_below() {
    let text = format!("{ROUTE}spec:\n  rules:\n  - matches:\n    - path: |");
    assert!(taken(&text, "type").ends_with("    - path: \n        type: "));
    let list = format!("{ROUTE}spec:\n  parentRefs: |");
    assert!(taken(&list, "name").ends_with("  parentRefs: \n  - name: "));
}

#[test]
fn a_list_without_a_dash_gets_one() {
    let text = format!("{ROUTE}spec:\n  rules:\n    |");
    assert!(taken(&text, "matches").ends_with("  rules:\n    - matches:\n      - "));
}

#[test]
fn a_key_with_its_colon_is_renamed() {
    let text = format!("{ROUTE}spec:\n  hostn|: []\n");
    assert!(taken(&text, "hostnames").ends_with("  hostnames: []\n"));
}

#[test]
fn a_filter_of_a_type_has_the_field_of_that_type() {
    let filter = "spec:\n  rules:\n  - filters:\n    - type: URLRewrite\n      |";
    assert_eq!(route(filter), ["urlRewrite"]);
}

#[test]
fn what_only_one_channel_has_says_so_and_the_other_does_not_offer_it() {
    let text = format!("{ROUTE}spec:\n  rules:\n  - |");
    assert_eq!(item(&text, "retry").detail, "object, experimental");
    let standard = complete_in(Channel::Standard, &text).items;
    assert!(standard.iter().any(|item| item.label == "filters"));
    assert!(!standard.iter().any(|item| item.label == "retry"));
}

#[test]
fn a_field_tells_its_type_and_what_it_is() {
    let port = item(&format!("{GATEWAY}spec:\n  listeners:\n  - |"), "port");
    assert_eq!(port.detail, "integer, required");
    assert!(port.documentation.starts_with("The network port."));
    let kind = item(&format!("{ROUTE}spec:\n  parentRefs:\n  - |"), "kind");
    assert_eq!(kind.detail, "string, default Gateway");
}

#[test]
fn brackets_are_read_as_well() {
    assert_eq!(
        route("spec: {parentRefs: [{name: g, |}]}"),
        ["group", "kind", "namespace", "sectionName", "port"]
    );
    assert_eq!(route("spec: {rules: [{matches: [{path: {v|"), ["type", "value"]);
    assert_eq!(route("spec: {rules: [{matches: [{path: {|\nother: 1\n"), ["type", "value"]);
}

#[test]
fn json_gets_quotes() {
    let text = "{\"apiVersion\": \"v1\", \"kind\": \"Service\", \"spec\": {|}}";
    assert!(taken(text, "type").contains("{\"type\": }"));
    let quoted = "{\"apiVersion\": \"v1\", \"kind\": \"Service\", \"spec\": {\"ty|\": \"ClusterIP\"}}";
    assert!(taken(quoted, "type").contains("{\"type\": \"ClusterIP\"}"));
}

#[test]
fn a_list_of_objects_has_objects_as_items() {
    let text =
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  spec:\n    ports:\n    - |";
    assert_eq!(labels(text)[0], "port");
}

#[test]
fn each_document_is_for_itself() {
    let text = format!("{GATEWAY}---\n{ROUTE}spec:\n  |\n---\n{GATEWAY}");
    assert_eq!(labels(&text), ["parentRefs", "hostnames", "rules", "useDefaultGateways"]);
    assert_eq!(
        labels(&text.replace('\n', "\r\n")),
        ["parentRefs", "hostnames", "rules", "useDefaultGateways"]
    );
}

#[test]
fn an_empty_document_begins_with_a_skeleton() {
    let found = labels(&format!("{GATEWAY}---\n|"));
    assert_eq!(found[..2], ["Gateway", "HTTPRoute"]);
    assert!(found.contains(&"apiVersion".to_owned()));
    assert_eq!(labels("HTTPR|")[1], "HTTPRoute");
    let gateway = taken("|", "Gateway");
    assert!(gateway.starts_with("apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n"), "{gateway}");
}

#[test]
fn a_text_of_several_lines_has_no_fields() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a: |-\n    sp^\n";
    let (before, after) = text.split_once('^').unwrap();
    let at = engine::source::Position { line: 6, column: 7 };
    let analysis = super::analysis(&format!("{before}{after}"));
    assert_eq!(analysis.complete("manifests.yaml", at, &DOCS).items, []);
}

#[test]
fn a_kind_that_nobody_knows_has_metadata() {
    let text = "apiVersion: apps/v1\nkind: Deployment\n";
    assert_eq!(labels(&format!("{text}|")), ["metadata"]);
    assert_eq!(labels(&format!("{text}metadata:\n  |"))[0], "name");
    assert_eq!(labels(&format!("{text}spec:\n  |")), Vec::<String>::new());
}
