//! Goal 1: what a decision costs outside of any proxy, and what it costs others.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::bench::callgrind;
use crate::bench::ledger::Ledger;
use crate::bench::program;
use crate::bench::table::{Table, grouped};
use crate::checkout::Checkout;
use crate::progress::say;

const SHAPES: [&str; 2] = ["spread", "onehost"];
const SIZES: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];

/// In the order of the table: what the program calls it, and what people do.
const SUBJECTS: [(&str, &str); 5] = [
    ("decide", "`decide`"),
    ("serve", "normal forms, `decide`, actions"),
    ("matchit", "`HashMap` + `matchit` (no precedence walk)"),
    ("grouped", "agentgateway's way (model)"),
    ("linear", "linkerd's way (model)"),
];

/// Of the test: enough to see a decision become slower, in seconds.
const COMPARED: [(&str, usize); 2] = [("spread", 1_000), ("onehost", 1_000)];

/// What one workload gave, by the name of the subject.
#[derive(Debug, Default)]
struct Cell {
    instructions: Vec<(String, f64)>,
    times: Vec<(String, Vec<f64>)>,
    heap: Vec<(String, Vec<f64>)>,
}

pub(crate) fn measure(checkout: &Checkout, table: &mut Table, ledger: &mut Ledger) -> Result<()> {
    let program = build(checkout)?;
    for shape in SHAPES {
        let mut warm = Vec::new();
        for size in SIZES {
            say("native", format_args!("{shape}, {size} rules"));
            let cell = Cell::measure(checkout, &program, shape, size)?;
            cell.enter(shape, size, ledger);
            cell.rows(shape, size, table);
            warm.extend(cell.instructions.iter().filter(|(name, _)| name == "decide").map(|(_, cost)| *cost));
        }
        if let (Some(few), Some(many)) = (warm.first(), warm.last()) {
            let ratio = many / few;
            let subject = format!("`decide`, {shape}: 100,000 rules against 10, instructions");
            table.goal(subject, format!("{ratio:.2}×"), "≤ 1.2×", ratio <= 1.2);
        }
    }
    Ok(())
}

/// Fails when a decision takes more instructions than the ledger says. Where there is no valgrind to be had, or
/// another processor, there is nothing to compare.
pub(crate) fn compare(checkout: &Checkout) -> Result<()> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        say("bench", "the ledger has instructions of x86_64, this is another processor: not compared");
        return Ok(());
    }
    let program = build(checkout)?;
    let mut now = Ledger::default();
    for (shape, size) in COMPARED {
        for (name, cost) in instructions(checkout, &program, shape, size)? {
            if is_ours(&name) {
                say("bench", format_args!("{name}, {shape}, {size} rules: {cost:.0} instructions"));
                now.set(key("instructions", &name, shape, size), cost);
            }
        }
    }
    let growth = Ledger::read(checkout)?.growth(&now);
    if !growth.is_empty() {
        bail!(
            "decisions take more than in bench/ledger.txt\n    {}\nif that is meant to be: `cargo xtask bench native`",
            growth.join("\n    ")
        );
    }
    Ok(())
}

fn is_ours(subject: &str) -> bool {
    ["decide", "serve"].contains(&subject)
}

fn build(checkout: &Checkout) -> Result<PathBuf> {
    program::build(checkout, "native", "")
}

fn key(kind: &str, subject: &str, shape: &str, size: usize) -> String {
    format!("{kind}/{subject}/{shape}/{size}")
}

/// Instructions for each request.
fn instructions(checkout: &Checkout, program: &Path, shape: &str, size: usize) -> Result<Vec<(String, f64)>> {
    let output = checkout.bench_dir().join("callgrind.out");
    fs::create_dir_all(checkout.bench_dir())?;
    let (printed, costs) = callgrind::count(program, &["count", shape, &size.to_string()], &output)?;
    program::figures(&printed)?
        .into_iter()
        .map(|(name, requests)| {
            let cost = costs.get(&name).with_context(|| format!("callgrind saw nothing of {name}"))?;
            let requests = requests.first().copied().unwrap_or(1.0);
            Ok((name, *cost as f64 / requests))
        })
        .collect()
}

// === impl Cell ===

impl Cell {
    fn measure(checkout: &Checkout, program: &Path, shape: &str, size: usize) -> Result<Self> {
        let run = |what: &str| program::run(Command::new(program).args([what, shape, &size.to_string()]));
        Ok(Cell {
            instructions: instructions(checkout, program, shape, size)?,
            times: run("time")?,
            heap: run("heap")?,
        })
    }

    /// What is stable. Of the peers it is not: their maps are seeded anew in each process.
    fn enter(&self, shape: &str, size: usize, ledger: &mut Ledger) {
        for (name, cost) in self.instructions.iter().filter(|(name, _)| is_ours(name)) {
            ledger.set(key("instructions", name, shape, size), *cost);
        }
        for (name, figures) in &self.heap {
            let kind = if name == "table" { "bytes" } else { "allocations" };
            ledger.set(key(kind, name, shape, size), figures.first().copied().unwrap_or_default());
        }
    }

    fn rows(&self, shape: &str, size: usize, table: &mut Table) {
        let many = grouped(size as f64);
        let of = |list: &[(String, Vec<f64>)], name: &str| {
            list.iter().find(|(it, _)| it == name).map(|(_, figures)| figures.clone())
        };
        for (name, title) in SUBJECTS {
            let cost = self.instructions.iter().find(|(it, _)| it == name).map(|(_, cost)| *cost);
            let Some(cost) = cost else { continue };
            let mut value = format!("{} instructions", grouped(cost));
            if let Some([median, least, most]) = of(&self.times, name).as_deref() {
                value.push_str(&format!(", {median:.0} ns ({least:.0}–{most:.0})"));
            }
            let subject = format!("{title}, {shape}, {many} rules, warm");
            match of(&self.heap, name).as_deref() {
                Some([allocations]) if name == "decide" => {
                    value.push_str(&format!(", {allocations:.0} allocations"));
                    table.goal(subject, value, "≤ 900, none", cost <= 900.0 && *allocations == 0.0);
                }
                Some([allocations]) => {
                    let share = allocations / 256.0;
                    table.row(subject, format!("{value}, {share:.2} allocations"));
                }
                _ => table.row(subject, value),
            }
        }
        for (name, title) in [("decide-cold", SUBJECTS[0].1), ("matchit-cold", SUBJECTS[2].1)] {
            let Some([median, least, most]) = of(&self.times, name).map(|it| [it[0], it[1], it[2]]) else {
                continue;
            };
            let subject = format!("{title}, {shape}, {many} rules, cold");
            let value = format!("{median:.0} ns ({least:.0}–{most:.0})");
            if name == "decide-cold" && size == 100_000 {
                table.goal(subject, value, "≤ 500 ns", median <= 500.0);
            } else {
                table.row(subject, value);
            }
        }
    }
}
