use std::path::Path;

use super::plans::{everything, manifests};
use crate::{Layout, Material, Part, PluginConfiguration, resources};

#[test]
fn a_change_of_routes_leaves_listeners_and_clusters_alone() {
    let layout = Layout::new("/xds");
    let plan = everything(Path::new("/filter.wasm"));
    let mut other = plan.clone();
    other.filter = manifests(Path::new("/filter.wasm"));
    let (former, next) = (resources(&plan, &layout), resources(&other, &layout));
    assert_eq!(former.listeners, next.listeners);
    assert_eq!(former.clusters, next.clusters);
    assert_ne!(former.filter.version, next.filter.version);
}

#[test]
fn a_renewed_certificate_leaves_everything_else_alone() {
    let layout = Layout::new("/xds");
    let plan = everything(Path::new("/filter.wasm"));
    let mut other = plan.clone();
    other.secrets[0].material = Material::Authorities("renewed".into());
    let (former, next) = (resources(&plan, &layout), resources(&other, &layout));
    assert!(Part::ORDER.iter().all(|part| former.part(*part) == next.part(*part)));
    let renewed: Vec<_> =
        former.secrets.iter().filter(|(name, one)| next.secret(name) != Some(one)).collect();
    assert_eq!(renewed.len(), 1);
}

#[test]
fn a_version_is_what_the_document_says_it_is() {
    let documents = resources(&everything(Path::new("/filter.wasm")), &Layout::new("/xds"));
    let again = documents.clusters.with_version("again".to_owned());
    assert_eq!(documents.clusters.json()["version_info"], *documents.clusters.version);
    assert_eq!(again.json()["version_info"], *again.version);
    assert_eq!(again.json()["resources"], documents.clusters.json()["resources"]);
}

/// Nobody has to take a table out of base64.
#[test]
fn a_compact_filter_has_its_bundle_as_it_is() {
    let mut plan = everything(Path::new("/filter.wasm"));
    let bundle = b"\0bundle\xff".repeat(50);
    plan.filter.configuration = PluginConfiguration::Bundle(bundle.clone());
    let layout = Layout::compact("/xds");
    let filter = resources(&plan, &layout).filter;
    let has = |text: &[u8]| filter.bytes().windows(text.len()).any(|it| it == text);
    assert!(has(&bundle) && has(b"/filter.wasm") && has(filter.version.as_bytes()));
    assert_eq!(layout.part(Part::Filter), Path::new("/xds/ecds.pb"));

    plan.filter.configuration = PluginConfiguration::Bundle(b"another".to_vec());
    assert_ne!(resources(&plan, &layout).filter.version, filter.version);
}
