use std::collections::hash_map::DefaultHasher;
use std::ffi::OsStr;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::checkout::Checkout;
use crate::filter::FilterTools;
use crate::process;
use crate::progress::say;
use crate::web::bindgen;
use crate::web::compress::compress;
use crate::web::npm;

/// Builds the page around the package, unless nothing changed: a folder for any static host.
pub(super) fn build(checkout: &Checkout, engine: &Path, directory: &Path) -> Result<()> {
    let source = source(checkout);
    let page = directory.join("playground");
    npm::install(checkout, &source)?;
    let stamp = directory.join("playground.stamp");
    let wanted = fingerprint(checkout, directory)?;
    let is_fresh =
        page.join("index.html").exists() && fs::read_to_string(&stamp).is_ok_and(|found| found == wanted);
    if !is_fresh {
        say("web", "building the playground");
        compress(&engine.join(bindgen::MODULE), &directory.join("engine.wasm.xz"))?;
        process::run(program(&source, "vite").args(["build", "--logLevel", "warn"]))?;
        fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    }
    say("web", format_args!("{}", page.display()));
    Ok(())
}

/// Types and logic in Node.js, then the built page in Chromium.
pub(super) fn test(checkout: &Checkout, tools: &FilterTools, chromium: &Path) -> Result<()> {
    let source = source(checkout);
    process::run(program(&source, "tsc").arg("--noEmit"))?;
    let std = if tools.has_small_std() { "small" } else { "prebuilt" };
    let mut vitest = program(&source, "vitest");
    process::run(vitest.arg("run").env("CHROMIUM", chromium).env("GATEWRIGHT_WASM_STD", std))
}

/// What starting and typing cost in the built page, in lines for people.
pub(super) fn measure(checkout: &Checkout, chromium: &Path) -> Result<String> {
    let mut vitest = program(&source(checkout), "vitest");
    process::output(
        vitest
            .args(["run", "--config", "measure/vitest.config.ts"])
            .env("CHROMIUM", chromium)
            .env("NO_COLOR", "1"),
    )
}

/// A program that npm has installed beside the page.
fn program(source: &Path, name: &str) -> Command {
    let mut command = Command::new(source.join("node_modules/.bin").join(name));
    command.current_dir(source);
    command
}

fn source(checkout: &Checkout) -> PathBuf {
    checkout.root().join("web-playground/app")
}

/// Everything the page is made of. Only ever compared on the machine that wrote it.
fn fingerprint(checkout: &Checkout, directory: &Path) -> Result<String> {
    let root = checkout.root();
    let mut files = vec![
        directory.join("package.stamp"),
        root.join("docs/DIAGNOSTICS.md"),
        root.join("web-playground/types.d.ts"),
    ];
    for part in ["web-playground/app", "web-playground/gallery"] {
        list(&root.join(part), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        (file, content).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The files below a directory that become part of the page.
fn list(directory: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(directory).with_context(|| format!("cannot list {}", directory.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_file() {
            files.push(path);
        } else if !["node_modules", "tests"].iter().any(|name| path.file_name() == Some(OsStr::new(name))) {
            list(&path, files)?;
        }
    }
    Ok(())
}
