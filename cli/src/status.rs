//! `gatewright status`: what a controller would write, for people or as objects.

mod describe;
mod overview;
mod time;

use crate::{
    args::{Format, StatusArgs},
    exit::{Failure, Verdict},
    manifests::Manifests,
    output,
    scope::Scope,
};

pub(crate) fn run(args: StatusArgs) -> Result<Verdict, Failure> {
    let manifests = Manifests::load(&args.manifests)?;
    manifests.not_empty()?;
    manifests.mention_errors();
    match args.output {
        Format::Json => output::print_json(&list(&manifests)?)?,
        Format::Text => {
            let text = format!("{}{}", overview::of(&manifests), describe::of(&manifests));
            output::print(&text)?;
        }
    }
    Ok(Verdict::of(manifests.errors() > 0))
}

/// The `v1` List, of the Gateway that was asked for and what belongs to it.
fn list(manifests: &Manifests) -> Result<serde_json::Value, Failure> {
    let mut list = manifests.analysis.status_list(&time::now()?);
    if let (Scope::Gateway { .. }, Some(items)) = (&manifests.scope, list["items"].as_array_mut()) {
        let Manifests { analysis, scope, .. } = manifests;
        let world = &analysis.world;
        items.retain(|item| {
            let text =
                |pointer: &str| item.pointer(pointer).and_then(serde_json::Value::as_str).unwrap_or_default();
            let (name, namespace) = (text("/metadata/name"), text("/metadata/namespace"));
            match text("/kind") {
                "GatewayClass" => {
                    let class = world.gateway_classes.iter().position(|class| class.meta.name == name);
                    class.is_some_and(|class| scope.has_class(analysis, class))
                }
                "Gateway" => {
                    let gateway = world.gateways.iter().position(|gateway| gateway.meta.is(namespace, name));
                    gateway.is_some_and(|gateway| scope.has_gateway(gateway))
                }
                "HTTPRoute" => {
                    let route = world.http_routes.iter().position(|route| route.meta.is(namespace, name));
                    route.is_some_and(|route| scope.has_route(analysis, route))
                }
                _ => false,
            }
        });
    }
    Ok(list)
}
