//! `gatewright kubernetes`: objects that run Gateways in a cluster, with a plain Envoy and no controller.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use anyhow::Context;
use engine::{
    Dictionary,
    admit::CustomKinds,
    analysis::Analysis,
    source::{DocId, Input, read},
};
use envoy_config::{AccessLog, DEPLOYED_MODULE, Deployed, Placement, kubernetes, plan};
use serde_json::{Value, json};

use crate::{
    args::KubernetesArgs,
    exit::{Failure, Verdict},
    manifests::Manifests,
    output::{self, complain},
    placement,
};

/// Where the images of Envoy have what the system trusts.
const AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";

pub(crate) fn run(args: KubernetesArgs) -> Result<Verdict, Failure> {
    let manifests = Manifests::load(&args.manifests)?;
    manifests.not_empty()?;
    let refused = manifests.analysis.refusals().count();
    manifests.complain_of_problems();
    if refused > 0 {
        let errors = output::count(refused, "error");
        return Err(Failure::Input(format!(
            "nothing is written: the API server would refuse this: {errors}"
        )));
    }
    let path = placement::module(args.filter.as_deref())?;
    let module = fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let (mut objects, mut names) = (Vec::new(), BTreeMap::new());
    for (number, of) in manifests.analysis.world.gateways.iter().enumerate() {
        if !manifests.scope.has_gateway(number) {
            continue;
        }
        let made = gateway(&manifests, number, &module, &args)?;
        // All have the same name, and would overwrite those of the other Gateway.
        let text = |field: &str| Some(made.first()?.pointer(field)?.as_str()?.to_owned());
        if let Some(name) = text("/metadata/name")
            && let Some(other) = names.insert((text("/metadata/namespace"), name.clone()), of)
        {
            return Err(Failure::Input(format!(
                "nothing is written: what runs Gateway `{}` and what runs Gateway `{}` would both be called `{name}`: rename one of them",
                other.meta.full_name(),
                of.meta.full_name(),
            )));
        }
        objects.extend(made);
    }
    output::print_json(&json!({ "apiVersion": "v1", "kind": "List", "items": objects }))?;
    Ok(Verdict::Fine)
}

/// What runs one Gateway.
fn gateway(
    manifests: &Manifests,
    number: usize,
    module: &[u8],
    args: &KubernetesArgs,
) -> Result<Vec<Value>, Failure> {
    let analysis = alone(manifests, number, args);
    let Some(gateway) = analysis.world.gateways.first() else { return Ok(Vec::new()) };
    let placement = Placement {
        addresses: Dictionary::default(),
        port_offset: 0,
        endpoints: Dictionary::default(),
        stand_ins: Dictionary::default(),
        authorities: AUTHORITIES.into(),
        module: DEPLOYED_MODULE.into(),
        access_log: Some(AccessLog::Stdout),
        debug_header: args.debug_header,
        gateway: None,
    };
    let plan = plan(&analysis, &placement)?;
    if plan.sockets.is_empty() {
        let name = gateway.meta.full_name();
        complain(&format!(
            "Gateway {} has no listener that can be used, and is left out",
            output::clean(&name)
        ));
        return Ok(Vec::new());
    }
    let document = analysis.sources.value(gateway.document).unwrap_or_default();
    let uid = document.pointer("/metadata/uid").and_then(Value::as_str);
    let deployed = Deployed { gateway, uid, plan: &plan, module, image: &args.image };
    kubernetes(&deployed).map_err(|error| Failure::Input(error.to_string()))
}

/// The manifests without the other Gateways: their routes and keys are none of its Envoy's business.
fn alone(manifests: &Manifests, number: usize, args: &KubernetesArgs) -> Analysis {
    let Analysis { sources, world, .. } = &manifests.analysis;
    let others = world.gateways.iter().enumerate().filter(|(other, _)| *other != number);
    let others: BTreeSet<_> = others.map(|(_, gateway)| gateway.document).collect();
    let documents = sources.values().enumerate().filter(|(document, _)| !others.contains(&DocId(*document)));
    let items: Vec<_> = documents.map(|(_, value)| value).collect();
    let list = json!({ "apiVersion": "v1", "kind": "List", "items": items });
    let input = Input { path: "<input>".to_owned(), bytes: list.to_string().into_bytes() };
    let (sources, problems) = read(vec![input]);
    Analysis::of(sources, problems, &args.manifests.reading.options(CustomKinds::default()))
}
