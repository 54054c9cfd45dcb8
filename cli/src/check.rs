//! `gatewright check`: what is wrong with manifests.

mod sarif;
mod summary;

use engine::report::Diagnostic;
use serde_json::json;

use crate::{
    args::{CheckArgs, CheckFormat},
    draw::draw,
    exit::{Failure, Verdict},
    manifests::Manifests,
    output,
};

pub(crate) fn run(args: CheckArgs) -> Result<Verdict, Failure> {
    let manifests = Manifests::load(&args.manifests)?;
    manifests.not_empty()?;
    let diagnostics = manifests.diagnostics();
    match args.output {
        CheckFormat::Json => output::print_json(&json!({ "diagnostics": diagnostics }))?,
        CheckFormat::Sarif => output::print_json(&sarif::log(&diagnostics))?,
        CheckFormat::Text => output::print(&text(&manifests, &diagnostics))?,
    }
    let has = |severity| diagnostics.iter().any(|diagnostic| diagnostic.severity == severity);
    Ok(Verdict::of(has("error") || args.strict && has("warning")))
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
