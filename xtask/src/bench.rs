//! What everything costs: instructions, time, bytes, memory. docs/PERFORMANCE.md tells how each figure comes about.

mod build;
mod callgrind;
mod check;
mod envoy;
mod ledger;
mod manifests;
mod native;
mod playground;
mod program;
mod reload;
mod running;
mod size;
mod spread;
mod table;
mod valgrind;
mod wasm;

use std::fs;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::bench::ledger::Ledger;
use crate::bench::table::Table;
use crate::checkout::Checkout;
use crate::progress::{say, step};

/// What can be measured by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// A decision outside of any proxy, beside how others match: instructions, time, allocations
    Native,
    /// From manifests and from the filter's configuration to a table: time, bytes, memory
    Build,
    /// A decision as wasm, beside the same code built for this machine
    Wasm,
    /// Requests in an Envoy with one worker, beside routes of Envoy's own: instructions
    Envoy,
    /// The same where Envoy proxies: p50 and p99 at fixed rates, CPU time
    Latency,
    /// A change of the configuration under load, memory, and the start
    Reload,
    /// Bytes of the filters and of the browser's module
    Size,
    /// What somebody waits for in the page, in a Chromium
    Playground,
    /// `gatewright check` of 1,000 and 10,000 routes with five rules each: time and memory
    Check,
}

/// Measures some parts, or all. What is stable goes into the ledger, everything into a table.
pub(crate) fn run(checkout: &Checkout, parts: &[Part]) -> Result<()> {
    let parts = if parts.is_empty() { Part::value_variants() } else { parts };
    let mut table = Table::default();
    let path = checkout.bench_dir().join("table.md");
    for part in parts {
        let mut new = Ledger::default();
        step(part.name(), || part.measure(checkout, &mut table, &mut new))?;
        // What is measured stays measured, whatever becomes of the next part.
        let mut ledger = Ledger::read(checkout)?;
        ledger.extend(new);
        ledger.write(checkout)?;
        fs::create_dir_all(checkout.bench_dir())
            .and_then(|()| fs::write(&path, table.to_string()))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    print!("{table}");
    say("bench", format_args!("wrote {}", path.display()));
    Ok(())
}

/// Compares a few cells of the ledger with what callgrind says now.
pub(crate) fn compare(checkout: &Checkout) -> Result<()> {
    native::compare(checkout)
}

// === impl Part ===

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Build => "build",
            Self::Wasm => "wasm",
            Self::Envoy => "envoy",
            Self::Latency => "latency",
            Self::Reload => "reload",
            Self::Size => "size",
            Self::Playground => "playground",
            Self::Check => "check",
        }
    }

    fn measure(self, checkout: &Checkout, table: &mut Table, ledger: &mut Ledger) -> Result<()> {
        match self {
            Self::Native => native::measure(checkout, table, ledger),
            Self::Build => build::measure(checkout, table, ledger),
            Self::Wasm => wasm::measure(checkout, table),
            Self::Envoy => envoy::instructions(checkout, table),
            Self::Latency => envoy::latencies(checkout, table),
            Self::Reload => reload::measure(checkout, table),
            Self::Size => size::measure(checkout, table),
            Self::Playground => playground::measure(checkout, table),
            Self::Check => check::measure(checkout, table),
        }
    }
}
