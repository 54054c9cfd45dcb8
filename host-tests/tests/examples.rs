//! Every folder of `examples/` is what its README says, line by line: the engine is asked each `curl`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use engine::{actions::Actions, attach::BackendTarget, report::Diagnostic, source::Input};
use host_tests::{
    readme::{self, Curl},
    subject::Native,
};

/// A problem's code, object and field.
type Known = (&'static str, &'static str, &'static str);

/// The folders with problems, and which ones.
const PROBLEMS: &[(&str, &[Known])] = &[
    ("all-protocols", &[("only-experimental", "XBackendTrafficPolicy api", "kind")]),
    ("timeouts-and-retries", &[("only-experimental", "HTTPRoute shop", "spec.rules[0].retry")]),
    (
        "missing-gatewayclass",
        &[
            ("gatewayclass-not-found", "Gateway prod-web", "spec.gatewayClassName"),
            ("parent-not-managed", "HTTPRoute foo", "spec.parentRefs[0].name"),
        ],
    ),
    (
        "cross-namespace-refused",
        &[
            ("route-not-accepted", "HTTPRoute home", "spec.parentRefs[0]"),
            ("route-not-accepted", "HTTPRoute login", "spec.parentRefs[0]"),
            ("ref-not-resolved", "HTTPRoute store", "spec.rules[1].backendRefs[0].namespace"),
        ],
    ),
];

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")
}

fn folders() -> Vec<String> {
    let name = |folder: PathBuf| folder.file_name().expect("a name").to_string_lossy().into_owned();
    host_tests::examples().into_iter().map(name).collect()
}

/// Every manifest of a folder.
fn native(folder: &str) -> Native {
    let dir = examples().join(folder);
    let mut inputs = Vec::new();
    for entry in fs::read_dir(&dir).expect("the folder can be listed") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let bytes = fs::read(&path).expect("the manifest can be read");
            let path = path.file_name().expect("a file").to_string_lossy().into_owned();
            inputs.push(Input { path, bytes });
        }
    }
    inputs.sort_by(|left, right| left.path.cmp(&right.path));
    Native::read(inputs)
}

fn readme(folder: &str) -> String {
    fs::read_to_string(examples().join(folder).join("README.md"))
        .unwrap_or_else(|error| panic!("examples/{folder} has no README.md: {error}"))
}

#[test]
fn each_example_has_the_problems_that_it_shows_and_no_others() {
    for folder in folders() {
        let expected =
            PROBLEMS.iter().find(|(name, _)| *name == folder).map(|(_, list)| *list).unwrap_or_default();
        let found: Vec<_> = native(&folder).analysis.diagnostics();
        let mut found: Vec<_> = found.iter().map(told).collect();
        let mut expected: Vec<_> =
            expected.iter().map(|(code, object, field)| format!("{code} at {object}, {field}")).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "examples/{folder}");
    }
}

fn told(diagnostic: &Diagnostic) -> String {
    let object = diagnostic
        .object
        .as_ref()
        .map(|object| format!("{} {}", object.kind, object.name))
        .unwrap_or_default();
    format!("{} at {object}, {}", diagnostic.code, diagnostic.field_path)
}

#[test]
fn a_readme_names_the_codes_of_its_problems() {
    for (folder, problems) in PROBLEMS {
        let readme = readme(folder);
        for (code, ..) in *problems {
            assert!(
                readme.contains(&format!("| `{code}` |")),
                "examples/{folder}/README.md tells of `{code}`"
            );
        }
    }
}

#[test]
fn a_missing_gatewayclass_comes_with_the_manifest_that_mends_it() {
    let diagnostics = native("missing-gatewayclass").analysis.diagnostics();
    let missing = diagnostics
        .iter()
        .find(|found| found.code == "gatewayclass-not-found")
        .expect("the problem is found");
    assert_eq!(
        missing.message,
        "GatewayClass `cilium` does not exist, so no controller takes this Gateway and none of its routes is served"
    );
    let hint = missing.hint.as_deref().expect("a hint");
    let (_, manifest) = hint.split_once(":\n").expect("a manifest behind the first line");
    assert!(
        readme("missing-gatewayclass").contains(manifest),
        "the README shows the manifest of the hint:\n{manifest}"
    );

    let gateway = fs::read(examples().join("missing-gatewayclass/gateway.yaml")).expect("the Gateway");
    let route = fs::read(examples().join("missing-gatewayclass/httproute.yaml")).expect("the route");
    let service = fs::read(examples().join("missing-gatewayclass/service.yaml")).expect("the Service");
    let mended = Native::read(
        [("class.yaml", manifest.as_bytes().to_vec()), ("g", gateway), ("r", route), ("s", service)]
            .map(|(path, bytes)| Input { path: path.to_owned(), bytes })
            .into(),
    );
    assert_eq!(mended.analysis.diagnostics().len(), 0, "with the manifest of the hint all is well");
}

#[test]
fn a_gateway_without_its_class_waits_for_a_controller() {
    let list = native("missing-gatewayclass").analysis.status_list("2025-01-01T00:00:00Z", |_| true);
    let items = list["items"].as_array().expect("a List");
    let gateway = items.iter().find(|item| item["kind"] == "Gateway").expect("the Gateway");
    let conditions = gateway["status"]["conditions"].as_array().expect("conditions");
    for condition in conditions {
        assert_eq!((&condition["status"], &condition["reason"]), (&"Unknown".into(), &"Pending".into()));
        let message = condition["message"].as_str().expect("a message");
        assert!(message.contains("GatewayClass `cilium` does not exist"), "{message}");
    }
    assert_eq!(conditions.len(), 2);
}

#[test]
fn each_curl_of_a_readme_gets_the_answer_behind_it() {
    for folder in folders() {
        let native = native(&folder);
        for Curl { line, request, answers } in readme::lines(&readme(&folder)) {
            assert_eq!(shares(&native, &request), answers, "examples/{folder}/README.md: {line}");
        }
    }
}

#[test]
fn every_example_that_serves_something_shows_a_request() {
    for folder in folders().iter().filter(|folder| *folder != "missing-gatewayclass") {
        assert_ne!(readme::lines(&readme(folder)).len(), 0, "examples/{folder}/README.md");
    }
}

/// How often each answer comes in a hundred requests, evenly drawn.
fn shares(native: &Native, request: &host_tests::corpus::Request) -> BTreeMap<String, u32> {
    let mut shares = BTreeMap::new();
    for percent in 0..100 {
        let answer = native.with(request, |socket, asked| {
            let table = &native.analysis.table;
            let decision = table.decide(socket, asked, &mut ());
            // The middle of each hundredth.
            match table.actions(socket, decision, asked, (u64::MAX / 200) * (2 * percent + 1)) {
                Actions::Forward(forward) => BackendTarget::label_of(forward.cluster).to_owned(),
                Actions::Redirect(redirect) => format!("{} {}", redirect.status, redirect.location),
                Actions::Reply(reply) => reply.status().to_string(),
            }
        });
        *shares.entry(answer.expect("a listener on the port")).or_default() += 1;
    }
    shares
}
