//! Debian packages, where this program may install them itself.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::progress::say;

/// Whether apt-get is here at all.
pub(crate) fn has_apt() -> bool {
    process::on_path("apt-get").is_some()
}

/// Whether packages can be installed without asking anybody: apt-get is here and this is root.
pub(crate) fn can_install() -> bool {
    // The owner of our own entry in /proc is the effective user.
    has_apt() && fs::metadata("/proc/self").is_ok_and(|entry| entry.uid() == 0)
}

/// Installs packages. The lists are only refreshed when the packages cannot be had with the ones that are there.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    say("apt-get", format_args!("installing {}", packages.join(" ")));
    if process::run(&mut install_command(packages)).is_ok() {
        return Ok(());
    }
    say("apt-get", "not with the package lists of this machine: refreshing them");
    process::run(apt_get().args(["update", "-q"]))?;
    process::run(&mut install_command(packages))
}

/// `--no-remove`: another compiler may be installed that conflicts, and it is not ours to take away.
fn install_command(packages: &[&str]) -> Command {
    let mut command = apt_get();
    command.args(["install", "-q", "--yes", "--no-install-recommends", "--no-remove"]).args(packages);
    command
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").stdout(io::stderr());
    command
}
