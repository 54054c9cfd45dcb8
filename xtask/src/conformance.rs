//! Upstream's conformance suite, and the ledger of what it says: a test that passed and passes no more is a regression,
//! and one that passes and was not expected to has to be written down.

mod ledger;
mod outcome;

use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use self::ledger::Ledger;
use self::outcome::{Channel, Events, Outcome, Outcomes};
use crate::checkout::Checkout;
use crate::envoy;
use crate::filter::{Filter, FilterTools};
use crate::process;
use crate::progress::{say, seconds};

#[cfg(test)]
mod tests;

const UPDATE: &str = "`cargo xtask conformance --update`";

/// What somebody wants to know.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Options {
    /// Run only the tests whose names match this regular expression
    #[arg(long, value_name = "FILTER")]
    run: Option<String>,
    /// Run with the definitions of one channel instead of with those of either
    #[arg(long, value_enum)]
    channel: Option<Channel>,
    /// Write what the suite says into the ledger instead of comparing
    #[arg(long, conflicts_with_all = ["run", "channel"])]
    update: bool,
}

/// What the suite is run against.
#[derive(Debug)]
pub(crate) struct Subject {
    pub(crate) envoy: PathBuf,
    pub(crate) filter: PathBuf,
}

/// Builds what it needs, and runs it.
pub(crate) fn run(checkout: &Checkout, options: &Options) -> Result<()> {
    let filter = Filter::Lean.build(checkout, &FilterTools::find_or_install(checkout)?)?;
    let subject = Subject { envoy: envoy::find_or_fetch(checkout)?, filter };
    // Built as a part of all tests, so that it is the same program.
    let mut build = process::cargo("test");
    build.current_dir(checkout.root()).args(["--workspace", "--test", "stories", "--no-run"]);
    process::run(&mut build)?;
    against(checkout, &subject, options)
}

/// Runs it against the gatewright that the tests have built.
pub(crate) fn against(checkout: &Checkout, subject: &Subject, options: &Options) -> Result<()> {
    let mut ledger = Ledger::default();
    for channel in Channel::ALL.into_iter().filter(|it| options.channel.is_none_or(|only| only == *it)) {
        let start = Instant::now();
        let outcomes = ask(checkout, subject, channel, options.run.as_deref())?;
        say("conformance", format_args!("{channel} channel: {} in {}", outcomes.summary(), seconds(start)));
        ledger.add(channel, outcomes);
    }
    let path = checkout.conformance_ledger();
    let former = fs::read_to_string(&path).ok().map(|text| Ledger::parse(&text)).transpose();
    let former = former.with_context(|| format!("cannot use {}; {UPDATE} rewrites it", path.display()));
    if options.update {
        ledger.keep_reasons(&former.ok().flatten().unwrap_or_default());
        return fs::write(&path, ledger.to_text())
            .with_context(|| format!("cannot write {}", path.display()));
    }
    let differences = ledger.differences(&former?.unwrap_or_default(), options.run.is_none());
    if !differences.is_empty() {
        bail!(
            "the suite says something else than {}\n    {}\nwhat it said is in {}; if that is meant to be: {UPDATE}",
            path.display(),
            differences.join("\n    "),
            checkout.conformance_dir().display()
        );
    }
    Ok(())
}

/// Runs the suite in one channel.
fn ask(checkout: &Checkout, subject: &Subject, channel: Channel, filter: Option<&str>) -> Result<Outcomes> {
    let directory = checkout.conformance_dir().join(channel.to_string());
    if directory.exists() {
        fs::remove_dir_all(&directory).context("cannot remove what the last run left")?;
    }
    fs::create_dir_all(&directory).with_context(|| format!("cannot create {}", directory.display()))?;
    let mut test = Command::new(process::on_path("go").context(
        "there is no `go` on the PATH: install Go (https://go.dev/dl) in the version that host-tests/conformance/go.mod \
         names, or newer",
    )?);
    test.current_dir(checkout.root().join("host-tests/conformance"));
    test.args(["test", "-json", "-count=1", "-timeout=40m", "-parallel=8"]);
    test.arg(format!("-run=^TestConformance$/{}", filter.unwrap_or_default()));
    test.arg(".").args(["-channel", &channel.to_string(), "-gatewright-version", env!("CARGO_PKG_VERSION")]);
    test.arg("-gatewright").arg(checkout.root().join("target/debug/gatewright"));
    test.arg("-envoy")
        .arg(&subject.envoy)
        .arg("-filter")
        .arg(&subject.filter)
        .arg("-directory")
        .arg(&directory);

    let log = directory.join("log.txt");
    let mut log_file = BufWriter::new(fs::File::create(&log).context("cannot write a log")?);
    let mut child = test.stdout(Stdio::piped()).spawn().context("cannot start `go test`")?;
    let mut events = Events::default();
    for line in BufReader::new(child.stdout.take().context("`go test` has no output")?).lines() {
        let output = events.take(&line.context("cannot read what `go test` says")?);
        log_file.write_all(output.as_bytes()).context("cannot write a log")?;
    }
    log_file.flush().context("cannot write a log")?;
    // Its failure alone says no more than the outcomes, unless there are none.
    let status = child.wait().context("cannot wait for `go test`")?;
    let outcomes = events.outcomes();
    for (name, outcome) in &outcomes.0 {
        if let Outcome::Fail(_) = outcome {
            say("failed", name);
        }
    }
    if outcomes.0.is_empty() || !status.success() && !outcomes.has_failures() {
        bail!("the suite failed as a whole ({status}): see {}", log.display());
    }
    Ok(outcomes)
}
