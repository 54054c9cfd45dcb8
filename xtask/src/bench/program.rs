//! The programs of the crate `bench`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::checkout::Checkout;
use crate::process;

/// Builds a program of the crate with these features alone.
pub(crate) fn build(checkout: &Checkout, name: &str, features: &str) -> Result<PathBuf> {
    let mut build = process::cargo("build");
    build
        .current_dir(checkout.root())
        .args(["--package", "bench", "--profile", "measure", "--no-default-features", "--features", features])
        .args(["--bin", name]);
    process::run(&mut build)?;
    Ok(checkout.root().join("target/measure").join(name))
}

/// Builds a program that is not measured itself.
pub(crate) fn build_plainly(checkout: &Checkout, name: &str, features: &str) -> Result<PathBuf> {
    let mut build = process::cargo("build");
    build
        .current_dir(checkout.root())
        .args(["--package", "bench", "--release", "--no-default-features", "--features", features])
        .args(["--bin", name]);
    process::run(&mut build)?;
    Ok(checkout.root().join("target/release").join(name))
}

/// Lines of a name and numbers that a program printed.
pub(crate) fn figures(printed: &str) -> Result<Vec<(String, Vec<f64>)>> {
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let name = words.next().context("a line is empty")?;
        let numbers = words.map(|word| word.parse().with_context(|| format!("`{line}` has no number")));
        Ok((name.to_owned(), numbers.collect::<Result<_>>()?))
    };
    printed.lines().map(line).collect()
}

/// Runs a program for its figures.
pub(crate) fn run(program: &mut Command) -> Result<Vec<(String, Vec<f64>)>> {
    figures(&process::output(program)?)
}
