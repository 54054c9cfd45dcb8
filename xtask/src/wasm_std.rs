use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::debian;
use crate::help::with_help;
use crate::process;
use crate::progress::say;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler and the sources of its standard library. The linker is one more package, see [`linker_package`].
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "rust-web-src", "rust-web-llvm"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_STD_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std";
const DEBIAN_LINKER: &str = "/usr/bin/rust-lld";

/// Where the standard library for the wasm target comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WasmStd {
    /// The active compiler has it.
    Installed,
    /// Cargo builds it from Debian's sources with Debian's compiler. For machines where rustup cannot download.
    FromDebianSource,
}

// === impl WasmStd ===

impl WasmStd {
    /// Looks for a standard library, and installs Debian's where that needs no question.
    pub(crate) fn find_or_install(root: &Path) -> Result<Self> {
        if is_installed(root)? {
            return Ok(Self::Installed);
        }
        if is_debian_ready() {
            return Ok(Self::FromDebianSource);
        }
        install_from_debian()
            .map_err(|error| with_help(error, &format!("no standard library for {TARGET}"), &advice()))?;
        Ok(Self::FromDebianSource)
    }

    /// Tells a cargo build command to use it.
    pub(crate) fn apply(self, cargo: &mut Command) {
        cargo.args(["--target", TARGET]);
        if self == Self::FromDebianSource {
            // `-Z` is for nightly compilers unless RUSTC_BOOTSTRAP is set; only this one build sees it.
            cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
            cargo.env("RUSTC", DEBIAN_RUSTC).env("RUSTC_BOOTSTRAP", "1");
        }
    }

    /// Leaves out what a panic would say, for modules that nobody reads the messages of. Only a standard library
    /// that is built here can do without.
    pub(crate) fn without_panic_messages(self, cargo: &mut Command) {
        if self == Self::FromDebianSource {
            let flags = r#"["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none"]"#;
            cargo.arg("--config").arg(format!("target.{TARGET}.rustflags={flags}"));
        }
    }

    /// Whether the standard library is built along, for size.
    pub(crate) fn is_small(self) -> bool {
        self == Self::FromDebianSource
    }

    pub(crate) fn describe(self) -> String {
        match self {
            Self::Installed => format!("{TARGET} is part of the active toolchain"),
            Self::FromDebianSource => format!("built from source with {DEBIAN_RUSTC}"),
        }
    }
}

fn is_installed(root: &Path) -> Result<bool> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command
        .args(["--print", "target-libdir", "--target", TARGET])
        .current_dir(root)
        .env("RUSTUP_AUTO_INSTALL", "0");
    let libraries = process::output(&mut command)?;
    let Ok(entries) = fs::read_dir(&libraries) else { return Ok(false) };
    Ok(entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-")))
}

fn is_debian_ready() -> bool {
    has_debian_compiler() && Path::new(DEBIAN_STD_SOURCE).is_dir() && Path::new(DEBIAN_LINKER).exists()
}

/// Whether Debian's compiler is there and new enough for this workspace.
fn has_debian_compiler() -> bool {
    process::output(Command::new(DEBIAN_RUSTC).arg("--version"))
        .is_ok_and(|version| minor(&version) >= minor(concat!("rustc ", env!("CARGO_PKG_RUST_VERSION"))))
}

/// The `96` of `rustc 1.96.0 (…)`.
fn minor(version: &str) -> Option<u32> {
    version.strip_prefix("rustc 1.")?.split('.').next()?.parse().ok()
}

fn install_from_debian() -> Result<()> {
    if !debian::can_install() {
        bail!("the active Rust toolchain has none");
    }
    say("wasm std", format_args!("{TARGET} is missing, taking Debian's compiler for it"));
    debian::install(&DEBIAN_PACKAGES)?;
    if let Some(package) = linker_package() {
        debian::install(&[&package])?;
    }
    if !is_debian_ready() {
        bail!(
            "{} are installed, but not a new enough {DEBIAN_RUSTC}, {DEBIAN_STD_SOURCE} and {DEBIAN_LINKER}",
            DEBIAN_PACKAGES.join(" ")
        );
    }
    Ok(())
}

/// The package of the missing linker. `rust-lld` is a link to a program that no package there depends on, and
/// that program has the name of its package, version included.
fn linker_package() -> Option<String> {
    let linker = fs::read_link(DEBIAN_LINKER).ok()?;
    let missing = !Path::new(DEBIAN_LINKER).exists();
    missing.then(|| linker.file_name().map(|name| name.to_string_lossy().into_owned()))?
}

/// What a person can type to get a standard library for the target.
fn advice() -> String {
    let mut ways = Vec::new();
    if process::on_path("rustup").is_some() {
        ways.push(format!("rustup target add {TARGET}"));
    }
    if debian::has_apt() {
        let packages = DEBIAN_PACKAGES.join(" ");
        ways.push(format!(
            "sudo apt-get install {packages} && sudo apt-get install $(basename $(readlink {DEBIAN_LINKER}))"
        ));
    }
    if ways.is_empty() {
        ways.push(format!("install Rust by rustup (https://rustup.rs), then: rustup target add {TARGET}"));
    }
    format!("get it by\n    {}", ways.join("\nor:\n    "))
}
