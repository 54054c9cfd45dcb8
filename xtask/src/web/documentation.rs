//! What the engine says in words of kinds, fields and values: a text beside the module, for whoever asks.

use std::fs;

use anyhow::{Context, Result};

use crate::checkout::Checkout;

/// What the file is called.
pub(super) const FILE: &str = "documentation.txt";

/// The files of the engine as one: texts, then objects (`engine/src/assist/documentation.rs`).
pub(super) fn text(checkout: &Checkout) -> Result<String> {
    let directory = checkout.root().join("engine/src/assist/docs");
    let entries = fs::read_dir(&directory).with_context(|| format!("cannot list {}", directory.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    let mut texts = Vec::new();
    let mut objects = String::new();
    for file in files {
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        match file.extension() {
            Some(extension) if extension == "yaml" => objects.push_str(&format!("---\n{text}")),
            _ => texts.push(text),
        }
    }
    Ok(texts.join("\n") + &objects)
}
