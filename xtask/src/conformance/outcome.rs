use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

/// A release channel of the Gateway API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(super) enum Channel {
    Experimental,
    Standard,
}

/// What became of one test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Pass,
    /// With a reason, if somebody has written one into the ledger.
    Fail(String),
    /// With what the suite says of it.
    Skipped(String),
}

/// What became of each test of a run, by its name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Outcomes(pub(super) BTreeMap<String, Outcome>);

/// What `go test -json` tells.
#[derive(Debug, Default)]
pub(super) struct Events {
    outcomes: BTreeMap<String, Outcome>,
    reasons: BTreeMap<String, String>,
}

// === impl Channel ===

impl Channel {
    pub(super) const ALL: [Self; 2] = [Self::Experimental, Self::Standard];
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Experimental => "experimental",
            Self::Standard => "standard",
        })
    }
}

// === impl Outcome ===

impl Outcome {
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail(_) => "fail",
            Self::Skipped(_) => "skipped",
        }
    }

    pub(super) fn reason(&self) -> &str {
        match self {
            Self::Pass => "",
            Self::Fail(reason) | Self::Skipped(reason) => reason,
        }
    }
}

// === impl Outcomes ===

impl Outcomes {
    pub(super) fn has_failures(&self) -> bool {
        self.0.values().any(|outcome| matches!(outcome, Outcome::Fail(_)))
    }

    pub(super) fn summary(&self) -> String {
        let count = |word: &str| self.0.values().filter(|outcome| outcome.word() == word).count();
        format!("{} passed, {} failed, {} skipped", count("pass"), count("fail"), count("skipped"))
    }
}

// === impl Events ===

impl Events {
    /// Takes a line, and gives what the tests have written with it.
    pub(super) fn take(&mut self, line: &str) -> String {
        let Ok(event) = serde_json::from_str::<Value>(line) else { return format!("{line}\n") };
        let text = |field: &str| event.get(field).and_then(Value::as_str).unwrap_or_default();
        let output = text("Output").to_owned();
        // One of upstream's tests, and none of the parts of it.
        let Some(name) = text("Test").strip_prefix("TestConformance/").filter(|name| !name.contains('/'))
        else {
            return output;
        };
        if let Some((_, reason)) = output.split_once(&format!("Skipping {name}: ")) {
            self.reasons.insert(name.to_owned(), reason.trim().to_owned());
        }
        let outcome = match text("Action") {
            "pass" => Outcome::Pass,
            "fail" => Outcome::Fail(String::new()),
            "skip" => Outcome::Skipped(String::new()),
            _ => return output,
        };
        self.outcomes.insert(name.to_owned(), outcome);
        output
    }

    pub(super) fn outcomes(mut self) -> Outcomes {
        for (name, outcome) in &mut self.outcomes {
            if let Outcome::Skipped(reason) = outcome {
                *reason = self.reasons.remove(name).unwrap_or_default();
            }
        }
        Outcomes(self.outcomes)
    }
}
