//! The crate `web-playground` becomes a module and the JavaScript that calls it.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

use crate::checkout::Checkout;
use crate::filter::FilterTools;
use crate::process;
use crate::progress::{say, seconds};
use crate::wasm_opt::Goal;
use crate::wasm_std;
use crate::web::documentation;
use crate::web::locals::renumbered;
use crate::web::order::ordered;

/// What wasm-bindgen calls the module.
pub(super) const MODULE: &str = "gatewright_bg.wasm";
const SCRIPT: &str = "gatewright.js";

/// Loops are left as they are written: counting by something else than what they are about makes each different.
const LOOPS: &str = "-Cllvm-args=-disable-lsr";
/// What is read again is read again: keeping it where only some ways lead past the first time makes more code.
const READS: &str = "-Cllvm-args=-enable-load-pre=false";
/// What takes more than three loads and stores to copy is copied by one instruction; where two are the most, opening
/// manifests takes an eighth longer.
const COPIES: &str = "-Cllvm-args=-max-store-memcpy=3";

/// How often functions and variables are arranged, each by how the others are. A third time finds nothing.
const ARRANGEMENTS: usize = 2;

/// Compiles, binds, optimises and arranges. What nothing changed for is left alone.
pub(super) fn build(checkout: &Checkout, tools: &FilterTools, directory: &Path) -> Result<PathBuf> {
    let start = Instant::now();
    say("web", "building the engine");
    let compiled = compile(checkout, tools)?;
    let bound = directory.join("bound");
    bind(checkout, &compiled, &bound)?;
    let engine = directory.join("engine");
    fs::create_dir_all(&engine).with_context(|| format!("cannot create {}", engine.display()))?;
    let (module, optimised) = (engine.join(MODULE), directory.join("optimised.wasm"));
    let what =
        if tools.optimise(Goal::Compressed, &bound.join(MODULE), &optimised)? { "" } else { ", unchanged" };
    arrange(&optimised, &module, &directory.join("arranged.stamp"))?;
    keep(&read(&bound.join(SCRIPT))?, &engine.join(SCRIPT))?;
    keep(documentation::text(checkout)?.as_bytes(), &engine.join(documentation::FILE))?;
    let arranged = read(&module)?;
    let (size, compressed) = (arranged.len(), gzip(&arranged)?);
    let time = seconds(start);
    say("web", format_args!("{}: {size} bytes, {compressed} with gzip, {time}{what}", module.display()));
    Ok(engine)
}

fn compile(checkout: &Checkout, tools: &FilterTools) -> Result<PathBuf> {
    let mut build = process::cargo("rustc");
    build.current_dir(checkout.root()).args(["--package", "web-playground", "--profile", "web"]);
    tools.apply(checkout, &mut build);
    tools.without_panic_messages(&mut build);
    build.args(["--", LOOPS, READS, COPIES]);
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

/// Makes code repeat itself where compressors see it, unless the last call had the same input. Functions are more alike
/// once their variables have like numbers, and then they have others before them.
fn arrange(optimised: &Path, module: &Path, stamp: &Path) -> Result<()> {
    let wanted = fingerprint(&env::current_exe()?, optimised)?;
    if module.exists() && fs::read_to_string(stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    let mut arranged = renumbered(&read(optimised)?)?;
    for _ in 0..ARRANGEMENTS {
        arranged = renumbered(&ordered(&arranged)?)?;
    }
    keep(&arranged, module)?;
    fs::write(stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
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
    let program = fs::metadata(program).with_context(|| format!("cannot read {}", program.display()))?;
    let module = read(compiled)?;
    let mut hasher = DefaultHasher::new();
    (program.len(), program.modified()?, module).hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

/// Leaves a file that says the same alone, so that nobody takes it for new.
fn keep(content: &[u8], file: &Path) -> Result<()> {
    if fs::read(file).is_ok_and(|found| found == content) {
        return Ok(());
    }
    fs::write(file, content).with_context(|| format!("cannot write {}", file.display()))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

/// How many bytes hosts send that compress by themselves.
fn gzip(content: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}
