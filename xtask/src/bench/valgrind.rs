use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::debian;
use crate::help::with_help;
use crate::process;
use crate::progress::say;

const BY_HAND: &str = "install valgrind (Debian: `apt-get install valgrind`)";

/// Where valgrind is: on the PATH, else Debian's, which is installed where that needs no question.
pub(crate) fn find_or_install() -> Result<PathBuf> {
    if let Some(path) = process::on_path("valgrind") {
        return Ok(path);
    }
    install().map_err(|error| with_help(error, "instructions cannot be counted", BY_HAND))
}

fn install() -> Result<PathBuf> {
    if !debian::can_install() {
        bail!("valgrind is not on the PATH");
    }
    say("valgrind", "taking Debian's");
    debian::install(&["valgrind"])?;
    process::on_path("valgrind").context("it is installed, and not on the PATH")
}
