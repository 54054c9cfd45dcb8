//! Envoy itself reads what we write: `envoy --mode validate` loads every resource, the filter included.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::plans::{everything, manifests};
use crate::{Admin, Bootstrap, Layout, Part, bootstrap, resources, static_bootstrap};

#[test]
fn envoy_accepts_a_static_bootstrap() {
    let directory = tempfile::tempdir().unwrap();
    let plan = everything(&module(directory.path()));
    accepted(directory.path(), &static_bootstrap(&options(), &plan));
}

#[test]
fn envoy_accepts_manifests_as_the_filters_configuration() {
    let directory = tempfile::tempdir().unwrap();
    let module = module(directory.path());
    let mut plan = everything(&module);
    plan.filter = manifests(&module);
    accepted(directory.path(), &static_bootstrap(&options(), &plan));
}

#[test]
fn envoy_accepts_a_bootstrap_that_reads_files() {
    let directory = tempfile::tempdir().unwrap();
    let layout = Layout::new(directory.path());
    let documents = resources(&everything(&module(directory.path())), &layout);
    fs::write(layout.part(Part::Listeners), documents.listeners.bytes()).unwrap();
    fs::write(layout.part(Part::Clusters), documents.clusters.bytes()).unwrap();
    accepted(directory.path(), &bootstrap(&options(), &layout));
}

#[test]
fn envoy_accepts_the_listeners_and_clusters_of_the_files() {
    let directory = tempfile::tempdir().unwrap();
    let layout = Layout::new(directory.path());
    let documents = resources(&everything(&module(directory.path())), &layout);
    for part in [Part::Routes, Part::Filter] {
        fs::write(layout.part(part), documents.part(part).bytes()).unwrap();
    }
    for (name, secret) in &documents.secrets {
        fs::write(layout.secret(name), secret.bytes()).unwrap();
    }
    // Validation reads no discovery file, so their resources are put into the bootstrap.
    let mut bootstrap = bootstrap(&options(), &layout);
    bootstrap.as_object_mut().unwrap().remove("dynamic_resources").unwrap();
    let secrets = documents.secrets.iter().flat_map(|(_, secret)| untyped(&secret.json()));
    bootstrap["static_resources"] = json!({
        "secrets": secrets.collect::<Vec<_>>(),
        "listeners": untyped(&documents.listeners.json()),
        "clusters": untyped(&documents.clusters.json()),
    });
    accepted(directory.path(), &bootstrap);
}

#[test]
fn envoy_refuses_a_module_that_is_not_there() {
    let directory = tempfile::tempdir().unwrap();
    let module = module(directory.path());
    let plan = everything(&module.with_file_name("missing.wasm"));
    let (accepted, said) = validate(directory.path(), &static_bootstrap(&options(), &plan));
    assert!(!accepted && said.contains("missing.wasm"), "{said}");
}

fn options() -> Bootstrap {
    Bootstrap { node_id: "test".into(), admin: Some(Admin::Tcp("127.0.0.1:0".parse().unwrap())) }
}

fn untyped(document: &Value) -> Vec<Value> {
    let mut resources = document["resources"].as_array().unwrap().clone();
    for resource in &mut resources {
        resource.as_object_mut().unwrap().remove("@type").unwrap();
    }
    resources
}

/// The smallest module that Envoy takes for a filter: the interface's version, a memory, an allocator.
fn module(directory: &Path) -> PathBuf {
    let text = r#"(module
        (memory (export "memory") 1)
        (func (export "proxy_abi_version_0_2_1"))
        (func (export "proxy_on_memory_allocate") (param i32) (result i32) i32.const 1024))"#;
    let path = directory.join("filter.wasm");
    fs::write(&path, wat::parse_str(text).unwrap()).unwrap();
    // What the system is said to trust, beside it.
    fs::write(directory.join("authorities.pem"), super::plans::key_pair().0).unwrap();
    path
}

fn accepted(directory: &Path, bootstrap: &Value) {
    let (accepted, said) = validate(directory, bootstrap);
    assert!(accepted, "envoy refused the configuration:\n{said}");
    assert!(!said.contains("Deprecated field"), "envoy is about to drop a field that we use:\n{said}");
}

fn validate(directory: &Path, bootstrap: &Value) -> (bool, String) {
    let envoy = std::env::var_os("ENVOY").unwrap_or_else(|| "envoy".into());
    let file = directory.join("bootstrap.json");
    fs::write(&file, bootstrap.to_string()).unwrap();
    let output = Command::new(&envoy).args(["--mode", "validate", "-c"]).arg(&file).output();
    let output = output.unwrap_or_else(|error| {
        panic!("cannot run `{}`: {error}; set ENVOY to an Envoy binary", envoy.to_string_lossy())
    });
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}
