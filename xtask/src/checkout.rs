use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The git checkout this command was started from, and where things live in it.
#[derive(Debug)]
pub(crate) struct Checkout {
    root: PathBuf,
}

// === impl Checkout ===

impl Checkout {
    /// Asks cargo at run time, not at compile time: checkouts may share one target directory, and with it this binary.
    pub(crate) fn current() -> Result<Self> {
        let xtask = env::var_os("CARGO_MANIFEST_DIR").context("start this program as `cargo xtask`")?;
        let root = Path::new(&xtask).parent().context("`CARGO_MANIFEST_DIR` has no parent directory")?;
        Ok(Self { root: root.to_owned() })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Fetched tools: nothing that this program fetches itself is kept outside the checkout.
    pub(crate) fn cache(&self, tool: &str) -> PathBuf {
        self.root.join(".cache").join(tool)
    }

    /// The wasm builds have their own target directory: with another compiler or a std built from source,
    /// they would otherwise invalidate the native build and wait for its lock.
    pub(crate) fn wasm_target_dir(&self) -> PathBuf {
        self.root.join("target/wasm")
    }

    pub(crate) fn filter_dir(&self) -> PathBuf {
        self.root.join("target/filter")
    }

    pub(crate) fn image_dir(&self) -> PathBuf {
        self.root.join("target/image")
    }

    pub(crate) fn bench_dir(&self) -> PathBuf {
        self.root.join("target/bench")
    }

    pub(crate) fn bench_ledger(&self) -> PathBuf {
        self.root.join("bench/ledger.txt")
    }

    pub(crate) fn conformance_dir(&self) -> PathBuf {
        self.root.join("target/conformance")
    }

    pub(crate) fn conformance_ledger(&self) -> PathBuf {
        self.root.join("host-tests/conformance/conformance.txt")
    }

    pub(crate) fn size_ledger(&self) -> PathBuf {
        self.root.join("filter-wasm/sizes.txt")
    }
}
