//! Where the engine may disagree with the API server: `host-tests/admission/differences.md` has the reasons.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Map, Value};

use super::answer::Fault;

/// The listed differences that were met, by their titles in the file.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) titles: BTreeSet<&'static str>,
}

// === impl Seen ===

impl Seen {
    /// Only the verdict counts for an object that the API server does not look into.
    pub(crate) fn refused(&mut self, reason: &str) {
        let by_kubectl = reason.starts_with("kubectl:");
        self.titles.insert(if by_kubectl { "A name to generate" } else { "Malformed metadata" });
    }

    pub(crate) fn forget_in_objects(&mut self, stored: &mut Value, engine: &mut Value) {
        if stored.get("metadata") != engine.get("metadata") {
            self.titles.insert("Metadata as it is stored");
        }
        for object in [stored, engine] {
            let Some(fields) = object.as_object_mut() else { continue };
            fields.shift_remove("status");
            let metadata = fields.entry("metadata").or_insert_with(|| Value::Object(Map::new()));
            let Some(metadata) = metadata.as_object_mut() else { continue };
            for system in ["creationTimestamp", "generation", "uid"] {
                metadata.shift_remove(system);
            }
            metadata.retain(|_, value| !is_empty(value));
            for owner in
                metadata.get_mut("ownerReferences").and_then(Value::as_array_mut).into_iter().flatten()
            {
                owner.as_object_mut().into_iter().for_each(|owner| owner.retain(|_, value| !is_empty(value)));
            }
        }
    }

    /// The titles of the file, and whether each difference was met.
    pub(crate) fn check(&self) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("admission/differences.md");
        let text = fs::read_to_string(file).expect("the list of differences");
        let listed: BTreeSet<_> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(
            self.titles, listed,
            "the differences that were met, and those of host-tests/admission/differences.md"
        );
    }

    /// Faults that are paired with each other are not differences.
    pub(crate) fn forget_in_faults(
        &mut self,
        mut missing: Vec<Fault>,
        mut surplus: Vec<Fault>,
    ) -> (Vec<Fault>, Vec<Fault>) {
        missing.retain(|theirs| {
            let pair = surplus.iter().position(|ours| self.is_listed(theirs, ours));
            pair.map(|pair| surplus.swap_remove(pair)).is_none()
        });
        (missing, surplus)
    }

    fn is_listed(&mut self, theirs: &Fault, ours: &Fault) -> bool {
        if theirs.kind != ours.kind || theirs.message != ours.message {
            return false;
        }
        let title = if theirs.field == "<nil>" && theirs.message.contains(&ours.field) {
            "A path where the API server has none"
        } else if theirs.field == dotted_keys(&ours.field) {
            "Keys of maps"
        } else if theirs.field.starts_with(OWNERS) && theirs.field == without_index(&ours.field) {
            "The index of an owner"
        } else {
            return false;
        };
        self.titles.insert(title);
        true
    }
}

const OWNERS: &str = "metadata.ownerReferences";

/// `a[b.c].d[0]` as `a.b.c.d[0]`.
fn dotted_keys(field: &str) -> String {
    let mut dotted = String::new();
    for part in field.split_inclusive(']') {
        match part.strip_suffix(']').and_then(|part| part.rsplit_once('[')) {
            Some((before, key)) if key.parse::<usize>().is_err() => {
                dotted.push_str(&format!("{before}.{key}"));
            }
            _ => dotted.push_str(part),
        }
    }
    dotted
}

fn without_index(field: &str) -> String {
    match field.strip_prefix(OWNERS).and_then(|rest| rest.split_once(']')) {
        Some((_, rest)) => format!("{OWNERS}{rest}"),
        None => field.to_owned(),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}
