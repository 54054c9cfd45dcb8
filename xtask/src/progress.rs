//! What this program says about its own work, all of it on stderr.

use std::time::Instant;

use anyhow::{Context, Result};

/// One line about one subject, in the manner of cargo's own lines.
pub(crate) fn say(subject: &str, what: impl std::fmt::Display) {
    eprintln!("{subject:>12} {what}");
}

/// Does one named step: says that it starts, how long it took, and which one failed.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    eprintln!("==> {name}");
    let done = work().with_context(|| format!("step `{name}` failed"))?;
    eprintln!("==> {name}: done in {}", seconds(start));
    Ok(done)
}

pub(crate) fn seconds(start: Instant) -> String {
    format!("{:.1} s", start.elapsed().as_secs_f64())
}
