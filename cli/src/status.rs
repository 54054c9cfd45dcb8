//! `gatewright status`: what a controller would write, for people or as objects.

mod describe;
mod overview;

use std::{collections::BTreeMap, net::IpAddr};

use engine::report::Moment;

use crate::{
    args::{Format, StatusArgs},
    exit::{Failure, Verdict},
    manifests::Manifests,
    output,
    scope::Scope,
    time,
};

pub(crate) fn run(args: StatusArgs) -> Result<Verdict, Failure> {
    let manifests = Manifests::load(&args.manifests)?;
    manifests.not_empty()?;
    manifests.mention_errors();
    match args.output {
        Format::Json => output::print_json(&list(&manifests, &args.address)?)?,
        Format::Text => {
            let text = format!("{}{}", overview::of(&manifests, &args.address), describe::of(&manifests));
            output::print(&text)?;
        }
    }
    Ok(Verdict::of(manifests.errors() > 0))
}

/// The `v1` List, of the Gateway that was asked for and what belongs to it.
fn list(manifests: &Manifests, addresses: &[(String, IpAddr)]) -> Result<serde_json::Value, Failure> {
    let Manifests { analysis, scope, .. } = manifests;
    let addresses = addresses.iter().cloned().collect();
    let moment = Moment { now: &time::now()?, addresses: &addresses, unusable: &BTreeMap::new() };
    Ok(match scope {
        Scope::Everything => analysis.status_list_at(&moment, |_| true),
        Scope::Gateway { .. } => {
            analysis.status_list_at(&moment, |document| scope.has_document(analysis, document))
        }
    })
}
