use serde_json::json;

use super::*;

#[test]
fn an_empty_route_matches_every_path() {
    let admission = admit(route(json!({})));
    assert_eq!(complaints(&admission.errors), [""; 0]);
    assert_eq!(
        admission.value["spec"],
        json!({"rules": [{"matches": [{"path": {"type": "PathPrefix", "value": "/"}}]}]})
    );
}

#[test]
fn defaults_fill_objects_that_are_there_and_make_none() {
    let admission = admit(rule(json!({
        "backendRefs": [{"name": "a", "port": 80}],
        "filters": [{"type": "CORS", "cors": {}}],
    })));
    assert_eq!(complaints(&admission.errors), [""; 0]);
    let rule = &admission.value["spec"]["rules"][0];
    assert_eq!(
        rule["backendRefs"],
        json!([{"name": "a", "port": 80, "group": "", "kind": "Service", "weight": 1}])
    );
    assert_eq!(rule["filters"], json!([{"type": "CORS", "cors": {"maxAge": 5}}]));
    assert_eq!(rule.get("timeouts"), None);
}

#[test]
fn a_default_that_holds_another_is_filled_in_too() {
    let admission = admit(gateway(json!({})));
    assert_eq!(
        admission.value["spec"]["listeners"][0]["allowedRoutes"],
        json!({"namespaces": {"from": "Same"}})
    );
}

#[test]
fn null_means_absent_and_becomes_the_default_if_there_is_one() {
    let admission = admit(rule(json!({"matches": null, "filters": null, "name": null})));
    assert_eq!(complaints(&admission.errors), [""; 0]);
    assert_eq!(
        admission.value["spec"]["rules"][0],
        json!({"matches": [{"path": {"type": "PathPrefix", "value": "/"}}]})
    );
}

#[test]
fn a_null_field_that_is_required_is_missing() {
    let admission = admit(rule(json!({"backendRefs": [{"name": null, "port": 80}]})));
    assert_eq!(complaints(&admission.errors)[0], "spec.rules[0].backendRefs[0].name: Required value");
}

#[test]
fn a_null_in_a_list_stays_and_has_the_wrong_type() {
    let admission = admit(route(json!({"hostnames": [null]})));
    assert_eq!(
        complaints(&admission.errors)[0],
        "spec.hostnames[0]: Invalid value: \"null\": spec.hostnames[0] in body must be of type string: \"null\""
    );
}

#[test]
fn a_whole_number_may_be_written_with_a_fraction() {
    let admission = admit(rule(json!({"retry": {"attempts": 3.0}})));
    assert_eq!(complaints(&admission.errors), [""; 0]);
    assert_eq!(admission.value["spec"]["rules"][0]["retry"]["attempts"], json!(3));
}

#[test]
fn status_is_kept_as_it_is() {
    let mut object = route(json!({}));
    object["status"] = json!({"anything": [null, 1.5]});
    let admission = admit(object);
    assert_eq!(complaints(&admission.errors), [""; 0]);
    assert_eq!(admission.value["status"], json!({"anything": [null, 1.5]}));
}

#[test]
fn the_fields_of_the_input_keep_their_order() {
    let admission = admit(route(json!({"hostnames": ["a"], "parentRefs": []})));
    let names: Vec<_> = admission.value["spec"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["hostnames", "parentRefs", "rules"]);
}

#[test]
fn a_service_is_a_cluster_ip_over_tcp() {
    let admission = admit(service(json!({"ports": [{"port": 80, "targetPort": "web"}]})));
    assert_eq!(complaints(&admission.errors), [""; 0]);
    assert_eq!(admission.value["spec"]["type"], "ClusterIP");
    assert_eq!(admission.value["spec"]["ports"][0]["protocol"], "TCP");
}
