use std::borrow::Cow;
use std::path::Path;

use engine::base64;
use serde_json::Value;

use crate::contract::FILTER_NAME;
use crate::json::json;
use crate::plan::{Filter, PluginConfiguration};
use crate::protobuf::Message;
use crate::resources::watched;

pub(crate) const EXTENSION_TYPE: &str = "type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig";
pub(crate) const WASM_TYPE: &str = "type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm";

const BYTES_TYPE: &str = "type.googleapis.com/google.protobuf.BytesValue";
const RUNTIME: &str = "envoy.wasm.runtime.v8";

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
                "runtime": RUNTIME,
                "code": { "local": { "filename": filter.module.to_string_lossy() } },
            },
            "configuration": plugin_configuration(&filter.configuration),
            // After a crash the next request starts a new VM. Closed (the default) would answer 503
            // until the next change of configuration, open would let requests pass undecided.
            "failure_policy": "FAIL_RELOAD",
        },
    })
}

/// The same as a `TypedExtensionConfig` of protobuf, field by field in the order above. Envoy reads it in a third of the
/// time that it takes over JSON with all of the table in base64.
pub(crate) fn encoded(filter: &Filter) -> Message {
    const FAIL_RELOAD: u64 = 1;
    let bytes = match &filter.configuration {
        PluginConfiguration::Bundle(bytes) => Cow::Borrowed(bytes.as_slice()),
        PluginConfiguration::Manifests(value) => Cow::Owned(value.to_string().into_bytes()),
    };
    let module = Message::default().text(1, &filter.module.to_string_lossy());
    let code = Message::default().message(1, &module);
    let vm = Message::default().text(1, FILTER_NAME).text(2, RUNTIME).message(3, &code);
    let config = Message::default()
        .text(1, FILTER_NAME)
        .text(2, FILTER_NAME)
        .message(3, &vm)
        .any(4, BYTES_TYPE, &Message::default().bytes(1, &bytes))
        .number(7, FAIL_RELOAD);
    Message::default().text(1, FILTER_NAME).any(2, WASM_TYPE, &Message::default().message(1, &config))
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
            json!({ "@type": BYTES_TYPE, "value": base64::encode(bytes) })
        }
        PluginConfiguration::Manifests(value) => {
            json!({ "@type": "type.googleapis.com/google.protobuf.Struct", "value": value })
        }
    }
}
