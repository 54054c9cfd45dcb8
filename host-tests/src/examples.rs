use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold no manifests to serve: programs, which web-playground/package/tests runs, and configurations of
/// other people's Envoys, which tests/own_envoy.rs reads.
const OTHERS: [&str; 7] =
    ["envoy", "envoy-gateway", "istio", "npm-bundler", "npm-node", "npm-page", "npm-worker"];

/// The folders of `examples/` that hold manifests, in order.
///
/// # Panics
///
/// When there are none.
pub fn examples() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let entries = fs::read_dir(directory).expect("the examples can be listed");
    let mut folders: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    folders.retain(|folder| {
        let name = folder.file_name().unwrap_or_default();
        folder.is_dir() && OTHERS.iter().all(|other| name != *other)
    });
    folders.sort();
    assert!(!folders.is_empty(), "there are no examples");
    folders
}
