use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::contract::FILTER_NAME;
use crate::plan::{Filter, PluginConfiguration};
use crate::resources::watched;

pub(crate) const WASM_TYPE: &str = "type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm";

/// The wasm plugin. It is the same for every listener on purpose: Envoy then shares one VM and one
/// parsed configuration between all listeners of a worker.
pub(crate) fn wasm(filter: &Filter) -> Value {
    json!({
        "@type": WASM_TYPE,
        "config": {
            "name": FILTER_NAME,
            "root_id": FILTER_NAME,
            "vm_config": {
                "vm_id": FILTER_NAME,
                "runtime": "envoy.wasm.runtime.v8",
                "code": { "local": { "filename": filter.module.to_string_lossy() } },
            },
            "configuration": plugin_configuration(&filter.configuration),
            // After a crash the next request starts a new VM. Closed (the default) would answer 503
            // until the next change of configuration, open would let requests pass undecided.
            "failure_policy": "FAIL_RELOAD",
        },
    })
}

/// The filter with its configuration in place.
pub(crate) fn inline(filter: &Filter) -> Value {
    json!({ "name": FILTER_NAME, "typed_config": wasm(filter) })
}

/// The filter with its configuration in a file of its own, so that a change of routes replaces only
/// that file: a changed listener would drain its connections.
pub(crate) fn discovered(file: &Path) -> Value {
    json!({
        "name": FILTER_NAME,
        "config_discovery": { "config_source": watched(file), "type_urls": [WASM_TYPE] },
    })
}

/// What the plugin's field `configuration` takes.
pub fn plugin_configuration(configuration: &PluginConfiguration) -> Value {
    // Envoy unwraps bytes; a struct it hands over as serialised protobuf, which the full filter reads.
    match configuration {
        PluginConfiguration::Bundle(bytes) => {
            json!({ "@type": "type.googleapis.com/google.protobuf.BytesValue", "value": STANDARD.encode(bytes) })
        }
        PluginConfiguration::Manifests(value) => {
            json!({ "@type": "type.googleapis.com/google.protobuf.Struct", "value": value })
        }
    }
}
