//! Goal 3: `decide` as wasm, built with the filter's profile, beside the same code built for this machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::bench::program;
use crate::bench::table::{Table, grouped};
use crate::checkout::Checkout;
use crate::filter::FilterTools;
use crate::process;
use crate::progress::say;
use crate::wasm_opt::Goal;
use crate::wasm_std;

const SIZES: [usize; 4] = [10, 1_000, 10_000, 100_000];

/// The two are run so often in turns.
const TURNS: usize = 7;

pub(crate) fn measure(checkout: &Checkout, table: &mut Table) -> Result<()> {
    let module = module(checkout, "guest", &checkout.bench_dir().join("guest.wasm"))?;
    let native = program::build(checkout, "native", "")?;
    let vm = build_vm(checkout)?;
    for shape in ["spread", "onehost"] {
        for size in SIZES {
            say("wasm", format_args!("{shape}, {size} rules"));
            let size_word = size.to_string();
            let (mut here, mut there, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..TURNS {
                let native = least(Command::new(&native).args(["decide", shape, &size_word]))?;
                let wasm = least(Command::new(&vm).arg(&module).args([shape, &size_word]))?;
                if native.0 != wasm.0 {
                    bail!("{} requests have a rule as native code, {} as wasm", native.0, wasm.0);
                }
                here.push(native.1);
                there.push(wasm.1);
                ratios.push(wasm.1 / native.1);
            }
            let middle = |list: &mut Vec<f64>| {
                list.sort_by(f64::total_cmp);
                list[list.len() / 2]
            };
            let ratio = middle(&mut ratios);
            let value = format!(
                "{ratio:.2}× ({:.2}–{:.2}): {:.0} ns, native {:.0} ns",
                ratios[0],
                ratios[TURNS - 1],
                middle(&mut there),
                middle(&mut here)
            );
            let subject = format!("`decide`, wasm to native, {shape}, {} rules", grouped(size as f64));
            table.goal(subject, value, "≤ 1.6×", ratio <= 1.6);
        }
    }
    Ok(())
}

/// How many requests have a rule, and the fastest sample: what else the machine does is noise.
fn least(program: &mut Command) -> Result<(f64, f64)> {
    let figures = program::run(program)?;
    let of = |name: &str, place: usize| {
        let found = figures.iter().find(|(it, _)| it == name).and_then(|(_, numbers)| numbers.get(place));
        found.copied().with_context(|| format!("the program says nothing of {name}"))
    };
    Ok((of("found", 0)?, of("decide", 1)?))
}

/// As the tests build wasmtime, so that it is there already: what it makes of a module is the same.
fn build_vm(checkout: &Checkout) -> Result<PathBuf> {
    let mut build = process::cargo("build");
    build.current_dir(checkout.root()).args(["--workspace", "--bin", "vm", "--features", "bench/vm"]);
    process::run(&mut build)?;
    Ok(checkout.root().join("target/debug/vm"))
}

/// A crate of this workspace as a module, built and optimised as the filter is.
pub(crate) fn module(checkout: &Checkout, package: &str, output: &Path) -> Result<PathBuf> {
    let tools = FilterTools::find_or_install(checkout)?;
    let mut build = process::cargo("build");
    build.current_dir(checkout.root()).args(["--package", package, "--profile", "wasm"]);
    tools.apply(checkout, &mut build);
    tools.without_panic_messages(&mut build);
    process::run(&mut build)?;
    let built = checkout.wasm_target_dir().join(wasm_std::TARGET).join(format!("wasm/{package}.wasm"));
    tools.optimise(Goal::Plain, &built, output)?;
    Ok(output.to_owned())
}
