//! Goals 5 and 6: a change of the configuration while requests go on, and the start.

use std::fs;
use std::io::Read;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::bench::program;
use crate::bench::running::{Load, Running, Site};
use crate::bench::spread::Spread;
use crate::bench::table::Table;
use crate::checkout::Checkout;
use crate::progress::say;

const RULES: usize = 10_000;
const SHAPE: &str = "onehost";

/// Two configurations in turn, that differ.
const OTHER: usize = RULES - 1;

/// The file of the filter's configuration, and what Envoy counts when it has a new one in use.
const FILTER: &str = "ecds.pb";
const TAKEN: &str = "extension_config_discovery.http_filter.gatewright.config_reload";

/// Of each Envoy.
const STARTS: usize = 7;

/// Requests without and with changes, in turns.
const TURNS: usize = 4;
const RATE: &str = "200";
const SECONDS: u64 = 5;
const BETWEEN: Duration = Duration::from_millis(150);

const MEBIBYTE: f64 = (1 << 20) as f64;

pub(crate) fn measure(checkout: &Checkout, table: &mut Table) -> Result<()> {
    let site = Site::prepare(checkout)?;
    let _backend = site.backend()?;
    start(&site, table)?;
    reload(&site, table)
}

fn start(site: &Site, table: &mut Table) -> Result<()> {
    say("start", "an empty Envoy, and one with 10,000 rules, in turns");
    let directory = site.directory.join("followed");
    let mut all: [Vec<[f64; 3]>; 2] = Default::default();
    for _ in 0..STARTS {
        for (subject, figures) in ["one", "ours"].into_iter().zip(&mut all) {
            let bootstrap = match subject {
                "ours" => site.follow(&directory, SHAPE, RULES)?,
                _ => site.bootstrap("forward", subject, SHAPE, RULES)?,
            };
            let begun = Instant::now();
            let envoy = Running::start(site, Command::new(&site.envoy), &bootstrap)?;
            site.load(&["count", &site.address(), SHAPE, "10", "1"])?;
            let seconds = begun.elapsed().as_secs_f64();
            figures.push([seconds, envoy.memory()? / MEBIBYTE, envoy.processor_time()? / 1e6]);
        }
    }
    let more = |figure: usize| {
        let [empty, ours] = all.each_ref().map(|of| Spread::of(of.iter().map(|it| it[figure])).median);
        ours - empty
    };
    let [time, memory, processor] = [0, 1, 2].map(more);
    table.goal(
        "start with 10,000 rules, over an empty Envoy",
        format!("{time:.3} s, {memory:.0} MiB (processors: {processor:.3} s)"),
        "≤ 0.15 s, ≤ 45 MiB",
        time <= 0.15 && memory <= 45.0,
    );
    Ok(())
}

fn reload(site: &Site, table: &mut Table) -> Result<()> {
    let directory = site.directory.join("followed");
    // Made beforehand: while requests are timed, a change is a file that is moved.
    let [other, usual] = [OTHER, RULES].map(|rules| {
        site.follow(&directory, SHAPE, rules)?;
        let file = directory.join(FILTER);
        fs::read(&file).with_context(|| format!("cannot read {}", file.display()))
    });
    let documents = [other?, usual?];
    // Across all turns: what Envoy has already is no change.
    let mut next = documents.iter().cycle();
    let envoy = Running::start(site, Command::new(&site.envoy), &directory.join("bootstrap.json"))?;
    let size = RULES.to_string();
    site.load(&["count", &site.address(), SHAPE, &size, "3000"])?;
    let (before, taken) = (envoy.memory()?, site.statistic(TAKEN)?);

    let seconds = SECONDS.to_string();
    let clients = ["rate", &site.address(), SHAPE, &size, RATE, &seconds].map(str::to_owned);
    let words: Vec<_> = clients.iter().map(String::as_str).collect();
    let (mut still, mut changing, mut after) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 1..=TURNS {
        say("reload", format_args!("turn {turn}: requests without a change, then with"));
        still.push(Load::of(&site.load(&words)?, 0.0));
        let mut child = site.clients(&words)?;
        let end = Instant::now() + Duration::from_millis(SECONDS * 1000 - 500);
        while Instant::now() <= end
            && let Some(document) = next.next()
        {
            // In one step, as everybody has to who writes files for Envoy.
            let new = directory.join("new");
            fs::write(&new, document)?;
            fs::rename(&new, directory.join(FILTER))?;
            thread::sleep(BETWEEN);
            after.push(envoy.memory()?);
            // On a busy machine it may take longer, and would skip what it has not seen yet.
            let patience = Instant::now() + Duration::from_secs(20);
            while site.statistic(TAKEN)? - taken < after.len() as u64 {
                if Instant::now() > patience {
                    bail!("Envoy has not taken the last change: it has taken {}", after.len() - 1);
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
        let mut printed = String::new();
        child.stdout.take().context("clients have an output")?.read_to_string(&mut printed)?;
        if !child.wait()?.success() {
            bail!("a request failed while the configuration changed");
        }
        changing.push(Load::of(&program::figures(&printed)?, 0.0));
    }
    let [still, changing] = [still, changing].map(|loads| Spread::of(loads.iter().map(|it| it.most / 1e3)));
    let over = changing.median - still.median;
    table.goal(
        format!("slowest request of {SECONDS} s while 10,000 rules are replaced, over the slowest without"),
        format!("{over:+.1} ms: {changing} ms against {still} ms"),
        "≤ 5 ms",
        over <= 5.0,
    );
    let at = |number: usize| after.get(number).copied().unwrap_or(before) / MEBIBYTE;
    table.row(
        format!("memory of the whole Envoy, over {} changes of 10,000 rules", after.len()),
        format!(
            "{:.0} MiB before, {:.0} after 10, {:.0} after 50, {:.0} after all",
            before / MEBIBYTE,
            at(9),
            at(49),
            at(after.len() - 1)
        ),
    );
    Ok(())
}
