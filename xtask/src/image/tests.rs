//! The layout, read as a registry's client and a wasm host read it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use serde_json::Value;

use super::{CONFIG, LAYER, MANIFEST, MODULE, digest, layout};

fn modules() -> Vec<(&'static str, Vec<u8>)> {
    vec![("lean", b"\0asm lean".repeat(1_000)), ("full", b"\0asm full".repeat(3_000))]
}

/// A blob, checked against what refers to it.
fn blob(directory: &Path, descriptor: &Value, media_type: &str) -> Vec<u8> {
    assert_eq!(descriptor["mediaType"], media_type);
    let name = descriptor["digest"].as_str().unwrap();
    let content = fs::read(directory.join("blobs").join(name.replace(':', "/"))).unwrap();
    assert_eq!(digest(&content), name);
    assert_eq!(descriptor["size"], content.len());
    content
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Every file below a directory, by its path.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut left = vec![directory.to_owned()];
    while let Some(path) = left.pop() {
        if path.is_dir() {
            left.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let name = path.strip_prefix(directory).unwrap().display().to_string();
            found.insert(name, fs::read(path).unwrap());
        }
    }
    found
}

#[test]
fn each_image_holds_its_module_and_nothing_else() {
    let directory = tempfile::tempdir().unwrap();
    let written = layout(directory.path(), &modules()).unwrap();
    assert_eq!(read(&directory.path().join("oci-layout"))["imageLayoutVersion"], "1.0.0");
    let index = read(&directory.path().join("index.json"));
    for (number, (name, module)) in modules().into_iter().enumerate() {
        let entry = &index["manifests"][number];
        assert_eq!(entry["annotations"]["org.opencontainers.image.ref.name"], name);
        assert_eq!(
            (name, entry["digest"].as_str()),
            (written[number].0.as_str(), Some(written[number].1.as_str()))
        );
        let manifest = blob(directory.path(), entry, MANIFEST);
        let manifest: Value = serde_json::from_slice(&manifest).unwrap();
        assert_eq!((&manifest["schemaVersion"], &manifest["mediaType"]), (&2.into(), &MANIFEST.into()));

        let layers = manifest["layers"].as_array().unwrap();
        assert_eq!(layers.len(), 1);
        let mut archive = Vec::new();
        let layer = blob(directory.path(), &layers[0], LAYER);
        GzDecoder::new(layer.as_slice()).read_to_end(&mut archive).unwrap();
        let mut held = Vec::new();
        for entry in tar::Archive::new(archive.as_slice()).entries().unwrap() {
            let mut entry = entry.unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            held.push((entry.path().unwrap().display().to_string(), content));
        }
        assert!(held == [(MODULE.to_owned(), module)], "the layer of {name} holds the module alone");

        let config = blob(directory.path(), &manifest["config"], CONFIG);
        let config: Value = serde_json::from_slice(&config).unwrap();
        assert_eq!(config["rootfs"]["diff_ids"], serde_json::json!([digest(&archive)]));
    }
}

#[test]
fn the_same_modules_make_the_same_bytes() {
    let [first, second] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for directory in [&first, &second] {
        layout(directory.path(), &modules()).unwrap();
    }
    assert!(files(first.path()) == files(second.path()));
}

#[test]
fn nothing_of_an_earlier_layout_stays() {
    let directory = tempfile::tempdir().unwrap();
    layout(directory.path(), &modules()).unwrap();
    let before = files(directory.path());
    layout(directory.path(), &modules()[..1]).unwrap();
    let after = files(directory.path());
    // Config, manifest and layer.
    assert_eq!(after.len(), before.len() - 3);
}
