//! `gatewright bundle`: the configuration of the Envoy filter.

use std::{io::IsTerminal, path::Path};

use anyhow::Context;
use engine::table::{Definition, Settings, encode};
use envoy_config::{PluginConfiguration, plugin_configuration};

use crate::{
    args::BundleArgs,
    exit::{Failure, Verdict},
    manifests::Manifests,
    output,
    scope::Scope,
};

pub(crate) fn run(args: BundleArgs) -> Result<Verdict, Failure> {
    let to_stdout = args.output_file == Path::new("-");
    if args.raw && to_stdout && std::io::stdout().is_terminal() {
        return Err(Failure::Usage(
            "the bytes of a bundle are not for a terminal: name a file with --output-file".to_owned(),
        ));
    }
    let manifests = Manifests::load(&args.manifests)?;
    manifests.not_empty()?;
    // A bundle of half the manifests would be a surprise in production.
    manifests.refuse_errors("no bundle is written")?;
    let settings = Settings { debug: args.debug_header, log: args.access_log, ..Settings::default() };
    let bytes = encode(&definition(&manifests), settings);
    let bytes = if args.raw { bytes } else { configuration(bytes) };
    if to_stdout {
        output::write(&bytes)?;
    } else {
        let path = &args.output_file;
        std::fs::write(path, bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(Verdict::Fine)
}

fn definition(manifests: &Manifests) -> Definition {
    let mut definition = manifests.analysis.definition.clone();
    if let Scope::Gateway { .. } = manifests.scope {
        let origins = &manifests.analysis.origins.sockets;
        let mut origins = origins.iter().map(|origin| manifests.scope.has_gateway(origin.gateway));
        definition.sockets.retain(|_| origins.next().unwrap_or(false));
    }
    definition
}

/// What Envoy's `configuration:` takes: JSON is YAML, too.
fn configuration(bytes: Vec<u8>) -> Vec<u8> {
    format!("{}\n", plugin_configuration(&PluginConfiguration::Bundle(bytes))).into_bytes()
}
