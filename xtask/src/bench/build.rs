//! Goal 2: from manifests, or from the filter's configuration, to a table.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::bench::ledger::Ledger;
use crate::bench::program;
use crate::bench::spread::Spread;
use crate::bench::table::{Table, grouped};
use crate::checkout::Checkout;
use crate::process;
use crate::progress::say;

const SHAPES: [&str; 2] = ["spread", "onehost"];
const RULES: usize = 100_000;

/// Each in a process of its own.
const RUNS: usize = 5;

pub(crate) fn measure(checkout: &Checkout, table: &mut Table, ledger: &mut Ledger) -> Result<()> {
    let program = program::build(checkout, "compile", "manifests")?;
    for shape in SHAPES {
        say("build", format_args!("{shape}, {RULES} rules"));
        let rules = RULES as f64;
        let each = format!("{shape}, {} rules", grouped(rules));
        loads(&program, shape, &each, table, ledger)?;
        for format in ["yaml", "json"] {
            let file = checkout.root().join("target/bench").join(format!("{shape}.{format}"));
            process::run(Command::new(&program).args(["write", shape, &RULES.to_string()]).arg(&file))?;
            let runs = (0..RUNS).map(|_| program::run(Command::new(&program).arg("read").arg(&file)));
            let runs = runs.map(|figures| Ok(Run { figures: figures? })).collect::<Result<Vec<_>>>()?;
            fs::remove_file(&file)?;
            let all = |name: &str| runs.iter().map(|run| run.one(name)).collect::<Result<Vec<_>>>();
            if format == "yaml" {
                let alone =
                    Spread::of(all("compile-seconds")?.into_iter().map(|seconds| seconds * 1e9 / rules));
                let value = format!("{alone:.0} ns a rule");
                table.goal(format!("`compile`, {each}"), value, "≤ 300 ns", alone.median <= 300.0);
            }
            let first = runs.first().context("there are runs")?;
            let (bytes, peak) = (first.one("bytes")?, first.one("peak")?);
            let speed = Spread::of(all("seconds")?.into_iter().map(|seconds| bytes / 1e6 / seconds));
            let value =
                format!("{speed:.1} MB/s, {:.0} MB, memory {:.1}× the input", bytes / 1e6, peak / bytes);
            table.row(format!("`read → compile` and the table, {}, {each}", format.to_uppercase()), value);
            ledger.set(format!("bytes/peak-{format}/{shape}/{RULES}"), peak);
        }
    }
    Ok(())
}

/// What the filter does with its configuration.
fn loads(program: &Path, shape: &str, each: &str, table: &mut Table, ledger: &mut Ledger) -> Result<()> {
    let run = Run { figures: program::run(Command::new(program).args(["load", shape, &RULES.to_string()]))? };
    let rules = RULES as f64;
    let (bundle, kept) = (run.one("bundle")?, run.one("load-kept")?);
    let (configuration, in_memory) = (bundle / rules, kept / rules);
    table.row(format!("configuration of the filter, {each}"), format!("{configuration:.0} bytes a rule"));
    table.goal(
        format!("table in memory, {each}"),
        format!("{in_memory:.0} bytes a rule"),
        "≤ 130",
        in_memory <= 130.0,
    );
    ledger.set(format!("bytes/bundle/{shape}/{RULES}"), bundle);
    ledger.set(format!("bytes/loaded/{shape}/{RULES}"), kept);
    ledger.set(format!("allocations/load/{shape}/{RULES}"), run.one("load-allocations")?);
    let seconds = run.all("load-seconds")?;
    let speed = Spread::of(seconds.iter().map(|seconds| bundle / 1e6 / seconds));
    let times = run.one("load-peak")? / bundle;
    let value =
        format!("{speed:.0} MB/s, {:.1} ms, memory {times:.1}× the input", run.one("load-seconds")? * 1e3);
    table.row(format!("the filter's configuration loaded, {each}"), value);
    Ok(())
}

/// What one run of the program printed.
struct Run {
    figures: Vec<(String, Vec<f64>)>,
}

impl Run {
    fn all(&self, name: &str) -> Result<&[f64]> {
        let found = self.figures.iter().find(|(it, _)| it == name);
        Ok(&found.with_context(|| format!("the program says nothing of {name}"))?.1)
    }

    fn one(&self, name: &str) -> Result<f64> {
        Ok(self.all(name)?.first().copied().unwrap_or_default())
    }
}
