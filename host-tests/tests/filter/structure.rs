//! Manifests as Envoy hands over what stands in its configuration: a `google.protobuf.Struct`.

use host_tests::{
    proxy_wasm::{Plugin, StartError},
    subject::Wasm,
};
use serde_json::{Map, Value};

use crate::shop::{CLUSTER, FULL, MANIFESTS, get, native, run};

/// A field of a message that is bytes itself.
fn bytes(number: u8, content: &[u8]) -> Vec<u8> {
    let mut field = vec![number << 3 | 2];
    let mut size = content.len();
    while size > 0x7f {
        field.push(u8::try_from(size & 0x7f).expect("seven bits") | 0x80);
        size >>= 7;
    }
    field.push(u8::try_from(size).expect("seven bits"));
    field.extend(content);
    field
}

fn structure(object: &Map<String, Value>) -> Vec<u8> {
    let entry = |(name, of): (&String, &Value)| [bytes(1, name.as_bytes()), bytes(2, &value(of))].concat();
    object.iter().flat_map(|field| bytes(1, &entry(field))).collect()
}

fn value(value: &Value) -> Vec<u8> {
    match value {
        Value::Null => vec![1 << 3, 0],
        Value::Bool(is) => vec![4 << 3, u8::from(*is)],
        Value::Number(number) => {
            [&[2 << 3 | 1][..], &number.as_f64().expect("a double").to_le_bytes()].concat()
        }
        Value::String(text) => bytes(3, text.as_bytes()),
        Value::Object(object) => bytes(5, &structure(object)),
        Value::Array(items) => {
            bytes(6, &items.iter().flat_map(|item| bytes(1, &self::value(item))).collect::<Vec<_>>())
        }
    }
}

fn manifests() -> Vec<u8> {
    let json = Wasm::manifests(&native(MANIFESTS).analysis);
    structure(&serde_json::from_slice(&json).expect("a list"))
}

#[test]
fn manifests_as_a_struct_route() {
    let mut plugin = Plugin::start(&FULL, &manifests()).unwrap_or_else(|error| panic!("{error}"));
    let exchange = run(&mut plugin, get("/plain"));
    assert_eq!(exchange.forwarded().and_then(|headers| headers.text(CLUSTER)), Some("shop/stable:80"));
}

#[test]
fn a_struct_with_unknown_fields_is_read_without_them() {
    let message = [vec![2 << 3, 0xff, 1, 3 << 3 | 5, 0, 0, 0, 0], manifests(), bytes(9, b"more")].concat();
    Plugin::start(&FULL, &message).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_struct_cut_anywhere_is_refused_without_a_trap() {
    let message = manifests();
    for length in (0..message.len()).step_by(41) {
        match Plugin::start(&FULL, &message[..length]) {
            Err(StartError::Refused { .. }) => {}
            Err(trapped) => panic!("the first {length} bytes: {trapped}"),
            Ok(_) => panic!("the first {length} bytes are taken"),
        }
    }
}

#[test]
fn a_struct_nested_without_end_is_refused_without_a_trap() {
    let deep = (0..10_000).fold(value(&Value::Null), |inner, _| bytes(6, &bytes(1, &inner)));
    let message = bytes(1, &[bytes(1, b"items"), bytes(2, &deep)].concat());
    assert!(matches!(Plugin::start(&FULL, &message), Err(StartError::Refused { .. })));
}
