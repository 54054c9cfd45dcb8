//! What is worth knowing of an object that is fine.

use serde_json::Value;

use super::{
    Channel, KindInfo,
    custom::{CustomKind, CustomVersion},
    only_experimental::{self, Only},
    strangers::join,
    take::codes,
    validate,
};
use crate::source::{DocId, FieldPath, Place, Problem, Severity};

/// That the version of an object is deprecated, of which the API server warns, too. The hint says what the
/// version to write has against an object that this version takes.
pub(super) fn deprecated(
    document: DocId,
    known: &'static KindInfo,
    version: &str,
    channel: Channel,
    value: &Value,
    refused: bool,
) -> Option<Problem> {
    let version = known.version(version).filter(|version| version.deprecated)?;
    let missing = match version.channel {
        Channel::Standard => "",
        Channel::Experimental => " and missing in the standard channel",
    };
    let newest = known.newest();
    let schema = known.schema(newest, channel).filter(|_| !refused);
    let errors = schema.map(|schema| validate(schema, value.clone()).errors).unwrap_or_default();
    let stricter = errors
        .first()
        .map(|error| format!(", which does not take the object as it is: {}: {}", error.path, error.message))
        .unwrap_or_default();
    let message = format!("version `{}` of {} is deprecated{missing}", version.name, known.kind);
    let hint = format!("write `apiVersion: {}`{stricter}", join(known.group, newest));
    let place = Place::Field { document, path: FieldPath::root().field("apiVersion") };
    Some(note(codes::VERSION_DEPRECATED, message, place, Some(hint)))
}

/// The same of a kind that was brought along, whose definition has the words.
pub(super) fn deprecated_custom(
    document: DocId,
    known: &CustomKind,
    version: &CustomVersion,
) -> Option<Problem> {
    let message = version.deprecated.clone()?;
    let hint =
        known.current().map(|current| format!("write `apiVersion: {}`", join(&known.group, &current.name)));
    let place = Place::Field { document, path: FieldPath::root().field("apiVersion") };
    Some(note(codes::VERSION_DEPRECATED, message, place, hint))
}

/// What of an admitted object only the experimental channel has: nobody should learn that from a cluster with
/// the standard channel.
pub(super) fn only_experimental(
    document: DocId,
    known: &'static KindInfo,
    version: &str,
    value: &Value,
) -> Vec<Problem> {
    if known.served(Channel::Standard).next().is_none() {
        let message = format!("kind `{}` is missing in the standard channel", known.kind);
        let place = Place::Field { document, path: FieldPath::root().field("kind") };
        return vec![note(codes::ONLY_EXPERIMENTAL, message, place, None)];
    }
    // A version that the standard channel lacks is deprecated and has that note.
    let same = known.schema(version, Channel::Standard);
    let standard = same.or_else(|| known.schema(known.newest(), Channel::Standard));
    let experimental = known.schema(version, Channel::Experimental);
    let (Some(standard), Some(experimental)) = (standard, experimental) else { return Vec::new() };
    let found = only_experimental::find(&standard.root, &experimental.root, same.is_some(), value);
    let problem = |Only { path, message, key }| {
        let place = if key { Place::Key { document, path } } else { Place::Field { document, path } };
        note(codes::ONLY_EXPERIMENTAL, message, place, None)
    };
    found.into_iter().map(problem).collect()
}

fn note(code: &'static str, message: String, place: Place, hint: Option<String>) -> Problem {
    Problem { severity: Severity::Note, code, message, place, hint }
}
