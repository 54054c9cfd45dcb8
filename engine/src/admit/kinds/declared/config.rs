//! Secret and ConfigMap, which hold certificates. The API server checks them by code: this is what it checks.

use super::plain;
use crate::admit::schema::{Declared, Format, boolean, map, string};

const KEYS: &str = "self.all(key, size(key) <= 253 && key != '.' && !key.startsWith('..') && key.matches('^[-._a-zA-Z0-9]+$'))";
const KEYS_MESSAGE: &str = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name', or 'KEY_NAME', or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/// Types of Secrets, and the keys without which they mean nothing.
const SECRET_KEYS: [(&str, &str); 5] = [
    ("kubernetes.io/tls", "tls.crt"),
    ("kubernetes.io/tls", "tls.key"),
    ("kubernetes.io/dockercfg", ".dockercfg"),
    ("kubernetes.io/dockerconfigjson", ".dockerconfigjson"),
    ("kubernetes.io/ssh-auth", "ssh-privatekey"),
];

pub(super) fn secret() -> Declared {
    let secret = plain()
        .opt("type", string().default_to("Opaque"))
        .opt("data", data(map(string().format(Format::Base64))))
        .opt("stringData", data(map(string())))
        .opt("immutable", boolean());
    SECRET_KEYS.into_iter().fold(secret, |secret: Declared, (kind, key)| {
        secret.rule(
            &format!("self.type != '{kind}' || (has(self.data) && '{key}' in self.data) || (has(self.stringData) && '{key}' in self.stringData)"),
            format!("data[{key}]: Required value for type {kind}"),
        )
    })
}

pub(super) fn config_map() -> Declared {
    plain()
        .opt("data", data(map(string())))
        .opt("binaryData", data(map(string().format(Format::Base64))))
        .opt("immutable", boolean())
        .rule(
            "!has(self.data) || !has(self.binaryData) || self.data.all(key, !(key in self.binaryData))",
            "the keys of `data` and of `binaryData` must differ",
        )
}

fn data(values: Declared) -> Declared {
    values.rule(KEYS, KEYS_MESSAGE)
}
