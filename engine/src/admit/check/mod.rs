//! The steps that an object goes through, each a walk of the object beside its schema. Recursion is as
//! deep as the schema, whatever the object.

mod defaults;
mod embedded;
mod lists;
mod logic;
mod mismatch;
mod number;
mod prune;
mod rules;
mod structure;
mod text;

pub(super) use self::prune::keep;
use serde_json::Value;

use super::{
    FieldError, Schema,
    at::At,
    depth::{self, MAX_DEPTH, Seen},
    meta,
};

/// What became of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Admission {
    /// The object with its defaults filled in and without unknown fields and nulls.
    pub value: Value,
    /// Why the API server would refuse it. Empty: it is admitted.
    pub errors: Vec<FieldError>,
}

/// Does with an object what the API server does when it is created.
///
/// An unknown field is an error, as under `kubectl apply --validate=strict`, but does not keep the rest from
/// being looked at. Rules that compare with an earlier version of the object do not apply.
pub fn validate(schema: &Schema, object: Value) -> Admission {
    let mut value = object;
    let seen = Seen::of(&value);
    if seen.too_deep {
        depth::dismantle(value);
        return Admission { value: Value::Null, errors: vec![FieldError::too_deep(MAX_DEPTH)] };
    }
    let mut errors = Vec::new();
    prune::unknown_fields(&schema.root, &mut value, &At::ROOT, &mut errors);
    if seen.nulls {
        meta::fill_nulls(&mut value);
        prune::nulls(&schema.root, &mut value);
    }
    defaults::fill(&schema.root, &mut value);
    let mut faults = Vec::new();
    meta::check(schema, &mut value, &mut faults);
    structure::check(&schema.root, &value, &At::ROOT, &mut faults);
    // Only a CRD that somebody brings along has objects in objects.
    if cfg!(feature = "crds") && schema.has_embedded {
        embedded::check(&schema.root, &value, &At::ROOT, &mut faults);
    }
    lists::check(&schema.root, &value, &At::ROOT, &mut faults);
    if schema.has_rules && faults.iter().any(|fault| fault.kind.blocks_rules()) {
        faults.push(FieldError::rules_unchecked());
    } else {
        rules::check(&schema.root, &value, &mut faults);
    }
    errors.append(&mut faults);
    defaults::whole_numbers(&mut value);
    Admission { value, errors }
}
