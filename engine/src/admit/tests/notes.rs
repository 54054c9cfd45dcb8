//! What is said of objects beside refusals: through `admit`, from the text of a file.

use super::Channel;
use crate::{
    admit::{AdmitOptions, admit},
    source::{FieldPath, Input, Place, Problem, Severity, read},
};

fn problems(channel: Channel, yaml: &str) -> Vec<Problem> {
    let (sources, problems) = read(vec![Input { path: "x.yaml".to_owned(), bytes: yaml.into() }]);
    assert_eq!(problems, []);
    admit(&sources, &AdmitOptions { channel, ..AdmitOptions::default() }).problems
}

/// Code, path and message of each problem, all of which are notes.
fn notes(yaml: &str) -> Vec<String> {
    let problems = problems(Channel::Experimental, yaml);
    assert!(problems.iter().all(|problem| problem.severity == Severity::Note), "{problems:?}");
    problems
        .iter()
        .map(|problem| format!("{} {}: {}", problem.code, path(&problem.place), problem.message))
        .collect()
}

fn path(place: &Place) -> &FieldPath {
    match place {
        Place::Field { path, .. } | Place::Key { path, .. } => path,
        other => panic!("{other:?}"),
    }
}

/// Code, message and hint of the only problem, an error.
fn only(channel: Channel, yaml: &str) -> (&'static str, String, String) {
    let mut problems = problems(channel, yaml);
    assert_eq!(problems.len(), 1, "{problems:?}");
    let problem = problems.remove(0);
    assert_eq!(problem.severity, Severity::Error);
    (problem.code, problem.message, problem.hint.unwrap())
}

fn header(api_version: &str, kind: &str) -> String {
    format!("apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: x}}\n")
}

fn route(spec: &str) -> String {
    header("gateway.networking.k8s.io/v1", "HTTPRoute") + "spec: " + spec
}

#[test]
fn a_field_of_the_experimental_channel_is_noted_at_each_of_its_places() {
    let route = route("{rules: [{retry: {attempts: 1}}, {}, {retry: {}}], useDefaultGateways: All}");
    assert_eq!(
        notes(&route),
        [
            "only-experimental spec.rules[0].retry: field `retry` is missing in the standard channel",
            "only-experimental spec.rules[2].retry: field `retry` is missing in the standard channel",
            "only-experimental spec.useDefaultGateways: field `useDefaultGateways` is missing in the standard channel",
        ]
    );
    let found = problems(Channel::Experimental, &route);
    assert!(found.iter().all(|problem| matches!(problem.place, Place::Key { .. })));
}

#[test]
fn a_value_of_the_experimental_channel_is_noted_beside_its_field() {
    let auth =
        "{type: ExternalAuth, externalAuth: {protocol: HTTP, http: {}, backendRef: {name: a, port: 1}}}";
    assert_eq!(
        notes(&route(&format!("{{rules: [{{filters: [{auth}]}}]}}"))),
        [
            "only-experimental spec.rules[0].filters[0].type: value `ExternalAuth` is missing in the standard channel",
            "only-experimental spec.rules[0].filters[0].externalAuth: field `externalAuth` is missing in the standard channel",
        ]
    );
}

#[test]
fn a_rule_that_only_the_standard_channel_has_is_noted() {
    let notes = notes(&route("{parentRefs: [{name: a, port: 80}, {name: a, port: 81}]}"));
    assert_eq!(
        notes,
        [
            "only-experimental spec.parentRefs: the standard channel does not take this: sectionName must be unique when parentRefs includes 2 or more references to the same parent",
        ]
    );
}

#[test]
fn a_kind_of_the_experimental_channel_is_noted_once() {
    let mesh =
        header("gateway.networking.x-k8s.io/v1alpha1", "XMesh") + "spec: {controllerName: example.com/a}";
    assert_eq!(notes(&mesh), ["only-experimental kind: kind `XMesh` is missing in the standard channel"]);
}

#[test]
fn what_both_channels_have_is_not_worth_a_note() {
    assert_eq!(notes(&route("{rules: [{name: a, timeouts: {request: 1s}}]}")), [""; 0]);
}

#[test]
fn a_kind_or_version_that_the_standard_channel_lacks_is_refused_there() {
    let mesh = header("gateway.networking.x-k8s.io/v1alpha1", "XMesh");
    let (code, message, hint) = only(Channel::Standard, &mesh);
    assert_eq!((code, message.as_str()), ("kind-unknown", "kind `XMesh` is missing in the standard channel"));
    assert_eq!(hint, "`XMesh` exists only in the experimental channel: use that channel or leave it out");
    let route = header("gateway.networking.k8s.io/v1alpha2", "TCPRoute");
    let (code, message, hint) = only(Channel::Standard, &route);
    assert_eq!(code, "version-unknown");
    assert_eq!(message, "version `v1alpha2` of TCPRoute is missing in the standard channel");
    assert_eq!(hint, "use `gateway.networking.k8s.io/v1`");
}

#[test]
fn a_deprecated_version_is_noted_with_the_one_to_write() {
    let route = header("gateway.networking.k8s.io/v1alpha2", "TCPRoute")
        + "spec: {rules: [{backendRefs: [{name: a, port: 1}]}]}";
    assert_eq!(
        notes(&route),
        [
            "version-deprecated apiVersion: version `v1alpha2` of TCPRoute is deprecated and missing in the standard channel"
        ]
    );
    let hint = problems(Channel::Experimental, &route).remove(0).hint;
    assert_eq!(hint.as_deref(), Some("write `apiVersion: gateway.networking.k8s.io/v1`"));
}

#[test]
fn the_hint_at_a_deprecated_version_says_what_the_next_one_will_not_take() {
    let rule = "{backendRefs: [{name: a, port: 1}]}";
    let route = header("gateway.networking.k8s.io/v1alpha2", "TCPRoute")
        + &format!("spec: {{rules: [{rule}, {rule}]}}");
    let hint = problems(Channel::Experimental, &route).remove(0).hint;
    assert_eq!(
        hint.as_deref(),
        Some(
            "write `apiVersion: gateway.networking.k8s.io/v1`, which does not take the object as it is: \
             spec.rules: Too many: 2: must have at most 1 item"
        )
    );
}

#[test]
fn v1beta1_is_served_and_not_deprecated() {
    assert_eq!(
        notes(&header("gateway.networking.k8s.io/v1beta1", "HTTPRoute").replace("}\n", "}\nspec: {}\n")),
        [""; 0]
    );
}

#[test]
fn a_misspelt_kind_of_either_group_is_recognised() {
    let hint = |api_version: &str, kind: &str| only(Channel::Experimental, &header(api_version, kind)).2;
    assert_eq!(hint("gateway.networking.k8s.io/v1", "HttpRout"), "did you mean `HTTPRoute`?");
    assert_eq!(hint("gateway.networking.x-k8s.io/v1alpha1", "XMech"), "did you mean `XMesh`?");
    assert_eq!(
        hint("gateway.networking.x-k8s.io/v1alpha1", "XListenerSet"),
        "did you mean `ListenerSet` of `gateway.networking.k8s.io/v1`?"
    );
    assert_eq!(
        hint("gateway.networking.x-k8s.io/v1alpha1", "Frobnicator"),
        "the kinds are XBackendTrafficPolicy, XBackend, XMesh"
    );
}

#[test]
fn a_kind_in_the_wrong_one_of_the_two_groups_is_sent_to_the_other() {
    let (code, _, hint) =
        only(Channel::Experimental, &header("gateway.networking.x-k8s.io/v1alpha1", "HTTPRoute"));
    assert_eq!(code, "group-unexpected");
    assert_eq!(hint, "write `apiVersion: gateway.networking.k8s.io/v1`");
    let (code, _, hint) = only(Channel::Experimental, &header("gateway.networking.k8s.io/v1", "XBackend"));
    assert_eq!(code, "group-unexpected");
    assert_eq!(hint, "write `apiVersion: gateway.networking.x-k8s.io/v1alpha1`");
}

#[test]
fn objects_of_other_projects_are_left_alone() {
    for (api_version, kind) in [
        ("networking.istio.io/v1", "Gateway"),
        ("serving.knative.dev/v1", "Service"),
        ("apps/v1", "Deployment"),
        ("multicluster.x-k8s.io/v1alpha1", "ServiceImport"),
    ] {
        assert_eq!(problems(Channel::Experimental, &header(api_version, kind)), [], "{kind}");
    }
}

#[test]
fn an_object_with_status_is_taken() {
    let route = route("{}") + "\nstatus: {parents: [{whatever: 1}]}";
    assert_eq!(problems(Channel::Standard, &route), []);
}
