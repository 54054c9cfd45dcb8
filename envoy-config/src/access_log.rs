use serde_json::Value;

use crate::contract::{
    BACKEND_PROPERTY, LISTENER_PROPERTY, METADATA_GATEWAY, METADATA_NAMESPACE, METADATA_SOCKET,
    ROUTE_PROPERTY, RULE_PROPERTY,
};
use crate::json::json;
use crate::plan::{AccessLog, Stream};

/// One line of JSON for each request.
pub(crate) fn access_log(log: &AccessLog) -> Value {
    written(log, fields())
}

/// One line of JSON for each connection that is carried as a whole.
pub(crate) fn stream_log(log: &AccessLog, stream: &Stream) -> Value {
    let mut fields = fields();
    if let Some(fields) = fields.as_object_mut() {
        for of_requests in ["method", "path", "host", "protocol", "status", "requestId"] {
            fields.shift_remove(of_requests);
        }
    }
    fields["serverName"] = "%REQUESTED_SERVER_NAME%".into();
    fields["listener"] = stream.listener.as_str().into();
    fields["rule"] = stream.rule.as_deref().into();
    // Where all connections are closed, it is known why.
    if let [(Err(reason), _)] = stream.shares.as_slice() {
        fields["details"] = (*reason).into();
    } else {
        fields["details"] = "%CONNECTION_TERMINATION_DETAILS%".into();
    }
    written(log, fields)
}

fn written(log: &AccessLog, fields: Value) -> Value {
    let (name, kind, path) = match log {
        AccessLog::Stdout => ("envoy.access_loggers.stdout", "stream.v3.StdoutAccessLog", None),
        AccessLog::File(path) => ("envoy.access_loggers.file", "file.v3.FileAccessLog", Some(path)),
    };
    let mut config = json!({
        "@type": format!("type.googleapis.com/envoy.extensions.access_loggers.{kind}"),
        "log_format": { "json_format": fields },
    });
    if let Some(path) = path {
        config["path"] = json!(path.to_string_lossy());
    }
    json!({ "name": name, "typed_config": config })
}

fn fields() -> Value {
    json!({
        "time": "%START_TIME%",
        "gateway": format!("%METADATA(LISTENER:{METADATA_NAMESPACE}:{METADATA_GATEWAY})%"),
        "socket": format!("%METADATA(LISTENER:{METADATA_NAMESPACE}:{METADATA_SOCKET})%"),
        "method": "%REQ(:METHOD)%",
        // As it was sent on, which is after a rewrite.
        "path": "%REQ(:PATH)%",
        "host": "%REQ(:AUTHORITY)%",
        "protocol": "%PROTOCOL%",
        "status": "%RESPONSE_CODE%",
        "flags": "%RESPONSE_FLAGS%",
        "details": "%RESPONSE_CODE_DETAILS%",
        "listener": named(LISTENER_PROPERTY),
        "route": named(ROUTE_PROPERTY),
        "rule": named(RULE_PROPERTY),
        "backend": named(BACKEND_PROPERTY),
        "cluster": "%UPSTREAM_CLUSTER%",
        "upstream": "%UPSTREAM_HOST%",
        "durationMs": "%DURATION%",
        "bytesIn": "%BYTES_RECEIVED%",
        "bytesOut": "%BYTES_SENT%",
        "client": "%DOWNSTREAM_REMOTE_ADDRESS%",
        "requestId": "%REQ(X-REQUEST-ID)%",
    })
}

/// Envoy files what a wasm filter sets under this prefix.
fn named(property: &str) -> String {
    format!("%FILTER_STATE(wasm.{property}:PLAIN)%")
}
