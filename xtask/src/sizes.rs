//! The ledger of the filters' sizes: a change that makes a filter bigger shows in a diff.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use brotli::enc::BrotliEncoderParams;

use crate::checkout::Checkout;
use crate::filter::Filter;
use crate::progress::say;

#[cfg(test)]
mod tests;

const UPDATE: &str = "`cargo xtask sizes --update`";

/// How much bigger than in the ledger a filter may be, in percent: compilers differ between machines.
const TOLERANCE: usize = 2;

/// The bytes of one filter, as they are and compressed as for a download.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Size {
    raw: usize,
    brotli: usize,
}

/// The size of each file, by its name.
#[derive(Debug, PartialEq, Eq)]
struct Ledger(BTreeMap<String, Size>);

/// Compares built filters with the ledger.
pub(crate) fn check(checkout: &Checkout) -> Result<()> {
    let path = checkout.size_ledger();
    let text = fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}; {UPDATE} writes it", path.display()))?;
    let ledger = Ledger::parse(&text)
        .with_context(|| format!("cannot use {}; {UPDATE} rewrites it", path.display()))?;
    let built = Ledger::measure(checkout)?;
    say_all(&built);
    let growth = built.growth_over(&ledger);
    if !growth.is_empty() {
        bail!(
            "a filter grew by more than {TOLERANCE}%\n    {}\nif that is meant to be: {UPDATE}",
            growth.join("\n    ")
        );
    }
    Ok(())
}

/// Writes the sizes of built filters into the ledger.
pub(crate) fn update(checkout: &Checkout) -> Result<()> {
    let path = checkout.size_ledger();
    let built = Ledger::measure(checkout)?;
    say_all(&built);
    fs::write(&path, built.to_text()).with_context(|| format!("cannot write {}", path.display()))
}

/// The bytes of a built filter, raw and with brotli.
pub(crate) fn of(checkout: &Checkout, filter: Filter) -> Result<(usize, usize)> {
    let path = filter.path(checkout);
    let module = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let Size { raw, brotli } = Size::of(&module)?;
    Ok((raw, brotli))
}

fn say_all(Ledger(sizes): &Ledger) {
    for (file, Size { raw, brotli }) in sizes {
        say("size", format_args!("{file}: {raw} bytes, {brotli} with brotli"));
    }
}

// === impl Size ===

impl Size {
    fn of(module: &[u8]) -> Result<Self> {
        let mut compressed = Vec::new();
        // Not the best quality: that takes a hundred times as long in a debug build, to say the same about growth.
        let parameters = BrotliEncoderParams { quality: 9, ..Default::default() };
        brotli::BrotliCompress(&mut &*module, &mut compressed, &parameters)?;
        Ok(Self { raw: module.len(), brotli: compressed.len() })
    }
}

// === impl Ledger ===

impl Ledger {
    fn measure(checkout: &Checkout) -> Result<Self> {
        let measure = |filter: Filter| {
            let path = filter.path(checkout);
            let module = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            Ok((filter.file_name().to_owned(), Size::of(&module)?))
        };
        Filter::ALL.into_iter().map(measure).collect::<Result<_>>().map(Self)
    }

    fn parse(text: &str) -> Result<Self> {
        let entry = |line: &str| {
            let words: Vec<_> = line.split_whitespace().collect();
            let [file, raw, brotli] = words[..] else { bail!("`{line}` is not a file name and two sizes") };
            let number = |word: &str| word.parse().with_context(|| format!("`{word}` is not a size"));
            Ok((file.to_owned(), Size { raw: number(raw)?, brotli: number(brotli)? }))
        };
        text.lines().filter(|line| !line.starts_with('#')).map(entry).collect::<Result<_>>().map(Self)
    }

    fn to_text(&self) -> String {
        let mut text = format!(
            "# Bytes of each filter, raw and with brotli at quality 9. {UPDATE} rewrites this file.\n"
        );
        for (file, Size { raw, brotli }) in &self.0 {
            text.push_str(&format!("{file:<24} {raw:>9} {brotli:>9}\n"));
        }
        text
    }

    /// One line for each size that is beyond the tolerance, or that `before` does not have.
    fn growth_over(&self, before: &Self) -> Vec<String> {
        let mut lines = Vec::new();
        for (file, now) in &self.0 {
            let Some(before) = before.0.get(file) else {
                lines.push(format!("{file} is not in the ledger"));
                continue;
            };
            for (kind, now, before) in [("raw", now.raw, before.raw), ("brotli", now.brotli, before.brotli)] {
                if now * 100 > before * (100 + TOLERANCE) {
                    lines.push(format!("{file}: {before} bytes before, {now} now ({kind})"));
                }
            }
        }
        lines
    }
}
