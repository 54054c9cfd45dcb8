use serde_json::{Value, json};

use crate::contract::{METADATA_NAMESPACE, METADATA_SOCKET, RULE_PROPERTY};
use crate::plan::AccessLog;

/// One line of JSON for each request.
pub(crate) fn access_log(log: &AccessLog) -> Value {
    let (name, kind, path) = match log {
        AccessLog::Stdout => ("envoy.access_loggers.stdout", "stream.v3.StdoutAccessLog", None),
        AccessLog::File(path) => ("envoy.access_loggers.file", "file.v3.FileAccessLog", Some(path)),
    };
    let mut config = json!({
        "@type": format!("type.googleapis.com/envoy.extensions.access_loggers.{kind}"),
        "log_format": { "json_format": fields() },
    });
    if let Some(path) = path {
        config["path"] = json!(path.to_string_lossy());
    }
    json!({ "name": name, "typed_config": config })
}

fn fields() -> Value {
    json!({
        "time": "%START_TIME%",
        "socket": format!("%METADATA(LISTENER:{METADATA_NAMESPACE}:{METADATA_SOCKET})%"),
        "method": "%REQ(:METHOD)%",
        // As it was sent on, which is after a rewrite.
        "path": "%REQ(:PATH)%",
        "host": "%REQ(:AUTHORITY)%",
        "protocol": "%PROTOCOL%",
        "status": "%RESPONSE_CODE%",
        "flags": "%RESPONSE_FLAGS%",
        "details": "%RESPONSE_CODE_DETAILS%",
        // Envoy files what a wasm filter sets under this prefix.
        "rule": format!("%FILTER_STATE(wasm.{RULE_PROPERTY}:PLAIN)%"),
        "cluster": "%UPSTREAM_CLUSTER%",
        "upstream": "%UPSTREAM_HOST%",
        "durationMs": "%DURATION%",
        "bytesIn": "%BYTES_RECEIVED%",
        "bytesOut": "%BYTES_SENT%",
        "client": "%DOWNSTREAM_REMOTE_ADDRESS%",
        "requestId": "%REQ(X-REQUEST-ID)%",
    })
}
