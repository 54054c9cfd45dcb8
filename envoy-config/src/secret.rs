use serde_json::{Value, json};

use crate::plan::{Material, Secret};

pub(crate) fn secret(secret: &Secret) -> Value {
    let inline = |text: &str| json!({ "inline_string": text });
    let (field, material) = match &secret.material {
        Material::KeyPair { certificate, key } => (
            "tls_certificate",
            json!({ "certificate_chain": inline(certificate), "private_key": inline(key) }),
        ),
        Material::Authorities(bundle) => ("validation_context", json!({ "trusted_ca": inline(bundle) })),
    };
    json!({
        "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret",
        "name": secret.name,
        field: material,
    })
}
