use engine::admit::Channel;

use super::{ROUTE, complete, complete_in, item, labels, taken};

#[test]
fn enumerations_say_what_each_value_means() {
    let text = format!("{ROUTE}spec:\n  rules:\n  - matches:\n    - path:\n        type: |");
    assert_eq!(labels(&text), ["Exact", "PathPrefix", "RegularExpression"]);
    let prefix = item(&text, "PathPrefix");
    assert_eq!(prefix.detail, "default");
    assert!(prefix.documentation.contains("element by element"));
}

#[test]
fn a_value_that_only_one_channel_has_says_so() {
    let text = format!("{ROUTE}spec:\n  rules:\n  - filters:\n    - type: E|");
    assert_eq!(item(&text, "ExternalAuth").detail, "experimental");
    assert!(!complete_in(Channel::Standard, &text).items.iter().any(|item| item.label == "ExternalAuth"));
}

#[test]
fn what_the_schema_leaves_open_has_its_usual_values() {
    let text =
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nspec:\n  listeners:\n  - protocol: H|";
    assert_eq!(labels(text), ["HTTP", "HTTPS", "TLS", "TCP", "UDP"]);
}

#[test]
fn booleans_have_two_values() {
    assert_eq!(labels("apiVersion: v1\nkind: Secret\nimmutable: |"), ["true", "false"]);
}

#[test]
fn a_default_is_offered() {
    let text = format!("{ROUTE}spec:\n  rules:\n  - backendRefs:\n    - name: s\n      weight: |");
    assert_eq!(item(&text, "1").detail, "default");
}

#[test]
fn a_value_right_behind_the_colon_gets_a_blank() {
    assert_eq!(taken("apiVersion: v1\nkind:|", "Service"), "apiVersion: v1\nkind: Service");
}

#[test]
fn a_value_that_yaml_would_misread_gets_quotes() {
    let text =
        format!("{ROUTE}spec:\n  rules:\n  - filters:\n    - cors:\n        allowMethods:\n        - |");
    assert!(taken(&text, "*").ends_with("- \"*\""));
    assert!(taken(&text, "GET").ends_with("- GET"));
}

#[test]
fn the_end_of_a_quoted_value_stays() {
    assert_eq!(taken("kind: \"Ser|\"", "Service"), "kind: \"Service\"");
    assert_eq!(taken("kind: \"Ser|", "Service"), "kind: \"Service\"");
}

#[test]
fn a_kind_goes_with_its_version() {
    assert_eq!(labels("apiVersion: v1\nkind: |"), ["Namespace", "Service", "Secret", "ConfigMap"]);
    assert!(labels("kind: |").contains(&"GRPCRoute".to_owned()));
    assert_eq!(
        labels("kind: TLSRoute\napiVersion: |"),
        ["v1", "v1alpha3", "v1alpha2"].map(|version| format!("gateway.networking.k8s.io/{version}"))
    );
}

#[test]
fn the_standard_channel_has_its_kinds_only() {
    let kinds = complete_in(Channel::Standard, "kind: |").items;
    assert!(kinds.iter().all(|item| !item.label.starts_with('X')));
}

#[test]
fn the_part_that_is_written_is_replaced() {
    let found = complete("apiVersion: v1\nkind: Serv|");
    assert_eq!((found.from.line, found.from.column), (2, 7));
}
