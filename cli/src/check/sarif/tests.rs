//! What is printed is SARIF 2.1.0, as its schema has it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use engine::{
    analysis::{Analysis, Options},
    source::{Input, read},
};
use jsonschema::Validator;

use super::*;

/// OASIS's schema, out of a crate that carries it.
fn schema() -> Validator {
    let mut schema: Value = serde_json::from_slice(&fs::read(schema_path()).unwrap()).unwrap();
    assert!(schema["$id"].as_str().unwrap().ends_with("/sarif-schema-2.1.0.json"));
    // It has a lone `]`, which strict readers of expressions refuse; we write no `language`.
    for kind in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{kind}/properties/language")).unwrap();
        language.as_object_mut().unwrap().remove("pattern").unwrap();
    }
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn schema_path() -> PathBuf {
    let metadata = |more: &[&str]| {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let mut command = Command::new(cargo);
        command.args(["metadata", "--format-version", "1", "--locked", "--manifest-path", manifest]);
        let output = command.args(more).output().unwrap();
        output.status.success().then_some(output.stdout)
    };
    // A package that was never built may have to be downloaded first.
    let output = metadata(&["--offline"]).or_else(|| metadata(&[])).expect("`cargo metadata` fails");
    let metadata: Value = serde_json::from_slice(&output).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    Path::new(package["manifest_path"].as_str().unwrap()).with_file_name("src").join("schema.json")
}

fn sarif_of(inputs: Vec<Input>) -> Value {
    let (sources, problems) = read(inputs);
    log(&Analysis::of(sources, problems, &Options::default()).diagnostics())
}

fn faults(schema: &Validator, log: &Value) -> Vec<String> {
    schema.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_log_of_every_documented_example_is_valid() {
    let schema = schema();
    let mut results = 0;
    for entry in handbook::entries() {
        let Some(bytes) = entry.example_bytes() else { continue };
        let log = sarif_of(vec![Input { path: "an example/of ünïcode.yaml".to_owned(), bytes }]);
        assert_eq!(faults(&schema, &log), [""; 0], "{}", entry.code);
        results += log["runs"][0]["results"].as_array().unwrap().len();
    }
    assert!(results > 80, "{results}");
}

#[test]
fn the_log_of_every_manifest_of_this_repository_is_valid() {
    let schema = schema();
    let mut inputs = Vec::new();
    for folder in ["examples", "cli/tests/manifests"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
        for entry in walkdir::WalkDir::new(root) {
            let path = entry.unwrap().into_path();
            if path.extension().is_some_and(|extension| extension == "yaml") {
                inputs.push(Input { bytes: fs::read(&path).unwrap(), path: path.display().to_string() });
            }
        }
    }
    assert!(inputs.len() > 10, "{}", inputs.len());
    for input in &inputs {
        let log = sarif_of(vec![input.clone()]);
        assert_eq!(faults(&schema, &log), [""; 0], "{}", input.path);
    }
    assert_eq!(faults(&schema, &sarif_of(inputs)), [""; 0]);
    assert_eq!(faults(&schema, &log(&[])), [""; 0]);
}

#[test]
fn a_wrong_log_is_told() {
    let mut log = log(&[]);
    log["runs"][0]["results"] = json!([{ "ruleId": "x", "level": "fatal", "message": { "text": "x" } }]);
    assert_eq!(faults(&schema(), &log).len(), 1);
}

#[test]
fn a_rule_says_what_its_code_means() {
    let rule = rule("zero-weights");
    assert_eq!(rule["help"]["text"], "Give a backend a weight above 0.");
    assert_eq!(rule["defaultConfiguration"]["level"], "warning");
    assert!(!rule["fullDescription"]["text"].as_str().unwrap().contains('`'));
}
