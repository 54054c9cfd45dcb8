//! What runs the manifests in Envoy, as text to copy. Paths are relative: to the directory that Envoy is started in.

use std::net::{IpAddr, Ipv4Addr};

use engine::{
    Dictionary,
    analysis::Analysis,
    table::{Settings, encode},
};
use envoy_config::{
    AccessLog, Bootstrap, Layout, Part, Placement, PlacementError, Plan, PluginConfiguration, bootstrap,
    plan, plugin_configuration, resources, secret_file,
};
use serde::Serialize;
use serde_json::Value;

use crate::{failure::Failure, indented::indented};

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    name: String,
    text: String,
}

pub(crate) fn documents(analysis: &Analysis) -> Result<Vec<Document>, Failure> {
    let plan = placed(analysis).map_err(|error| Failure::new("no-place", error.to_string()))?;
    let layout = Layout::new(".");
    let files = resources(&plan, &layout);
    let start = bootstrap(&Bootstrap { node_id: "gatewright".to_owned(), admin: None }, &layout);
    let mut documents = vec![Document::json("bootstrap.json", &start)];
    documents.extend(
        Part::ORDER.into_iter().rev().map(|part| Document::json(part.file(), &files.part(part).json())),
    );
    let secrets = files.secrets.iter();
    documents.extend(secrets.map(|(name, secret)| Document::json(&secret_file(name), &secret.json())));
    Ok(documents)
}

/// The filter's configuration on one line: JSON is YAML, too.
pub(crate) fn bundle(analysis: &Analysis) -> String {
    let bundle = PluginConfiguration::Bundle(encode(&analysis.definition, Settings::default()));
    serde_json::to_string(&plugin_configuration(&bundle)).unwrap_or_default()
}

/// Where several Gateways want one port, each gets an address of its own.
fn placed(analysis: &Analysis) -> Result<Plan, PlacementError> {
    let everywhere = Placement {
        addresses: Dictionary::default(),
        port_offset: 0,
        endpoints: Dictionary::default(),
        stand_ins: Dictionary::default(),
        authorities: "/etc/ssl/certs/ca-certificates.crt".into(),
        module: "./gatewright.wasm".into(),
        access_log: Some(AccessLog::Stdout),
        debug_header: false,
        gateway: None,
    };
    plan(analysis, &everywhere).or_else(|_| {
        let gateways = analysis.world.gateways.iter().map(|gateway| gateway.meta.full_name());
        let addresses = gateways.zip(1..).map(|(name, number)| (name, loopback(number))).collect();
        plan(analysis, &Placement { addresses, ..everywhere })
    })
}

fn loopback(number: u32) -> IpAddr {
    Ipv4Addr::from_bits(Ipv4Addr::new(127, 0, 0, 0).to_bits() + number).into()
}

// === impl Document ===

impl Document {
    fn json(name: &str, value: &Value) -> Self {
        Self { name: name.to_owned(), text: indented(value) }
    }
}
