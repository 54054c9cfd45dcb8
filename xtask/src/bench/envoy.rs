//! Goal 4: what a request costs in an Envoy with one worker.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::bench::running::{Load, Running, Site};
use crate::bench::spread::Spread;
use crate::bench::table::{Table, grouped};
use crate::bench::valgrind;
use crate::checkout::Checkout;
use crate::progress::say;

/// A subject of the program `scene`, a shape, a number of rules.
type Cell = (&'static str, &'static str, usize);

const BASELINE: Cell = ("one", "onehost", 10);

/// Counted beside the baseline.
const COUNTED: [Cell; 10] = [
    ("manager", "onehost", 10),
    ("idle", "onehost", 10),
    ("sdk", "onehost", 10),
    ("ours", "onehost", 10),
    ("ours", "onehost", 1_000),
    ("ours", "onehost", 10_000),
    ("ours", "spread", 10_000),
    ("routes", "onehost", 1_000),
    ("routes", "onehost", 10_000),
    ("routes", "spread", 10_000),
];

/// Requests before V8 has compiled for good what it runs, and those that are counted then.
const UNTIL_WARM: usize = 3_000;
const REQUESTS: usize = 512;

/// Timed in turns, with the same routes.
const TIMED: [Cell; 7] = [
    ("one", "onehost", 10),
    ("ours", "onehost", 1_000),
    ("routes", "onehost", 1_000),
    ("ours", "onehost", 10_000),
    ("routes", "onehost", 10_000),
    ("ours", "spread", 10_000),
    ("routes", "spread", 10_000),
];
const RATES: [u32; 2] = [500, 1_000];
const SECONDS: u32 = 4;
const TURNS: usize = 3;

/// One after the other, for the time of a processor that each takes.
const IN_A_ROW: u32 = 20_000;

fn describe((subject, shape, rules): Cell) -> String {
    let rules = grouped(rules as f64);
    match subject {
        "one" => "one native route".to_owned(),
        "manager" => "one native route, Gatewright's connection manager".to_owned(),
        "idle" => "a filter that does nothing".to_owned(),
        "sdk" => "a filter that does nothing, written with the SDK".to_owned(),
        "routes" => format!("{rules} native routes, {shape}"),
        _ => format!("Gatewright, {rules} rules, {shape}"),
    }
}

// === instructions ===

pub(crate) fn instructions(checkout: &Checkout, table: &mut Table) -> Result<()> {
    let site = &Site::prepare(checkout)?;
    let baseline = count(site, BASELINE)?;
    table.row(
        format!("Envoy, direct response: {}", describe(BASELINE)),
        format!("{} instructions", grouped(baseline)),
    );
    let mut ours: Vec<(usize, &str, f64)> = Vec::new();
    let mut routes = Vec::new();
    for cell in COUNTED {
        let cost = count(site, cell)?;
        let more = cost - baseline;
        let subject = format!("Envoy, direct response: {}", describe(cell));
        let value = format!("{} instructions, +{}", grouped(cost), grouped(more));
        match cell.0 {
            "ours" => {
                table.goal(subject, value, "≤ +24,000", more <= 24_000.0);
                ours.push((cell.2, cell.1, more));
            }
            _ => table.row(subject, value),
        }
        if cell.0 == "routes" {
            routes.push((cell.2, cell.1, more));
        }
    }
    for (rules, shape, native) in routes {
        let Some((.., own)) = ours.iter().find(|(it, of, _)| (*it, *of) == (rules, shape)) else { continue };
        let times = native / own;
        let subject = format!(
            "Envoy, what deciding adds: {} native routes to Gatewright, {shape}",
            grouped(rules as f64)
        );
        match (shape, rules) {
            ("onehost", 1_000) => table.goal(subject, format!("{times:.1}×"), "> 1×", times > 1.0),
            ("onehost", 10_000) => table.goal(subject, format!("{times:.1}×"), "≥ 10×", times >= 10.0),
            _ => table.row(subject, format!("{times:.1}×")),
        }
    }
    Ok(())
}

/// Instructions of the worker for each request.
fn count(site: &Site, cell: Cell) -> Result<f64> {
    let (subject, shape, rules) = cell;
    let bootstrap = site.bootstrap("answer", subject, shape, rules)?;
    let profile = site.directory.join("envoy.callgrind");
    remove_profiles(&profile)?;
    let mut valgrind = Command::new(valgrind::find_or_install()?);
    valgrind
        .args(["--tool=callgrind", "--separate-threads=yes"])
        .arg(format!("--callgrind-out-file={}", profile.display()))
        .arg(&site.envoy);
    let envoy = Running::start(site, valgrind, &bootstrap)?;
    let ask =
        |many: usize| site.load(&["count", &site.address(), shape, &rules.to_string(), &many.to_string()]);
    ask(if subject == "one" || subject == "routes" { REQUESTS / 2 } else { UNTIL_WARM })?;
    control(&envoy, "--zero")?;
    ask(REQUESTS)?;
    control(&envoy, "--dump")?;
    let worker = profiles(&profile)?
        .into_iter()
        .map(|path| total(&path))
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .max()
        .context("callgrind wrote nothing down")?;
    drop(envoy);
    remove_profiles(&profile)?;
    let cost = worker as f64 / REQUESTS as f64;
    say("envoy", format_args!("{cost:.0} instructions: {}", describe(cell)));
    Ok(cost)
}

fn control(envoy: &Running, what: &str) -> Result<()> {
    let mut control = Command::new("callgrind_control");
    crate::process::output(control.arg(what).arg(envoy.id().to_string())).map(drop)
}

/// A dump is a file for each thread.
fn profiles(base: &Path) -> Result<Vec<PathBuf>> {
    let name = base.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let directory = base.parent().context("a profile is in a directory")?;
    let all = fs::read_dir(directory)?.flatten().map(|entry| entry.path());
    Ok(all
        .filter(|path| path.file_name().is_some_and(|it| it.to_string_lossy().starts_with(&name)))
        .collect())
}

fn remove_profiles(base: &Path) -> Result<()> {
    profiles(base)?.into_iter().try_for_each(|path| Ok(fs::remove_file(path)?))
}

/// What a dump says that it has in all. Names of functions need not be UTF-8.
fn total(profile: &Path) -> Result<u64> {
    let bytes = fs::read(profile).with_context(|| format!("cannot read {}", profile.display()))?;
    let line = bytes.split(|byte| *byte == b'\n').rev().find_map(|line| line.strip_prefix(b"totals: "));
    Ok(line.and_then(|line| str::from_utf8(line).ok()?.trim().parse().ok()).unwrap_or_default())
}

// === time ===

/// Processor time of requests that are answered directly, one after the other; latencies and processor time where
/// Envoy proxies, under `cluster_header` and of native routes. All Envoys take turns.
pub(crate) fn latencies(checkout: &Checkout, table: &mut Table) -> Result<()> {
    let site = &Site::prepare(checkout)?;
    let _backend = site.backend()?;
    let mut samples: Vec<(Cell, u32, Vec<Load>)> = Vec::new();
    let mut times = TIMED.map(|cell| (cell, Vec::new()));
    for turn in 0..TURNS {
        for (cell, times) in &mut times {
            say("envoy", format_args!("turn {}: {}", turn + 1, describe(*cell)));
            let (_, shape, rules) = *cell;
            let size = rules.to_string();
            let envoy = warm(site, "answer", *cell)?;
            let before = envoy.processor_time()?;
            site.load(&["count", &site.address(), shape, &size, &IN_A_ROW.to_string()])?;
            times.push((envoy.processor_time()? - before) / f64::from(IN_A_ROW));
            drop(envoy);

            let envoy = warm(site, "forward", *cell)?;
            for rate in RATES {
                let before = envoy.processor_time()?;
                let [rate_of, seconds] = [rate, SECONDS].map(|it| it.to_string());
                let figures = site.load(&["rate", &site.address(), shape, &size, &rate_of, &seconds])?;
                let load = Load::of(&figures, envoy.processor_time()? - before);
                match samples.iter_mut().find(|(it, at, _)| it == cell && *at == rate) {
                    Some((.., loads)) => loads.push(load),
                    None => samples.push((*cell, rate, vec![load])),
                }
            }
        }
    }
    processor_times(&times, table);
    for (cell, rate, loads) in samples {
        let subject = format!("Envoy, proxying, {rate} requests a second: {}", describe(cell));
        table.row(subject, Load::median(&loads));
    }
    Ok(())
}

/// An Envoy whose VM has compiled for good what it runs.
fn warm(site: &Site, action: &str, (subject, shape, rules): Cell) -> Result<Running> {
    let bootstrap = site.bootstrap(action, subject, shape, rules)?;
    let envoy = Running::start(site, Command::new(&site.envoy), &bootstrap)?;
    site.load(&["count", &site.address(), shape, &rules.to_string(), &UNTIL_WARM.to_string()])?;
    Ok(envoy)
}

/// A row of each cell, and what deciding adds to one native route.
fn processor_times(times: &[(Cell, Vec<f64>)], table: &mut Table) {
    let of = |cell: Cell| {
        let found = times.iter().find(|(it, _)| *it == cell);
        found.map(|(_, times)| Spread::of(times.iter().copied()))
    };
    let Some(baseline) = of(BASELINE) else { return };
    for (cell, _) in times {
        let Some(time) = of(*cell) else { continue };
        let more = time.median - baseline.median;
        let subject = format!("Envoy, direct response, processor time: {}", describe(*cell));
        let value = format!("{time} µs, {more:+.1}");
        let native = of(("routes", cell.1, cell.2)).map(|native| native.median - baseline.median);
        match (cell, native) {
            (("ours", "onehost", rules), Some(native)) => {
                let (least, goal) = match *rules {
                    10_000.. => (10.0, "≤ a tenth of what native routes add"),
                    _ => (1.0, "≤ what native routes add"),
                };
                table.goal(subject, value, goal, more * least <= native);
            }
            _ => table.row(subject, value),
        }
    }
}
