//! What the engine says in words of kinds, fields and values: a text beside the module, for whoever asks.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::checkout::Checkout;

/// What the file is called.
pub(super) const FILE: &str = "documentation.txt";

/// The files of the engine as one (`engine/src/assist/documentation.rs`).
pub(super) fn text(checkout: &Checkout) -> Result<String> {
    let directory = checkout.root().join("engine/src/assist/docs");
    let entries = fs::read_dir(&directory).with_context(|| format!("cannot list {}", directory.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    files.sort();
    let read =
        |file: &PathBuf| fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()));
    Ok(files.iter().map(read).collect::<Result<Vec<_>>>()?.join("\n"))
}
