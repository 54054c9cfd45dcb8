//! Goals 5 and 6: a change of the configuration while requests go on, and the start.

use std::io::Read;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::bench::program;
use crate::bench::running::{Load, Running, Site};
use crate::bench::table::Table;
use crate::checkout::Checkout;
use crate::progress::say;

const RULES: usize = 10_000;
const SHAPE: &str = "onehost";

/// Two configurations in turn, that differ.
const OTHER: usize = RULES - 1;

const RATE: &str = "200";
const SECONDS: u64 = 10;
const RELOADS: usize = 100;

const MEBIBYTE: f64 = (1 << 20) as f64;

pub(crate) fn measure(checkout: &Checkout, table: &mut Table) -> Result<()> {
    let site = Site::prepare(checkout)?;
    let _backend = site.backend()?;
    start(&site, table)?;
    reload(&site, table)
}

fn start(site: &Site, table: &mut Table) -> Result<()> {
    say("start", "an empty Envoy, and one with 10,000 rules, in turns");
    let mut figures = [Vec::new(), Vec::new()];
    for _ in 0..5 {
        for (subject, figures) in ["one", "ours"].into_iter().zip(&mut figures) {
            let bootstrap = site.bootstrap("forward", subject, SHAPE, RULES)?;
            let begun = Instant::now();
            let envoy = Running::start(site, Command::new(&site.envoy), &bootstrap)?;
            site.load(&["count", &site.address(), SHAPE, "10", "1"])?;
            figures.push((begun.elapsed().as_secs_f64(), envoy.memory()?));
        }
    }
    let [empty, ours] = figures;
    let median = |list: &[(f64, f64)], of: fn(&(f64, f64)) -> f64| {
        let mut sorted: Vec<f64> = list.iter().map(of).collect();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or_default()
    };
    let time = median(&ours, |it| it.0) - median(&empty, |it| it.0);
    let memory = (median(&ours, |it| it.1) - median(&empty, |it| it.1)) / MEBIBYTE;
    table.goal(
        "start with 10,000 rules, over an empty Envoy",
        format!("{time:.3} s, {memory:.0} MiB"),
        "≤ 0.15 s, ≤ 45 MiB",
        time <= 0.15 && memory <= 45.0,
    );
    Ok(())
}

fn reload(site: &Site, table: &mut Table) -> Result<()> {
    let directory = site.directory.join("followed");
    let bootstrap = site.follow(&directory, SHAPE, RULES)?;
    let envoy = Running::start(site, Command::new(&site.envoy), &bootstrap)?;
    let size = RULES.to_string();
    site.load(&["count", &site.address(), SHAPE, &size, "3000"])?;
    let before = envoy.memory()?;

    say("reload", "requests without a change");
    let seconds = SECONDS.to_string();
    let clients = ["rate", &site.address(), SHAPE, &size, RATE, &seconds].map(str::to_owned);
    let words: Vec<_> = clients.iter().map(String::as_str).collect();
    let still = Load::of(&site.load(&words)?, 0.0);

    say("reload", format_args!("requests while {RELOADS} changes are made"));
    let mut after = Vec::new();
    let mut slowest: Vec<f64> = Vec::new();
    while after.len() < RELOADS {
        let mut child = site.clients(&words)?;
        let end = Instant::now() + Duration::from_secs(SECONDS - 1);
        while Instant::now() < end && after.len() < RELOADS {
            site.follow(&directory, SHAPE, if after.len() % 2 == 0 { OTHER } else { RULES })?;
            thread::sleep(Duration::from_millis(100));
            after.push(envoy.memory()?);
        }
        let mut printed = String::new();
        child.stdout.take().context("clients have an output")?.read_to_string(&mut printed)?;
        if !child.wait()?.success() {
            bail!("a request failed while the configuration changed");
        }
        slowest.push(Load::of(&program::figures(&printed)?, 0.0).most);
    }
    slowest.sort_by(f64::total_cmp);
    let typical = slowest.get(slowest.len() / 2).copied().unwrap_or_default();
    let over = (typical - still.most) / 1e3;
    table.goal(
        "slowest request while 10,000 rules are replaced, over the slowest without",
        format!(
            "{over:+.1} ms: {:.1} ms ({:.1}–{:.1}) against {:.1} ms",
            typical / 1e3,
            slowest.first().copied().unwrap_or_default() / 1e3,
            slowest.last().copied().unwrap_or_default() / 1e3,
            still.most / 1e3
        ),
        "≤ 5 ms",
        over <= 5.0,
    );
    let at = |share: usize| after.get(share * after.len() / 100).copied().unwrap_or(before) / MEBIBYTE;
    let last = after.last().copied().unwrap_or(before) / MEBIBYTE;
    table.row(
        "memory of the whole Envoy, over 100 changes of 10,000 rules",
        format!(
            "{:.0} MiB before, {:.0} after 10, {:.0} after 50, {last:.0} after 100",
            before / MEBIBYTE,
            at(10),
            at(50)
        ),
    );
    Ok(())
}
