use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::cache;
use crate::checkout::Checkout;
use crate::help::with_help;
use crate::process;
use crate::progress::say;

/// The Binaryen release that is fetched from npm. An older one on the PATH is passed over: sizes would differ.
const VERSION: u32 = 132;

const BY_HAND: &str = "install Node.js with npm (Debian: `apt-get install nodejs npm`), or Binaryen and set `WASM_OPT` to its `wasm-opt`";

/// What a module is made small for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Goal {
    /// As it is, and speed counts.
    Plain,
    /// As it is, and speed hardly counts.
    Small,
    /// Compressed by LZMA: code that is less clever repeats itself more.
    Compressed,
}

/// Less what only a debugger reads. The features are those that rustc's wasm target emits.
const ARGUMENTS: [&str; 11] = [
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Binaryen's optimiser.
#[derive(Debug)]
pub(crate) enum WasmOpt {
    Program(PathBuf),
    /// A script of the npm package, for node.
    Script(PathBuf),
}

// === impl Goal ===

impl Goal {
    fn passes(self) -> &'static [&'static str] {
        match self {
            Self::Plain => &["-Os"],
            Self::Small => &["--flatten", "--rereloop", "-Oz", "--converge"],
            Self::Compressed => &[
                "--flatten",
                "--rereloop",
                "-O1",
                "--code-folding",
                "-O1",
                "--rse",
                "--vacuum",
                "--precompute-propagate",
                "--optimize-instructions",
                "--vacuum",
                "--remove-unused-brs",
                "--merge-blocks",
                // An address and an offset that come around to the first KB are what nothing computes: the end of
                // the stack lies there.
                "--low-memory-unused",
                "--optimize-added-constants-propagate",
                "-O1",
                // How addresses are aligned is a hint that browsers make nothing of.
                "--dealign",
                // Data in one piece: zeros cost nothing, the head of each other piece does.
                "--skip-pass=memory-packing",
            ],
        }
    }
}

// === impl WasmOpt ===

impl WasmOpt {
    /// `$WASM_OPT`, then the PATH, then the checkout's cache, which is filled if it has none.
    pub(crate) fn find_or_fetch(checkout: &Checkout) -> Result<Self> {
        if let Some(path) = process::from_environment("WASM_OPT")? {
            return Ok(Self::Program(path));
        }
        if let Some(path) = process::on_path("wasm-opt").filter(|path| is_recent(path)) {
            return Ok(Self::Program(path));
        }
        let directory = checkout.cache("binaryen").join(VERSION.to_string());
        let fetched = cache::fill_once(&directory, fetch).and_then(|()| find_node());
        fetched.map_err(|error| with_help(error, "there is no wasm-opt", BY_HAND))?;
        Ok(Self::Script(directory.join("node_modules/binaryen/bin/wasm-opt")))
    }

    /// Writes the optimised module, unless the last call had the same input. Says whether it did.
    pub(crate) fn optimise(&self, goal: Goal, input: &Path, output: &Path) -> Result<bool> {
        let stamp = output.with_added_extension("stamp");
        let wanted = self.fingerprint(goal, input)?;
        if output.exists() && fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
            return Ok(false);
        }
        // Renamed at the end: an Envoy may be reading the file.
        let partial = output.with_added_extension("partial");
        process::run(self.command().args(ARGUMENTS).args(goal.passes()).arg(input).arg("-o").arg(&partial))?;
        fs::rename(&partial, output).with_context(|| format!("cannot write {}", output.display()))?;
        fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
        Ok(true)
    }

    pub(crate) fn path(&self) -> &Path {
        let (Self::Program(path) | Self::Script(path)) = self;
        path
    }

    /// Everything the output depends on. Only ever compared on the machine that wrote it.
    fn fingerprint(&self, goal: Goal, input: &Path) -> Result<String> {
        let module = fs::read(input).with_context(|| format!("cannot read {}", input.display()))?;
        let mut hasher = DefaultHasher::new();
        (self.path(), ARGUMENTS, goal.passes(), module).hash(&mut hasher);
        Ok(format!("{:016x}", hasher.finish()))
    }

    fn command(&self) -> Command {
        match self {
            Self::Program(path) => Command::new(path),
            Self::Script(path) => {
                let mut command = Command::new("node");
                command.arg(path);
                command
            }
        }
    }
}

fn find_node() -> Result<()> {
    process::on_path("node")
        .map(drop)
        .context("the npm package binaryen runs in `node`, which is not on the PATH")
}

fn is_recent(program: &Path) -> bool {
    process::output(Command::new(program).arg("--version"))
        .is_ok_and(|version| release(&version).is_some_and(|release| release >= VERSION))
}

/// The `132` of `wasm-opt version 132 (version_132)`.
fn release(version: &str) -> Option<u32> {
    version.strip_prefix("wasm-opt version ")?.split_whitespace().next()?.parse().ok()
}

fn fetch(directory: &Path) -> Result<()> {
    let package = format!("binaryen@{VERSION}.0.0");
    say("wasm-opt", format_args!("fetching the npm package {package}"));
    // npm's own cache would lie outside the checkout.
    let npm_cache = directory.join("npm-cache");
    let mut install = Command::new("npm");
    install.args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(directory);
    install.arg("--cache").arg(&npm_cache).arg(package);
    process::run(install.stdout(io::stderr()))?;
    Ok(fs::remove_dir_all(npm_cache)?)
}
