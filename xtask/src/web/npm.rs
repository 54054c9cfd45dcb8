//! The npm packages that the web parts are built and tested with.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::cache;
use crate::checkout::Checkout;
use crate::help::with_help;
use crate::process;
use crate::progress::say;

const BY_HAND: &str = "install Node.js 20 or newer with npm (Debian: `apt-get install nodejs npm`)";

/// Installs what the `package-lock.json` of a directory names, unless that is there already.
pub(super) fn install(checkout: &Checkout, directory: &Path) -> Result<()> {
    let installed = directory.join("node_modules/.gatewright-lock");
    let lock = directory.join("package-lock.json");
    let wanted = fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    let npm_cache = checkout.cache("npm");
    let _lock = cache::lock(&npm_cache.with_added_extension("lock"))?;
    if fs::read(&installed).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    say("npm", format_args!("installing what {} names", lock.display()));
    // No package that is used here needs its install script.
    let mut install = Command::new("npm");
    install.current_dir(directory).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--cache"]);
    install.arg(&npm_cache).stdout(io::stderr());
    process::run(&mut install).map_err(|error| with_help(error, "cannot install npm packages", BY_HAND))?;
    fs::write(&installed, wanted).with_context(|| format!("cannot write {}", installed.display()))
}
