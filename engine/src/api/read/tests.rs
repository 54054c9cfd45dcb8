use serde_json::json;

use super::read;
use crate::api::{
    BackendReference, HTTPPathModifier, HTTPRouteFilter, LabelOperator, LabelSelector, RouteBackendRef,
    ServiceSpec,
};

fn complaint<T: super::Read>(mut value: serde_json::Value) -> Option<String> {
    read::<T>(&mut value).err()
}

#[test]
fn names_are_spelled_as_in_the_api() {
    let spec: ServiceSpec =
        read(&mut json!({"type": "ExternalName", "externalName": "a.b", "clusterIP": "None"})).unwrap();
    let texts = (spec.kind, spec.external_name, spec.cluster_ip);
    assert_eq!(texts, (Some("ExternalName".into()), Some("a.b".into()), Some("None".into())));
}

#[test]
fn an_absent_field_is_its_default() {
    let backend: RouteBackendRef =
        read(&mut json!({"group": "", "kind": "Service", "name": "a", "port": null})).unwrap();
    assert_eq!((backend.weight, backend.reference.port), (1, None));
}

#[test]
fn what_no_schema_promised_is_told() {
    let number = json!({"group": "", "kind": "Service", "name": "a", "weight": -1});
    assert_eq!(
        complaint::<RouteBackendRef>(number).as_deref(),
        Some("invalid value: integer `-1`, expected u32")
    );
    let absent = complaint::<BackendReference>(json!({"group": "", "kind": "Service"}));
    assert_eq!(absent.as_deref(), Some("missing field `name`"));
    let null = complaint::<BackendReference>(json!({"group": null, "kind": "Service", "name": "a"}));
    assert_eq!(null.as_deref(), Some("invalid type, expected a text"));
    assert_eq!(complaint::<BackendReference>(json!([])).as_deref(), Some("invalid type, expected an object"));
}

#[test]
fn the_type_of_a_union_says_which_field_it_has() {
    let redirect = json!({"type": "URLRewrite", "urlRewrite": {
        "path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/a"},
    }});
    let Ok(HTTPRouteFilter::UrlRewrite { url_rewrite }) = read(&mut redirect.clone()) else {
        panic!("another filter")
    };
    let Some(HTTPPathModifier::ReplacePrefixMatch { replace_prefix_match }) = url_rewrite.path else {
        panic!("another path")
    };
    assert_eq!(replace_prefix_match, "/a");
    let other = complaint::<HTTPRouteFilter>(json!({"type": "Other"}));
    assert_eq!(other.as_deref(), Some("unknown type `Other`"));
}

#[test]
fn an_operator_that_nobody_knows_is_read() {
    let mut selector = json!({"matchExpressions": [{"key": "a", "operator": "Near"}]});
    let selector: LabelSelector = read(&mut selector).unwrap();
    assert_eq!(selector.match_expressions.first().map(|one| one.operator), Some(LabelOperator::Unknown));
}
