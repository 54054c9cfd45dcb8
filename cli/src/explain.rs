//! `gatewright explain`: what happens to one request, and why.

mod connection;
mod failure;
mod text;
mod trace;

use engine::{
    analysis::Analysis,
    ask::{Question, Told},
    compile::rule_label,
    report::Decision,
};

use crate::{
    args::{ExplainArgs, Format},
    exit::{Failure, Verdict},
    manifests::Manifests,
    output,
};

pub(crate) fn run(args: ExplainArgs) -> Result<Verdict, Failure> {
    let question = Question::of_words(&args.request)?;
    let manifests = Manifests::load(&args.manifests)?;
    manifests.not_empty()?;
    manifests.mention_errors();
    let analysis = &manifests.analysis;
    let decision = analysis.answer(&question, &|gateway| manifests.scope.has_gateway(gateway), Told::Why)?;
    match args.output {
        Format::Json => output::print_json(&decision)?,
        Format::Text => {
            let faults = faults(analysis, &decision);
            output::print(&match &question {
                Question::Request(asked) => text::of(asked, &decision, &faults, args.all),
                Question::Connection(asked) => connection::of(asked, &decision, &faults, args.all),
            })?;
        }
    }
    Ok(Verdict::Fine)
}

/// What keeps backends of the winning rule from being used.
fn faults(analysis: &Analysis, decision: &Decision) -> Vec<String> {
    let routes = analysis.world.routes.iter().zip(&analysis.graph.routes);
    let mut routes = routes.filter(|(route, _)| {
        decision.route_kind == Some(route.body.kind.name()) && decision.route == Some(route.meta.full_name())
    });
    let Some((route, state)) = routes.next() else { return Vec::new() };
    let name = route.meta.full_name();
    let rules = route.body.rules.iter().zip(&state.rules).enumerate();
    let won = |number: usize, rule: Option<&str>| decision.rule == Some(rule_label(&name, number, rule));
    rules
        .filter(|(number, (rule, _))| won(*number, rule.name.as_deref()))
        .flat_map(|(_, (_, state))| state.backend_faults().map(|fault| fault.message.clone()))
        .collect()
}
