//! The crate `web-playground` becomes a module and the JavaScript that calls it.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::checkout::Checkout;
use crate::filter::FilterTools;
use crate::process;
use crate::progress::{say, seconds};
use crate::wasm_opt::Goal;
use crate::wasm_std;

/// What wasm-bindgen calls the module.
pub(super) const MODULE: &str = "gatewright_bg.wasm";
const SCRIPT: &str = "gatewright.js";

/// Compiles, binds and optimises; each step is skipped where nothing changed.
pub(super) fn build(checkout: &Checkout, tools: &FilterTools, directory: &Path) -> Result<PathBuf> {
    let start = Instant::now();
    say("web", "building the engine");
    let compiled = compile(checkout, tools)?;
    let bound = directory.join("bound");
    bind(checkout, &compiled, &bound)?;
    let engine = directory.join("engine");
    fs::create_dir_all(&engine).with_context(|| format!("cannot create {}", engine.display()))?;
    let module = engine.join(MODULE);
    let what =
        if tools.optimise(Goal::Compressed, &bound.join(MODULE), &module)? { "" } else { ", unchanged" };
    copy(&bound.join(SCRIPT), &engine.join(SCRIPT))?;
    let size = fs::metadata(&module).with_context(|| format!("cannot read {}", module.display()))?.len();
    say("web", format_args!("{}: {size} bytes, {}{what}", module.display(), seconds(start)));
    Ok(engine)
}

fn compile(checkout: &Checkout, tools: &FilterTools) -> Result<PathBuf> {
    let mut build = process::cargo("build");
    build.current_dir(checkout.root()).args(["--package", "web-playground", "--profile", "web"]);
    tools.apply(checkout, &mut build);
    tools.without_panic_messages(&mut build);
    process::run(&mut build)?;
    Ok(checkout.wasm_target_dir().join(wasm_std::TARGET).join("web/web_playground.wasm"))
}

/// Runs wasm-bindgen, unless the last call had the same input.
fn bind(checkout: &Checkout, compiled: &Path, directory: &Path) -> Result<()> {
    let program = binder(checkout)?;
    let stamp = directory.with_added_extension("stamp");
    let wanted = fingerprint(&program, compiled)?;
    if directory.exists() && fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    process::run(Command::new(program).arg(compiled).arg(directory))?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

/// The program of the crate `web-bindgen`. Only here is it built: it takes a minute.
fn binder(checkout: &Checkout) -> Result<PathBuf> {
    let directory = checkout.root().join("target");
    let mut build = process::cargo("build");
    build.current_dir(checkout.root()).args(["--quiet", "--package", "web-bindgen"]);
    process::run(build.arg("--target-dir").arg(&directory))?;
    Ok(directory.join("debug/web-bindgen"))
}

/// Everything the output depends on. Only ever compared on the machine that wrote it.
fn fingerprint(program: &Path, compiled: &Path) -> Result<String> {
    let read = |path: &Path| fs::metadata(path).with_context(|| format!("cannot read {}", path.display()));
    let program = read(program)?;
    let module = fs::read(compiled).with_context(|| format!("cannot read {}", compiled.display()))?;
    let mut hasher = DefaultHasher::new();
    (program.len(), program.modified()?, module).hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

/// Leaves a copy that says the same alone, so that nobody takes it for new.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let text = fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
    if fs::read(to).is_ok_and(|found| found == text) {
        return Ok(());
    }
    fs::write(to, text).with_context(|| format!("cannot write {}", to.display()))
}
