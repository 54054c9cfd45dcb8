//! The packed schemas are what the declarations come to; `UPDATE=1` packs them again.

use super::super::{
    Channel, KindInfo, Version,
    kinds::{PACKED, declared::declared, slot},
    known_kinds,
    names::NameRule,
    schema::{
        Schema,
        packed::{Packed, Packing},
    },
};
use super::declarations::{CHANNELS, each_schema};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/admit/kinds/schemas.packed");

#[test]
#[expect(clippy::disallowed_methods, reason = "the test writes what it is about")]
fn schemas_are_packed_as_they_are_declared() {
    let bytes = all(|known, version, channel, _| {
        Schema::new(declared(known.kind, version.name).finish(), NameRule::Subdomain, true, channel)
    });
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
        return std::fs::write(FILE, &bytes).unwrap();
    }
    assert!(bytes == PACKED, "the declarations have changed: `UPDATE=1 cargo test -p engine packed`");
}

#[test]
fn what_is_unpacked_can_be_packed_again() {
    assert!(all(|_, _, _, schema| schema) == PACKED);
}

/// All schemas, packed.
fn all<S: std::borrow::Borrow<Schema>>(
    schema: impl Fn(&KindInfo, &Version, Channel, &'static Schema) -> S,
) -> Vec<u8> {
    let start = slot(known_kinds().len(), 0, CHANNELS[0]);
    let mut bytes = vec![0; start];
    let mut packing = Packing::from(start);
    each_schema(|known, version, channel, unpacked| {
        let schema = schema(known, version, channel, unpacked);
        let Schema { root, has_rules, has_embedded, .. } = schema.borrow();
        let at = packing.once(|to| {
            root.pack(to);
            has_rules.pack(to);
            has_embedded.pack(to);
        });
        let kind = known_kinds().iter().position(|other| std::ptr::eq(other, known)).unwrap();
        let number = known.versions.iter().position(|other| other == version).unwrap();
        let slot = slot(kind, number, channel);
        bytes[slot..slot + 2].copy_from_slice(&u16::try_from(at).unwrap().to_le_bytes());
    });
    bytes.extend(packing.into_bytes());
    bytes
}
