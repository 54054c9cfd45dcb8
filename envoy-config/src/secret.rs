use serde_json::Value;

use crate::json::json;
use crate::plan::{Material, Secret};

pub(crate) fn secret(secret: &Secret) -> Value {
    let (field, material) = match &secret.material {
        Material::KeyPair { certificate, key } => ("tls_certificate", key_pair(certificate, key)),
        Material::Authorities(bundle) => ("validation_context", json!({ "trusted_ca": inline(bundle) })),
    };
    json!({
        "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret",
        "name": secret.name,
        field: material,
    })
}

pub(crate) fn key_pair(certificate: &str, key: &str) -> Value {
    json!({ "certificate_chain": inline(certificate), "private_key": inline(key) })
}

pub(crate) fn inline(text: &str) -> Value {
    json!({ "inline_string": text })
}
