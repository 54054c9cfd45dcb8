use std::ffi::OsString;

use anyhow::Result;

use crate::checkout::Checkout;
use crate::filter::Filter;
use crate::process;
use crate::tools::Tools;

/// Runs `gatewright serve` with a filter and an Envoy. Paths in the arguments are relative to where the user is.
pub(crate) fn run(checkout: &Checkout, arguments: &[OsString]) -> Result<()> {
    let tools = Tools::find_or_install(checkout)?;
    let filter = Filter::Lean.build(checkout, &tools.filter)?;
    let mut serve = process::cargo("run");
    serve.arg("--manifest-path").arg(checkout.root().join("Cargo.toml"));
    serve.args(["--release", "--package", "cli", "--", "serve"]).args(arguments);
    process::become_child(serve.env("GATEWRIGHT_FILTER", filter).env("ENVOY", tools.envoy))
}
