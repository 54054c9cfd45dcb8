use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::checkout::Checkout;
use crate::help::with_help;
use crate::process;
use crate::progress::say;

const BY_HAND: &str = "\
the test of admission compares with the API server's own code, which is written in Go: install Go (https://go.dev/dl) in
the version that host-tests/admission/oracle/go.mod names, or newer";

/// Builds the Go program that the test of admission asks. That test builds it too: then there is nothing left to do,
/// and here people can watch.
pub(crate) fn build(checkout: &Checkout) -> Result<()> {
    let program = compile(checkout).map_err(|error| with_help(error, "no oracle of admission", BY_HAND))?;
    say("oracle", program.display());
    Ok(())
}

fn compile(checkout: &Checkout) -> Result<PathBuf> {
    let go = process::on_path("go").context("there is no `go` on the PATH")?;
    let version = process::output(Command::new(&go).arg("version"))?;
    say("go", version);
    let directory = checkout.root().join("target/tmp");
    fs::create_dir_all(&directory).with_context(|| format!("cannot create {}", directory.display()))?;
    let program = directory.join("admission-oracle");
    let mut build = Command::new(go);
    build.current_dir(checkout.root().join("host-tests/admission/oracle"));
    process::run(build.args(["build", "-buildvcs=false", "-o"]).arg(&program).arg("."))?;
    Ok(program)
}
