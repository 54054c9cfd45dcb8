//! `admit`: what the API server would do with each object.
//!
//! An object of a CRD meets, in this order: pruning of unknown fields, defaults, the structural
//! schema, unique list items, and, if nothing so far is too broken for them, the CEL rules.
//! [`validate`] is that sequence; [`schema_of`] has the schemas, declared in `kinds`.

mod at;
mod cel;
mod channel;
mod check;
#[cfg(feature = "crds")]
mod crd;
mod custom;
mod depth;
mod field_error;
mod fields;
mod formats;
mod hint;
mod kinds;
mod literal;
mod meta;
mod names;
mod notes;
mod only_experimental;
pub(crate) mod schema;
mod strangers;
mod take;
mod taken;
#[cfg(test)]
mod tests;
mod typed;
mod world;

#[cfg(feature = "assist")]
pub(crate) use self::taken::Names;
pub(crate) use self::{at::At, cel::milliseconds, hint::closest};
pub use self::{
    channel::Channel,
    check::{Admission, validate},
    custom::CustomKinds,
    field_error::{FieldError, FieldErrorKind},
    kinds::{KindInfo, Scope, Version, known_kinds, schema_of},
    schema::Schema,
    take::{AdmitOptions, TakenPart, admit, admit_part, join_parts},
    taken::Taken,
    world::{Admitted, Created, Meta, World},
};
