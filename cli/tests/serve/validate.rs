//! `envoy --mode validate` takes everything that `gatewright envoy` writes, for all examples and all of the corpus.

use std::collections::BTreeMap;
use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::Command;

use host_tests::corpus;
use serde_json::{Value, json};

/// All documents in one bootstrap, so that one Envoy compiles the filter once.
#[test]
fn envoy_takes_what_is_written_for_every_example_and_the_corpus() {
    let directory = tempfile::tempdir().unwrap();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut inputs = host_tests::examples();
    let cases = corpus::load(&repository.join("host-tests/corpus")).unwrap();
    for (number, case) in cases.iter().enumerate() {
        let file = directory.path().join(format!("{number}.yaml"));
        fs::write(&file, &case.manifests).unwrap();
        inputs.push(file);
    }
    let mut all = All::default();
    for (number, input) in inputs.iter().enumerate() {
        if let Some(written) = written(input, &directory.path().join(format!("out{number}"))) {
            all.take(&written);
        }
    }
    assert!(all.taken > inputs.len() * 3 / 4, "{} of {}", all.taken, inputs.len());
    let (accepted, said) = validate(directory.path(), &all.bootstrap());
    assert!(accepted && !said.contains("eprecated"), "{said}");
    // Else it may have looked at nothing.
    all.listeners[0]["filter_chains"][0]["filters"][0]["typed_config"]["no_such_field"] = true.into();
    let (accepted, said) = validate(directory.path(), &all.bootstrap());
    assert!(!accepted && said.contains("no_such_field"), "{said}");
}

/// The directory that `gatewright envoy` fills; none where it refuses manifests with errors. A corpus case with errors
/// runs on a real Envoy all the same, in host-tests/tests/envoy.rs.
fn written(input: &Path, output: &Path) -> Option<PathBuf> {
    let filters = host_tests::filters().unwrap_or_else(|error| panic!("{error}"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatewright"));
    command.arg("envoy").arg(input).arg("-d").arg(output).arg("--filter").arg(filters.small);
    // Gateways that want one port must not have one address.
    for (number, gateway) in crate::running::gateways(input).iter().enumerate() {
        command.args(["--address", &format!("{gateway}=127.0.0.{}", number + 1)]);
    }
    let ran = command.output().unwrap();
    if ran.status.success() {
        return Some(output.to_owned());
    }
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(said.contains("nothing is written"), "{}: {said}", input.display());
    None
}

/// The resources of many outputs.
#[derive(Default)]
struct All {
    taken: usize,
    listeners: Vec<Value>,
    /// By name: where two outputs mean different things by one name, the first counts.
    clusters: BTreeMap<String, Value>,
    secrets: BTreeMap<String, Value>,
}

// === impl All ===

impl All {
    fn take(&mut self, directory: &Path) {
        self.taken += 1;
        let number = self.taken;
        for mut listener in resources(directory, "lds.json") {
            inline(&mut listener, directory);
            listener["name"] = format!("{number} {}", listener["name"]).into();
            // Each output has an address of its own, since one Envoy does not take one twice.
            let address = listener.pointer_mut("/address/socket_address/address").unwrap();
            let last: Ipv4Addr = address.as_str().unwrap().parse().unwrap();
            let [_, _, _, last] = last.octets();
            let number = u16::try_from(number).unwrap().to_be_bytes();
            *address = Ipv4Addr::new(127, number[0] + 1, number[1], last).to_string().into();
            self.listeners.push(listener);
        }
        for cluster in resources(directory, "cds.json") {
            self.clusters.entry(cluster["name"].to_string()).or_insert(cluster);
        }
        let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name());
        for file in files.map(|name| name.into_string().unwrap()).filter(|name| name.starts_with("sds.")) {
            for secret in resources(directory, &file) {
                self.secrets.entry(secret["name"].to_string()).or_insert(secret);
            }
        }
    }

    fn bootstrap(&self) -> Value {
        json!({
            "node": { "id": "validate", "cluster": "validate" },
            "static_resources": {
                "listeners": self.listeners,
                "clusters": self.clusters.values().collect::<Vec<_>>(),
                "secrets": self.secrets.values().collect::<Vec<_>>(),
            },
        })
    }
}

/// The resources of a document, without the types that a bootstrap does not repeat.
fn resources(directory: &Path, file: &str) -> Vec<Value> {
    let Ok(text) = fs::read_to_string(directory.join(file)) else { return Vec::new() };
    let document: Value = serde_json::from_str(&text).unwrap();
    let mut resources = document["resources"].as_array().unwrap().clone();
    for resource in &mut resources {
        resource.as_object_mut().unwrap().remove("@type");
    }
    resources
}

/// Puts into its place what would be discovered: validation reads no files.
fn inline(value: &mut Value, directory: &Path) {
    match value {
        Value::Object(fields) => {
            if fields.remove("config_discovery").is_some() {
                let filter = named(directory, "ecds.json", &fields["name"]);
                fields.insert("typed_config".to_owned(), filter["typed_config"].clone());
            }
            if let Some(rds) = fields.remove("rds") {
                let routes = named(directory, "rds.json", &rds["route_config_name"]);
                fields.insert("route_config".to_owned(), routes);
            }
            // A secret with a name alone is looked up in the bootstrap.
            fields.remove("sds_config");
            fields.values_mut().for_each(|value| inline(value, directory));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| inline(value, directory)),
        _ => {}
    }
}

fn named(directory: &Path, file: &str, name: &Value) -> Value {
    let found = resources(directory, file).into_iter().find(|resource| resource["name"] == *name);
    found.unwrap_or_else(|| panic!("{} has no {name}", directory.join(file).display()))
}

fn validate(directory: &Path, bootstrap: &Value) -> (bool, String) {
    let envoy = host_tests::envoy::binary().unwrap_or_else(|error| panic!("{error}"));
    let file = directory.join("bootstrap.json");
    fs::write(&file, bootstrap.to_string()).unwrap();
    let output = Command::new(envoy).args(["--mode", "validate", "-c"]).arg(&file).output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}
