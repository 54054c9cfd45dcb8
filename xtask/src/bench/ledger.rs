use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};

use crate::checkout::Checkout;

/// How much more of something there may be than in the ledger, in percent. Compilers differ a little between
/// machines, and so does the C library's `memcmp` by the processor.
const TOLERANCE: f64 = 10.0;

const UPDATE: &str = "`cargo xtask bench`";

/// What is the same in each run: instructions, allocations, bytes. A change shows in a diff.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Ledger(BTreeMap<String, f64>);

// === impl Ledger ===

impl Ledger {
    pub(crate) fn read(checkout: &Checkout) -> Result<Self> {
        let path = checkout.bench_ledger();
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&text)
            .with_context(|| format!("cannot use {}; remove it, {UPDATE} writes it anew", path.display()))
    }

    pub(crate) fn write(&self, checkout: &Checkout) -> Result<()> {
        let path = checkout.bench_ledger();
        fs::write(&path, self.to_text()).with_context(|| format!("cannot write {}", path.display()))
    }

    pub(crate) fn set(&mut self, name: impl Into<String>, value: f64) {
        self.0.insert(name.into(), value);
    }

    pub(crate) fn extend(&mut self, newer: Self) {
        self.0.extend(newer.0);
    }

    fn get(&self, name: &str) -> Option<f64> {
        self.0.get(name).copied()
    }

    /// What is more now than it was, beyond the tolerance, or is not in the ledger.
    pub(crate) fn growth(&self, now: &Self) -> Vec<String> {
        let grown = |(name, now): (&String, &f64)| match self.get(name) {
            None => Some(format!("{name} is not in the ledger")),
            Some(before) if *now > before * (1.0 + TOLERANCE / 100.0) => {
                Some(format!("{name}: {before:.0} before, {now:.0} now"))
            }
            Some(_) => None,
        };
        now.0.iter().filter_map(grown).collect()
    }

    fn parse(text: &str) -> Result<Self> {
        let entry = |line: &str| {
            let words: Vec<_> = line.split_whitespace().collect();
            let [name, value] = words[..] else { bail!("`{line}` is not a name and a number") };
            Ok((name.to_owned(), value.parse().with_context(|| format!("`{value}` is not a number"))?))
        };
        text.lines().filter(|line| !line.starts_with('#')).map(entry).collect::<Result<_>>().map(Self)
    }

    fn to_text(&self) -> String {
        let mut text = format!(
            "# What measures the same in each run; docs/PERFORMANCE.md says what each is. {UPDATE} rewrites it.\n"
        );
        for (name, value) in &self.0 {
            text.push_str(&format!("{name:<48} {value:>12.0}\n"));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Ledger;

    fn ledger(entries: &[(&str, f64)]) -> Ledger {
        Ledger(entries.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect())
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let before = ledger(&[("a", 12.0), ("b/c", 3_000_000.0)]);
        assert_eq!(Ledger::parse(&before.to_text()).unwrap(), before);
    }

    #[test]
    fn growth_is_more_than_the_tolerance() {
        let before = ledger(&[("a", 100.0), ("b", 100.0), ("c", 100.0)]);
        let now = ledger(&[("a", 109.0), ("b", 112.0), ("d", 1.0)]);
        assert_eq!(before.growth(&now), ["b: 100 before, 112 now", "d is not in the ledger"]);
    }
}
