//! `gatewright explain`: what happens to one request, and why.

mod connection;
mod curl;
mod request;
mod socket;
mod text;
mod trace;
mod url;

#[cfg(test)]
mod tests;

use engine::{
    analysis::Analysis,
    compile::rule_label,
    report::Decision,
    table::{Request, SocketId},
};

use crate::{
    args::{ExplainArgs, Format},
    exit::{Failure, Verdict},
    manifests::Manifests,
    output,
};

pub(crate) fn run(args: ExplainArgs) -> Result<Verdict, Failure> {
    if let Some(asked) = connection::Asked::of(&args.request).map_err(Failure::Usage)? {
        return connection::run(&args, &asked);
    }
    let asked = request::Asked::of(&args.request).map_err(Failure::Usage)?;
    let manifests = Manifests::load(&args.manifests)?;
    manifests.not_empty()?;
    manifests.mention_errors();
    let headers = asked.headers();
    let request = asked.request(&headers);
    let socket = socket::pick(&manifests, &asked, &request)?;
    let decision = explain(&manifests.analysis, socket, &request);
    match args.output {
        Format::Json => output::print_json(&decision)?,
        Format::Text => {
            output::print(&text::of(&asked, &decision, &faults(&manifests.analysis, &decision), args.all))?
        }
    }
    Ok(Verdict::Fine)
}

fn explain(analysis: &Analysis, socket: SocketId, request: &Request<'_>) -> Decision {
    with_working_backend(|draw| analysis.explain(socket, request, draw))
}

/// Explains with a draw that hits the first backend that works, if one does: the others are told
/// by their shares.
fn with_working_backend(explain: impl Fn(u64) -> Decision) -> Decision {
    let decision = explain(0);
    let backends = &decision.actions.backends;
    let total: u64 = backends.iter().map(|backend| u64::from(backend.weight)).sum();
    let Some(first) = backends.iter().position(|backend| backend.usable && backend.weight > 0) else {
        return decision;
    };
    let before: u64 = backends.iter().take(first).map(|backend| u64::from(backend.weight)).sum();
    if before == 0 {
        return decision;
    }
    // The smallest number that scales to `before` of `total`.
    let draw = (u128::from(before) << 64).div_ceil(u128::from(total));
    explain(u64::try_from(draw).unwrap_or(u64::MAX))
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
        .flat_map(|(_, (_, state))| {
            let backends = state.backends.iter().filter_map(|backend| backend.as_ref().err());
            state.broken.iter().chain(backends).map(|fault| fault.message.clone())
        })
        .collect()
}
