use std::collections::BTreeMap;

use anyhow::{Result, bail};

use super::UPDATE;
use super::outcome::{Channel, Outcome, Outcomes};

/// What the suite says of each test in each channel.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Ledger(BTreeMap<String, BTreeMap<Channel, Outcome>>);

// === impl Ledger ===

impl Ledger {
    pub(super) fn add(&mut self, channel: Channel, Outcomes(outcomes): Outcomes) {
        for (name, outcome) in outcomes {
            self.0.entry(name).or_default().insert(channel, outcome);
        }
    }

    /// The reasons of failures are people's.
    pub(super) fn keep_reasons(&mut self, former: &Self) {
        for (name, outcomes) in &mut self.0 {
            for (channel, outcome) in outcomes {
                let said = former.0.get(name).and_then(|outcomes| outcomes.get(channel));
                if let (Outcome::Fail(reason), Some(Outcome::Fail(said))) = (outcome, said) {
                    reason.clone_from(said);
                }
            }
        }
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut ledger = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            let mut words = line.splitn(3, char::is_whitespace).map(str::trim);
            let (Some(name), Some(first), Some(rest)) = (words.next(), words.next(), words.next()) else {
                bail!("`{line}` is not a name and two outcomes");
            };
            let (second, reason) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            for (channel, word) in Channel::ALL.into_iter().zip([first, second]) {
                let reason = reason.trim().to_owned();
                let outcome = match word {
                    "pass" => Outcome::Pass,
                    "fail" => Outcome::Fail(reason),
                    "skipped" => Outcome::Skipped(reason),
                    _ => bail!("`{word}` of `{line}` is neither pass nor fail nor skipped"),
                };
                ledger.0.entry(name.to_owned()).or_default().insert(channel, outcome);
            }
        }
        Ok(ledger)
    }

    pub(super) fn to_text(&self) -> String {
        let mut text = format!(
            "# What upstream's conformance suite says, with the definitions of the experimental and of the standard channel.\n\
             # {UPDATE} rewrites this file. Behind a failure stands why: people write it there.\n"
        );
        for (name, outcomes) in &self.0 {
            let word = |channel| outcomes.get(&channel).map_or("-", Outcome::word);
            let reason = outcomes.values().map(Outcome::reason).find(|reason| !reason.is_empty());
            let [first, second] = Channel::ALL.map(word);
            let line = format!("{name} {first} {second} {}", reason.unwrap_or_default());
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// What differs from a former ledger. Tests that were not run differ only where `all` were meant to be.
    pub(super) fn differences(&self, former: &Self, all: bool) -> Vec<String> {
        let mut differences = Vec::new();
        for (name, outcomes) in &self.0 {
            for (channel, outcome) in outcomes {
                let expected = former.0.get(name).and_then(|outcomes| outcomes.get(channel));
                let expected = expected.map_or("not there", Outcome::word);
                if expected != outcome.word() {
                    differences
                        .push(format!("{name} ({channel} channel): {}, expected {expected}", outcome.word()));
                }
            }
        }
        let gone = former.0.keys().filter(|name| all && !self.0.contains_key(*name));
        differences.extend(gone.map(|name| format!("{name}: not run")));
        differences
    }
}
