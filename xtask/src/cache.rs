//! Things that are made once, also when this program is interrupted or runs twice at the same time.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result};

#[cfg(test)]
mod tests;

/// Fills a directory once. `fill` gets a temporary one, which takes its real name when it is complete.
pub(crate) fn fill_once(directory: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let _lock = lock(&directory.with_added_extension("lock"))?;
    if directory.exists() {
        return Ok(());
    }
    let partial = directory.with_added_extension("partial");
    if partial.exists() {
        fs::remove_dir_all(&partial).with_context(|| format!("cannot remove {}", partial.display()))?;
    }
    fs::create_dir_all(&partial).with_context(|| format!("cannot create {}", partial.display()))?;
    fill(&partial)?;
    fs::rename(&partial, directory).with_context(|| format!("cannot create {}", directory.display()))
}

/// Waits until no other process holds this lock file, and holds it until the value is dropped.
pub(crate) fn lock(file: &Path) -> Result<File> {
    let locked = || {
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        let lock = File::create(file)?;
        lock.lock()?;
        Ok::<_, std::io::Error>(lock)
    };
    locked().with_context(|| format!("cannot lock {}", file.display()))
}
