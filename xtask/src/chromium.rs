use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::debian;
use crate::help::with_help;
use crate::process;
use crate::progress::say;

/// The names under which a Chromium may be on the PATH.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The browser, and a font with the signs that the page draws.
const DEBIAN_PACKAGES: [&str; 2] = ["chromium", "fonts-dejavu-core"];

const BY_HAND: &str = "install Chromium or Chrome, and set `CHROMIUM` to its path";

/// Where a Chromium is: `$CHROMIUM`, then the PATH, then Debian's, which is installed where that needs no question.
pub(crate) fn find_or_install() -> Result<PathBuf> {
    if let Some(path) = process::from_environment("CHROMIUM")? {
        return Ok(path);
    }
    if let Some(path) = on_path() {
        return Ok(path);
    }
    install().map_err(|error| with_help(error, "there is no Chromium", BY_HAND))
}

fn on_path() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| process::on_path(name))
}

fn install() -> Result<PathBuf> {
    if !debian::can_install() {
        bail!("none is on the PATH");
    }
    say("chromium", "taking Debian's");
    debian::install(&DEBIAN_PACKAGES)?;
    on_path().context("it is installed, and not on the PATH")
}
