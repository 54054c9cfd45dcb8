//! What `gatewright check` costs on many routes: time, and memory beside the size of the input.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use wait4::Wait4;

use crate::bench::manifests::{self, Layout};
use crate::bench::table::Table;
use crate::checkout::Checkout;
use crate::process;

/// How many routes there are, each with five rules.
const ROUTES: [usize; 2] = [1_000, 10_000];

/// So many have a goal.
const GOAL: usize = 10_000;

/// Of so many runs the fastest counts: what else the machine does is noise.
const RUNS: usize = 3;

const MEBIBYTE: f64 = (1 << 20) as f64;

/// Checks generated folders with a release build.
pub(crate) fn measure(checkout: &Checkout, table: &mut Table) -> Result<()> {
    let gatewright = build(checkout)?;
    for layout in Layout::ALL {
        for routes in ROUTES {
            let folder = checkout.root().join("target/bench").join(layout.folder()).join(routes.to_string());
            let input = manifests::write(&folder, layout, routes)?;
            let runs = (0..RUNS).map(|_| once(&gatewright, &folder)).collect::<Result<Vec<_>>>()?;
            let least =
                |of: fn(&Run) -> Duration| runs.iter().map(of).min().unwrap_or_default().as_secs_f64();
            let memory = runs.iter().map(|run| run.memory).max().unwrap_or_default();
            let (time, cpu) = (least(|run| run.time), least(|run| run.cpu));
            let times = memory as f64 / input as f64;
            let subject = format!("`check`, {routes} routes with five rules, {}", layout.name());
            let value = format!(
                "{time:.2} s, {cpu:.2} s CPU, {:.0} MiB for {:.1} MiB ({times:.1}×)",
                memory as f64 / MEBIBYTE,
                input as f64 / MEBIBYTE,
            );
            if routes == GOAL {
                table.goal(subject, value, "≤ 3 s, ≤ 6×", time <= 3.0 && times <= 6.0);
            } else {
                table.row(subject, value);
            }
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

fn once(gatewright: &Path, folder: &Path) -> Result<Run> {
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
