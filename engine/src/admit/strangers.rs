//! What to say of an object whose kind or version is not known: a slip of the pen is worth a word, a
//! Deployment is not.

use super::{
    Channel, KindInfo,
    custom::CustomKind,
    hint::{closest, did_you_mean, only_experimental},
    kinds::{self, known_kinds},
    take::codes,
};
use crate::source::{self, DocId, FieldPath, Place, Problem, Severity};

/// An object of a group that is not ours, or of a kind that its group does not have.
pub(super) fn unknown_kind(document: DocId, group: &str, kind: &str) -> Option<Problem> {
    if let Some(known) = known_kinds().iter().find(|known| known.kind == kind) {
        return may_be_meant(group).then(|| group_unexpected(document, group, known));
    }
    if !kinds::is_ours(group) {
        return None;
    }
    let hint = || {
        other_kind(group, kind).unwrap_or_else(|| {
            let kinds: Vec<_> = kinds_of(group).collect();
            format!("the kinds are {}", kinds.join(", "))
        })
    };
    let message = format!("group `{group}` has no kind `{kind}`");
    Some(error(document, codes::KIND_UNKNOWN, "kind", message, hint))
}

/// An object of a known kind in a version that the channel does not serve.
pub(super) fn unknown_version(document: DocId, known: &KindInfo, version: &str, channel: Channel) -> Problem {
    let KindInfo { group, kind, .. } = known;
    let served: Vec<_> =
        known.served(channel).map(|version| format!("`{}`", join(group, version.name))).collect();
    if served.is_empty() {
        let message = format!("kind `{kind}` is missing in the standard channel");
        return error(document, codes::KIND_UNKNOWN, "kind", message, || only_experimental(kind));
    }
    let hint = || format!("use {}", served.join(" or "));
    let message = if known.versions.iter().any(|other| other.name == version) {
        format!("version `{version}` of {kind} is missing in the standard channel")
    } else {
        format!("{kind} has no version `{version}`")
    };
    error(document, codes::VERSION_UNKNOWN, "apiVersion", message, hint)
}

/// An object of a kind that was brought along, in a version that its definition does not serve.
pub(super) fn unknown_custom_version(document: DocId, known: &CustomKind, version: &str) -> Problem {
    let served: Vec<_> =
        known.versions.iter().map(|version| format!("`{}`", join(&known.group, &version.name))).collect();
    let message = format!("{} has no version `{version}`", known.kind);
    let hint = || match served.as_slice() {
        [] => "its CustomResourceDefinition serves none".to_owned(),
        served => format!("use {}", served.join(" or ")),
    };
    error(document, codes::VERSION_UNKNOWN, "apiVersion", message, hint)
}

pub(super) fn join(group: &str, version: &str) -> String {
    if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") }
}

/// Groups that somebody may have written for one of ours. Other projects have a Gateway and a Service of
/// their own.
fn may_be_meant(group: &str) -> bool {
    group.is_empty()
        || kinds::is_ours(group)
        || group.ends_with("networking.k8s.io")
        || group == "gateway.k8s.io"
}

fn group_unexpected(document: DocId, group: &str, known: &KindInfo) -> Problem {
    let right = join(known.group, known.newest());
    let written = if group.is_empty() { "v1" } else { group };
    let message = format!("kind `{}` belongs to `{right}`, not to `{written}`", known.kind);
    error(document, codes::GROUP_UNEXPECTED, "apiVersion", message, || format!("write `apiVersion: {right}`"))
}

/// The kind that was meant, in this group or in the other one.
fn other_kind(group: &str, kind: &str) -> Option<String> {
    if let Some(candidate) = closest(kind, kinds_of(group)) {
        return Some(did_you_mean(candidate));
    }
    let others = known_kinds().iter().filter(|known| kinds::is_ours(known.group) && known.group != group);
    let candidate = closest(kind, others.clone().map(|known| known.kind))?;
    let known = others.into_iter().find(|known| known.kind == candidate)?;
    let right = join(known.group, known.newest());
    Some(format!("did you mean `{candidate}` of `{right}`?"))
}

fn kinds_of(group: &str) -> impl Iterator<Item = &'static str> {
    known_kinds().iter().filter(move |known| known.group == group).map(|known| known.kind)
}

fn error(
    document: DocId,
    code: &'static str,
    field: &str,
    message: String,
    hint: impl FnOnce() -> String,
) -> Problem {
    let place = Place::Field { document, path: FieldPath::root().field(field) };
    Problem { severity: Severity::Error, code, message, place, hint: source::hint(hint) }
}
