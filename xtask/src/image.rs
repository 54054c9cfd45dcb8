//! The filters as OCI images, made without a container engine.
//!
//! Envoy Gateway and Istio fetch a wasm plugin from a registry as an image of one layer with `plugin.wasm` at its root
//! (the "compat" variant of the wasm image specification). An image layout (OCI image-spec, `image-layout.md`) is a
//! directory of such images that `skopeo`, `oras` and `crane` push as it is.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::checkout::Checkout;
use crate::filter::Filter;
use crate::progress::say;

#[cfg(test)]
mod tests;

const INDEX: &str = "application/vnd.oci.image.index.v1+json";
const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
const CONFIG: &str = "application/vnd.oci.image.config.v1+json";
const LAYER: &str = "application/vnd.oci.image.layer.v1.tar+gzip";

/// Where hosts look for the module.
const MODULE: &str = "plugin.wasm";

/// Puts built filters into the layout of the checkout. The same filters make the same bytes.
pub(crate) fn write(checkout: &Checkout, filters: &[Filter]) -> Result<()> {
    let directory = checkout.image_dir();
    let modules = filters.iter().map(|filter| {
        let path = filter.path(checkout);
        let module = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok((filter.image_name(), module))
    });
    for (name, digest) in layout(&directory, &modules.collect::<Result<Vec<_>>>()?)? {
        say("image", format_args!("{}:{name} {digest}", directory.display()));
    }
    Ok(())
}

/// Writes a layout with an image for each module, and gives the digest of each manifest.
fn layout(directory: &Path, modules: &[(&str, Vec<u8>)]) -> Result<Vec<(String, String)>> {
    if directory.exists() {
        fs::remove_dir_all(directory).with_context(|| format!("cannot empty {}", directory.display()))?;
    }
    let blobs = Blobs::new(directory)?;
    let manifests = modules.iter().map(|(name, module)| image(&blobs, name, module));
    let manifests = manifests.collect::<Result<Vec<_>>>()?;
    let index = json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": manifests });
    put(&directory.join("index.json"), &bytes(&index)?)?;
    put(&directory.join("oci-layout"), &bytes(&json!({ "imageLayoutVersion": "1.0.0" }))?)?;
    let digests = modules.iter().zip(&manifests).map(|((name, _), manifest)| {
        ((*name).to_owned(), manifest["digest"].as_str().unwrap_or_default().to_owned())
    });
    Ok(digests.collect())
}

/// The blobs of one image, and what the index says of it.
fn image(blobs: &Blobs<'_>, name: &str, module: &[u8]) -> Result<Value> {
    let archive = archive(module)?;
    let layer = blobs.put(LAYER, &compressed(&archive)?)?;
    let config = json!({
        // No machine: what GOARCH and GOOS call it.
        "architecture": "wasm",
        "os": "wasip1",
        "config": {},
        "rootfs": { "type": "layers", "diff_ids": [digest(&archive)] },
    });
    let manifest = json!({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": blobs.put(CONFIG, &bytes(&config)?)?,
        "layers": [layer],
        "annotations": {
            "module.wasm.image/variant": "compat",
            "org.opencontainers.image.title": name,
            "org.opencontainers.image.version": env!("CARGO_PKG_VERSION"),
            "org.opencontainers.image.licenses": "Apache-2.0",
        },
    });
    let mut entry = blobs.put(MANIFEST, &bytes(&manifest)?)?;
    entry["annotations"] = json!({ "org.opencontainers.image.ref.name": name });
    Ok(entry)
}

/// The module alone, by nobody and of no time.
fn archive(module: &[u8]) -> Result<Vec<u8>> {
    let mut header = tar::Header::new_ustar();
    header.set_size(u64::try_from(module.len())?);
    header.set_mode(0o644);
    header.set_mtime(0);
    header.set_uid(0);
    header.set_gid(0);
    let mut archive = tar::Builder::new(Vec::new());
    archive.append_data(&mut header, MODULE, module)?;
    Ok(archive.into_inner()?)
}

/// Without a file's name and time, which gzip would keep.
fn compressed(archive: &[u8]) -> Result<Vec<u8>> {
    const UNKNOWN: u8 = 255;
    let mut gzip = GzBuilder::new().mtime(0).operating_system(UNKNOWN).write(Vec::new(), Compression::best());
    gzip.write_all(archive)?;
    Ok(gzip.finish()?)
}

fn digest(content: &[u8]) -> String {
    let hash = Sha256::digest(content);
    hash.iter().fold("sha256:".to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

fn bytes(document: &Value) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec(document)?)
}

fn put(path: &Path, content: &[u8]) -> Result<()> {
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

/// Content under its own digest.
struct Blobs<'a> {
    directory: &'a Path,
}

// === impl Blobs ===

impl<'a> Blobs<'a> {
    fn new(directory: &'a Path) -> Result<Self> {
        let blobs = directory.join("blobs/sha256");
        fs::create_dir_all(&blobs).with_context(|| format!("cannot make {}", blobs.display()))?;
        Ok(Self { directory })
    }

    /// Writes it, and gives the descriptor (OCI image-spec, `descriptor.md`) that others refer to it by.
    fn put(&self, media_type: &str, content: &[u8]) -> Result<Value> {
        let digest = digest(content);
        put(&self.directory.join("blobs").join(digest.replace(':', "/")), content)?;
        Ok(json!({ "mediaType": media_type, "digest": digest, "size": content.len() }))
    }
}
