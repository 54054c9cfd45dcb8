//! What `gatewright check` costs on many routes: time, and memory beside the size of the input.

mod manifests;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use wait4::Wait4;

use crate::bench::manifests::Layout;
use crate::checkout::Checkout;
use crate::process;

/// How many routes there are, each with five rules.
const ROUTES: [usize; 2] = [1_000, 10_000];

/// Of so many runs the fastest counts: what else the machine does is noise.
const RUNS: usize = 3;

const MEBIBYTE: f64 = (1 << 20) as f64;

/// Checks generated folders with a release build.
pub(crate) fn check(checkout: &Checkout) -> Result<()> {
    let gatewright = build(checkout)?;
    println!(
        "{:<22} {:>7} {:>10} {:>8} {:>8} {:>10} {:>8}",
        "layout", "routes", "input", "time", "CPU", "memory", "x input"
    );
    for layout in Layout::ALL {
        for routes in ROUTES {
            let folder = checkout.root().join("target/bench").join(layout.folder()).join(routes.to_string());
            let input = manifests::write(&folder, layout, routes)?;
            let runs = (0..RUNS).map(|_| measure(&gatewright, &folder)).collect::<Result<Vec<_>>>()?;
            let least =
                |of: fn(&Run) -> Duration| runs.iter().map(of).min().unwrap_or_default().as_secs_f64();
            let memory = runs.iter().map(|run| run.memory).max().unwrap_or_default();
            println!(
                "{:<22} {routes:>7} {:>6.1} MiB {:>6.2} s {:>6.2} s {:>6.0} MiB {:>8.1}",
                layout.name(),
                input as f64 / MEBIBYTE,
                least(|run| run.time),
                least(|run| run.cpu),
                memory as f64 / MEBIBYTE,
                memory as f64 / input as f64,
            );
        }
    }
    Ok(())
}

fn build(checkout: &Checkout) -> Result<PathBuf> {
    let mut build = process::cargo("build");
    process::run(build.current_dir(checkout.root()).args(["--release", "--package", "cli"]))?;
    Ok(checkout.root().join("target/release/gatewright"))
}

/// What one run took.
struct Run {
    time: Duration,
    /// Of all threads, in the program and for it.
    cpu: Duration,
    /// The most that was resident, in bytes.
    memory: u64,
}

fn measure(gatewright: &Path, folder: &Path) -> Result<Run> {
    let start = Instant::now();
    let child = std::process::Command::new(gatewright)
        .arg("check")
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {}", gatewright.display()))?;
    let used = child.wait4()?;
    if !used.status.success() {
        bail!("`gatewright check {}` finds errors in what was generated", folder.display());
    }
    let time = start.elapsed();
    Ok(Run { time, cpu: used.rusage.utime + used.rusage.stime, memory: used.rusage.maxrss })
}
