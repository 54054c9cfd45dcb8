//! `gatewright check`: what is wrong with manifests.

mod handbook;
mod sarif;
mod summary;

use anyhow::Context;
use engine::report::Diagnostic;
use serde_json::{Value, json};

use crate::{
    args::{CheckArgs, CheckFormat},
    draw::draw,
    exit::{Failure, Verdict},
    manifests::Manifests,
    output,
    scope::Scope,
    time,
};

pub(crate) fn run(args: CheckArgs) -> Result<Verdict, Failure> {
    let manifests = Manifests::load(&args.manifests)?;
    manifests.not_empty()?;
    let diagnostics = manifests.diagnostics();
    match args.output {
        CheckFormat::Json => output::print_json(&report(&manifests, &diagnostics)?)?,
        CheckFormat::Sarif => output::print_json(&sarif::log(&diagnostics))?,
        CheckFormat::Text => output::print(&text(&manifests, &diagnostics))?,
    }
    let has = |severity| diagnostics.iter().any(|diagnostic| diagnostic.severity == severity);
    // The process ends: giving a large input back piece by piece only takes time.
    std::mem::forget(manifests);
    Ok(Verdict::of(has("error") || args.strict && has("warning")))
}

/// The engine's report, of the Gateway that was asked for.
fn report(manifests: &Manifests, diagnostics: &[Diagnostic]) -> Result<Value, Failure> {
    let Manifests { analysis, scope, .. } = manifests;
    let now = time::now()?;
    let report = match scope {
        Scope::Everything => analysis.report(&now, |_| true),
        Scope::Gateway { .. } => analysis.report(&now, |document| scope.has_document(analysis, document)),
    };
    let mut report = serde_json::to_value(report).context("cannot write the report")?;
    report["diagnostics"] = json!(diagnostics);
    Ok(report)
}

fn text(manifests: &Manifests, diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&draw(diagnostic, &manifests.analysis.sources));
        text.push_str("\n\n");
    }
    text.push_str(&summary::of(manifests, diagnostics));
    text
}
