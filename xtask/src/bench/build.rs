//! Goal 2: from manifests, or from the filter's configuration, to a table.

use std::process::Command;

use anyhow::{Context, Result};

use crate::bench::ledger::Ledger;
use crate::bench::program;
use crate::bench::table::{Table, grouped};
use crate::checkout::Checkout;
use crate::progress::say;

const SHAPES: [&str; 2] = ["spread", "onehost"];
const RULES: usize = 100_000;

pub(crate) fn measure(checkout: &Checkout, table: &mut Table, ledger: &mut Ledger) -> Result<()> {
    let program = program::build(checkout, "compile", "manifests")?;
    for shape in SHAPES {
        say("build", format_args!("{shape}, {RULES} rules"));
        let figures = program::run(Command::new(&program).args([shape, &RULES.to_string()]))?;
        let all = |name: &str| -> Result<Vec<f64>> {
            let found = figures.iter().find(|(it, _)| it == name);
            Ok(found.with_context(|| format!("the program says nothing of {name}"))?.1.clone())
        };
        let one = |name: &str| Ok::<_, anyhow::Error>(all(name)?.first().copied().unwrap_or_default());
        let rules = RULES as f64;
        let each = format!("{shape}, {} rules", grouped(rules));

        let bundle = one("bundle")?;
        let kept = one("load-kept")?;
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
        ledger.set(format!("allocations/load/{shape}/{RULES}"), one("load-allocations")?);
        for format in ["yaml", "json"] {
            let bytes = one(&format!("{format}-bytes"))?;
            let alone = all(&format!("{format}-compile-seconds"))?;
            if format == "yaml" {
                let spread: Vec<_> = alone.iter().map(|seconds| seconds * 1e9 / rules).collect();
                let value = format!("{:.0} ns a rule ({:.0}–{:.0})", spread[0], spread[1], spread[2]);
                table.goal(format!("`compile`, {each}"), value, "≤ 300 ns", spread[0] <= 300.0);
            }
            let speed = |seconds: &f64| bytes / 1e6 / seconds;
            let whole: Vec<_> = all(&format!("{format}-seconds"))?.iter().map(speed).collect();
            let times = one(&format!("{format}-peak"))? / bytes;
            let value = format!(
                "{:.1} MB/s ({:.1}–{:.1}), {:.0} MB, memory {times:.1}× the input",
                whole[0],
                whole[2],
                whole[1],
                bytes / 1e6
            );
            table.row(format!("`read → compile` and the table, {}, {each}", format.to_uppercase()), value);
            ledger.set(format!("bytes/peak-{format}/{shape}/{RULES}"), one(&format!("{format}-peak"))?);
        }
        let load: Vec<_> = all("load-seconds")?.iter().map(|seconds| bundle / 1e6 / seconds).collect();
        let times = one("load-peak")? / bundle;
        let value = format!(
            "{:.0} MB/s ({:.0}–{:.0}), {:.1} ms, memory {times:.1}× the input",
            load[0],
            load[2],
            load[1],
            one("load-seconds")? * 1e3
        );
        table.row(format!("the filter's configuration loaded, {each}"), value);
    }
    Ok(())
}
