//! Instructions of functions, as callgrind counts them: the same in each run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::bench::valgrind;
use crate::process;

/// The measured programs name what they measure so.
const MEASURED: &str = "measured_";

/// Runs a program and counts while one of its functions `measured_…` runs. Answers what it printed, and the
/// instructions of each by the rest of its name.
pub(crate) fn count(
    program: &Path,
    arguments: &[&str],
    output: &Path,
) -> Result<(String, BTreeMap<String, u64>)> {
    let valgrind = valgrind::find_or_install()?;
    let printed = process::output(
        Command::new(valgrind)
            .args(["--tool=callgrind", "--compress-strings=no", "--compress-pos=no", "--collect-atstart=no"])
            .arg(format!("--toggle-collect=*{MEASURED}*"))
            .arg(format!("--callgrind-out-file={}", output.display()))
            .arg(program)
            .args(arguments)
            .stderr(Stdio::null()),
    )?;
    let profile = fs::read_to_string(output).with_context(|| format!("cannot read {}", output.display()))?;
    Ok((printed, inclusive(&profile)))
}

/// The instructions of each measured function and of all that it called. The lines below `fn=` are its own, each a
/// place and a cost; a call is two lines, and the second has the cost of all that was called.
fn inclusive(profile: &str) -> BTreeMap<String, u64> {
    let mut costs = BTreeMap::new();
    let mut function = None;
    for line in profile.lines() {
        if let Some(name) = line.strip_prefix("fn=") {
            function = name.find(MEASURED).map(|at| name[at + MEASURED.len()..].to_owned());
        } else if let Some(function) = &function
            && line.starts_with(|first: char| first.is_ascii_digit())
        {
            let cost: u64 = line.split(' ').nth(1).and_then(|cost| cost.parse().ok()).unwrap_or_default();
            *costs.entry(function.clone()).or_default() += cost;
        }
    }
    costs
}

#[cfg(test)]
mod tests {
    use super::inclusive;

    const PROFILE: &str = "\
events: Ir
fn=native::measured_a
10 5
cfn=other
calls=2 20
11 70
12 3

fn=other
20 70
fn=native::measured_b
30 4
";

    #[test]
    fn a_function_costs_what_it_calls() {
        let costs = inclusive(PROFILE);
        assert_eq!(costs.into_iter().collect::<Vec<_>>(), [("a".to_owned(), 78), ("b".to_owned(), 4)]);
    }
}
