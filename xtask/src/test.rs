use std::time::Instant;

use anyhow::Result;

use crate::bench;
use crate::checkout::Checkout;
use crate::conformance::{self, Subject};
use crate::filter::Filter;
use crate::oracle;
use crate::process;
use crate::progress::{seconds, step};
use crate::sizes;
use crate::tools::Tools;
use crate::web;

/// Everything that has to hold before a change is merged.
pub(crate) fn run(checkout: &Checkout) -> Result<()> {
    let start = Instant::now();
    // First, since it takes no time and fails most often.
    step("format", || cargo(checkout, "fmt", &["--all", "--check"]))?;
    let tools = step("tools", || Tools::find_or_install(checkout))?;
    let [lean, full] = step("filters", || {
        Ok([Filter::Lean.build(checkout, &tools.filter)?, Filter::Full.build(checkout, &tools.filter)?])
    })?;
    step("sizes", || sizes::check(checkout))?;
    step("instructions", || bench::compare(checkout))?;
    step("web", || {
        web::build(checkout, &tools.filter)?;
        web::install_tests(checkout)
    })?;
    step("clippy", || {
        cargo(checkout, "clippy", &["--workspace", "--all-targets", "--", "-D", "warnings"])?;
        cargo(checkout, "clippy", &["--package", "filter-wasm", "--features", "full", "--", "-D", "warnings"])
    })?;
    step("oracle", || oracle::build(checkout))?;
    step("tests", || {
        let environment =
            [("ENVOY", &tools.envoy), ("GATEWRIGHT_FILTER", &lean), ("GATEWRIGHT_FILTER_FULL", &full)];
        let mut test = process::cargo("test");
        process::run(test.current_dir(checkout.root()).arg("--workspace").envs(environment))
    })?;
    step("conformance", || {
        let subject = Subject { envoy: tools.envoy.clone(), filter: lean.clone() };
        conformance::against(checkout, &subject, &conformance::Options::default())
    })?;
    step("web tests", || web::test(checkout, &tools.filter, &tools.chromium))?;
    eprintln!("==> all passed in {}", seconds(start));
    Ok(())
}

fn cargo(checkout: &Checkout, subcommand: &str, arguments: &[&str]) -> Result<()> {
    process::run(process::cargo(subcommand).current_dir(checkout.root()).args(arguments))
}
