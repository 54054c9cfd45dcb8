use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::cache;
use crate::checkout::Checkout;
use crate::process;
use crate::progress::{say, seconds};
use crate::wasm_opt::{Goal, WasmOpt};
use crate::wasm_std::{self, WasmStd};

/// A build of the crate `filter-wasm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filter {
    /// Reads a compiled table.
    Lean,
    /// Reads manifests too.
    Full,
}

/// What it takes to build a filter.
#[derive(Debug)]
pub(crate) struct FilterTools {
    wasm_std: WasmStd,
    wasm_opt: WasmOpt,
}

// === impl Filter ===

impl Filter {
    pub(crate) const ALL: [Self; 2] = [Self::Lean, Self::Full];

    pub(crate) fn file_name(self) -> &'static str {
        match self {
            Self::Lean => "gatewright.wasm",
            Self::Full => "gatewright-full.wasm",
        }
    }

    /// What an image of it is called in a layout.
    pub(crate) fn image_name(self) -> &'static str {
        match self {
            Self::Lean => "lean",
            Self::Full => "full",
        }
    }

    pub(crate) fn path(self, checkout: &Checkout) -> PathBuf {
        checkout.filter_dir().join(self.file_name())
    }

    /// Builds and optimises; both are skipped where nothing changed.
    pub(crate) fn build(self, checkout: &Checkout, tools: &FilterTools) -> Result<PathBuf> {
        let start = Instant::now();
        let directory = checkout.filter_dir();
        // Nobody else may build one until this one is optimised.
        let _lock = cache::lock(&directory.join("lock"))?;
        say("filter", format_args!("building {}", self.file_name()));

        let mut build = process::cargo("build");
        build
            .current_dir(checkout.root())
            .args(["--package", "filter-wasm", "--profile", self.profile()])
            .args(self.features());
        tools.apply(checkout, &mut build);
        tools.without_panic_messages(&mut build);
        process::run(&mut build)?;

        let target = checkout.wasm_target_dir().join(wasm_std::TARGET);
        let module = target.join(self.profile()).join("filter_wasm.wasm");
        let output = self.path(checkout);
        let what = if tools.optimise(self.goal(), &module, &output)? { "" } else { ", unchanged" };
        let size = fs::metadata(&output).with_context(|| format!("cannot read {}", output.display()))?.len();
        say("filter", format_args!("{}: {size} bytes, {}{what}", output.display(), seconds(start)));
        Ok(output)
    }

    fn goal(self) -> Goal {
        match self {
            Self::Lean => Goal::Plain,
            Self::Full => Goal::Small,
        }
    }

    fn profile(self) -> &'static str {
        match self {
            Self::Lean => "wasm",
            Self::Full => "wasm-full",
        }
    }

    fn features(self) -> &'static [&'static str] {
        match self {
            Self::Lean => &["--no-default-features"],
            Self::Full => &["--features", "full"],
        }
    }
}

// === impl FilterTools ===

impl FilterTools {
    pub(crate) fn find_or_install(checkout: &Checkout) -> Result<Self> {
        let wasm_std = WasmStd::find_or_install(checkout.root())?;
        say("wasm std", wasm_std.describe());
        let wasm_opt = WasmOpt::find_or_fetch(checkout)?;
        say("wasm-opt", wasm_opt.path().display());
        Ok(Self { wasm_std, wasm_opt })
    }

    /// Tells a cargo build command to build wasm.
    pub(crate) fn apply(&self, checkout: &Checkout, build: &mut Command) {
        build.arg("--target-dir").arg(checkout.wasm_target_dir());
        // Cargo's variable for its own makers: the file names of a cdylib get a hash of its features. Without it
        // each build of the one filter overwrites the other's, and they are never both fresh.
        build.env("__CARGO_DEFAULT_LIB_METADATA", "gatewright");
        self.wasm_std.apply(build);
        if let Some(sources) = registry_sources() {
            // Panic messages name source files: without the home directory of whoever builds.
            let flag = format!("--remap-path-prefix={}=", sources.display());
            build.arg("--config").arg(format!("target.{}.rustflags=[{flag:?}]", wasm_std::TARGET));
        }
    }

    /// See [`WasmStd::without_panic_messages`].
    pub(crate) fn without_panic_messages(&self, build: &mut Command) {
        self.wasm_std.without_panic_messages(build);
    }

    /// See [`WasmStd::is_small`].
    pub(crate) fn has_small_std(&self) -> bool {
        self.wasm_std.is_small()
    }

    /// Writes the optimised module, unless the last call had the same input. Says whether it did.
    pub(crate) fn optimise(&self, goal: Goal, input: &Path, output: &Path) -> Result<bool> {
        self.wasm_opt.optimise(goal, input, output)
    }
}

/// Where cargo keeps the sources of dependencies.
fn registry_sources() -> Option<PathBuf> {
    let home =
        env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))?;
    Some(home.join("registry/src"))
}
