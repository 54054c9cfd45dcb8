use serde_json::json;

use super::*;

/// Message and hint of the only error.
fn only(channel: Channel, object: Value) -> (String, Option<String>) {
    let mut errors = admit_in(channel, object).errors;
    assert_eq!(errors.len(), 1, "{errors:?}");
    let error = errors.remove(0);
    assert_eq!(error.kind.code(), "field-unknown");
    (error.message, error.hint)
}

#[test]
fn an_unknown_field_is_an_error_and_is_removed() {
    let admission = admit(rule(json!({"colour": {"of": "money"}})));
    assert_eq!(
        complaints(&admission.errors),
        ["spec.rules[0].colour: unknown field \"spec.rules[0].colour\""]
    );
    assert_eq!(admission.value["spec"]["rules"][0].get("colour"), None);
}

#[test]
fn a_misspelt_field_is_recognised() {
    let (_, hint) = only(Channel::Standard, rule(json!({"backendRef": []})));
    assert_eq!(hint.as_deref(), Some("did you mean `backendRefs`?"));
}

#[test]
fn case_matters_but_is_forgiven_in_the_hint() {
    let (_, hint) = only(Channel::Standard, route(json!({"hostNames": []})));
    assert_eq!(hint.as_deref(), Some("did you mean `hostnames`?"));
}

#[test]
fn a_field_that_belongs_one_level_down_is_sent_there() {
    let (_, hint) = only(Channel::Standard, rule(json!({"path": {"value": "/a"}})));
    assert_eq!(hint.as_deref(), Some("did you mean `matches[].path`?"));
}

#[test]
fn a_field_like_no_other_gets_no_hint() {
    let (_, hint) = only(Channel::Standard, rule(json!({"zzz": 1})));
    assert_eq!(hint, None);
}

#[test]
fn an_experimental_field_is_unknown_in_the_standard_channel_and_the_hint_says_why() {
    let object = rule(json!({"retry": {"attempts": 1}}));
    assert_eq!(complaints(&admit_in(Channel::Experimental, object.clone()).errors), [""; 0]);
    let (message, hint) = only(Channel::Standard, object);
    assert_eq!(message, "unknown field \"spec.rules[0].retry\"");
    assert_eq!(
        hint.as_deref(),
        Some("`retry` exists only in the experimental channel: use that channel or leave it out")
    );
}

#[test]
fn the_rest_of_an_object_with_unknown_fields_is_still_checked() {
    let admission = admit(rule(json!({"zzz": 1, "matches": [{"path": {"value": "a"}}]})));
    let codes: Vec<_> = admission.errors.iter().map(|error| error.kind.code()).collect();
    assert_eq!(codes, ["field-unknown", "field-rule"]);
}

#[test]
fn an_object_where_a_text_belongs_is_all_unknown_fields() {
    let admission = admit(route(json!({"hostnames": [{"a": 1}]})));
    assert_eq!(
        complaints(&admission.errors)[0],
        "spec.hostnames[0].a: unknown field \"spec.hostnames[0].a\""
    );
    assert_eq!(admission.value["spec"]["hostnames"], json!([{}]));
}
