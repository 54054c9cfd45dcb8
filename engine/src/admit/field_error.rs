use serde_json::Value;

use super::{
    at::At,
    literal::{json, quote, render},
};
use crate::source::{FieldPath, REPORTS};

/// One reason why the API server would refuse an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field that is at fault; for a missing field, where it should be.
    pub path: FieldPath,
    pub kind: FieldErrorKind,
    /// In the API server's words, without the path in front.
    pub message: String,
    /// What to do about it, where that can be guessed.
    pub hint: Option<String>,
}

/// What sort of fault it is, as the API server classifies them, and a few of our own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldErrorKind {
    /// A field without which the object means nothing is absent.
    Required,
    /// Malformed: a pattern, a bound or a name rule is not met.
    Invalid,
    /// Not even the right JSON type.
    TypeInvalid,
    /// Not among the values that an enumeration allows.
    NotSupported,
    /// More characters than allowed.
    TooLong,
    /// More items than allowed.
    TooMany,
    /// A list item that must be unique is there twice.
    Duplicate,
    /// A field that the schema does not know.
    Unknown,
    /// One of the CEL rules says no, or cannot be evaluated.
    Rule,
    /// The CEL rules were not looked at, because other errors come first.
    RulesUnchecked,
    /// Nested so deeply that nothing else was looked at.
    TooDeep,
}

// === impl FieldErrorKind ===

impl FieldErrorKind {
    /// The stable name of this kind, for people to filter on.
    pub fn code(self) -> &'static str {
        match self {
            FieldErrorKind::Required => "field-required",
            FieldErrorKind::Invalid => "field-invalid",
            FieldErrorKind::TypeInvalid => "field-type-invalid",
            FieldErrorKind::NotSupported => "field-not-supported",
            FieldErrorKind::TooLong => "field-too-long",
            FieldErrorKind::TooMany => "field-too-many",
            FieldErrorKind::Duplicate => "field-duplicate",
            FieldErrorKind::Unknown => "field-unknown",
            FieldErrorKind::Rule => "field-rule",
            FieldErrorKind::RulesUnchecked => "rules-unchecked",
            FieldErrorKind::TooDeep => "object-too-deep",
        }
    }

    /// Whether the API server skips the CEL rules of an object that has such an error.
    pub(crate) fn blocks_rules(self) -> bool {
        matches!(
            self,
            FieldErrorKind::Required
                | FieldErrorKind::TypeInvalid
                | FieldErrorKind::NotSupported
                | FieldErrorKind::TooLong
                | FieldErrorKind::TooMany
        )
    }
}

// === impl FieldError ===

impl FieldError {
    pub(crate) fn required(at: &At<'_>, detail: &str) -> Self {
        let separator = if detail.is_empty() { "" } else { ": " };
        FieldError::new(at, FieldErrorKind::Required, format!("Required value{separator}{detail}"))
    }

    pub(crate) fn invalid(at: &At<'_>, value: &Value, detail: impl AsRef<str>) -> Self {
        FieldError::invalid_shown(at, &render(value), detail)
    }

    /// For a value that is not printed as JSON with sorted keys.
    pub(crate) fn invalid_shown(at: &At<'_>, shown: &str, detail: impl AsRef<str>) -> Self {
        FieldError::new(at, FieldErrorKind::Invalid, format!("Invalid value: {shown}: {}", detail.as_ref()))
    }

    /// `expected` and `actual` are JSON type names, or the names of formats where one is declared.
    pub(crate) fn type_invalid(at: &At<'_>, expected: &str, actual: &str) -> Self {
        let actual = quote(actual);
        let message = format!("Invalid value: {actual}: {at} in body must be of type {expected}: {actual}");
        FieldError::new(at, FieldErrorKind::TypeInvalid, message)
    }

    pub(crate) fn not_supported(at: &At<'_>, value: &Value, supported: &[Value]) -> Self {
        let supported: Vec<_> = supported
            .iter()
            .map(|value| quote(&value.as_str().map_or_else(|| json(value), str::to_owned)))
            .collect();
        let message =
            format!("Unsupported value: {}: supported values: {}", render(value), supported.join(", "));
        FieldError::new(at, FieldErrorKind::NotSupported, message)
    }

    pub(crate) fn too_long(at: &At<'_>, max: usize) -> Self {
        FieldError::new(at, FieldErrorKind::TooLong, format!("Too long: may not be more than {max} bytes"))
    }

    pub(crate) fn too_many(at: &At<'_>, actual: usize, max: usize) -> Self {
        let items = if max == 1 { "item" } else { "items" };
        let message = format!("Too many: {actual}: must have at most {max} {items}");
        FieldError::new(at, FieldErrorKind::TooMany, message)
    }

    pub(crate) fn duplicate(at: &At<'_>, value: &Value) -> Self {
        FieldError::new(at, FieldErrorKind::Duplicate, format!("Duplicate value: {}", render(value)))
    }

    pub(crate) fn unknown(at: &At<'_>) -> Self {
        FieldError::new(at, FieldErrorKind::Unknown, format!("unknown field \"{at}\""))
    }

    pub(crate) fn rule(at: &At<'_>, message: String) -> Self {
        FieldError::new(at, FieldErrorKind::Rule, message)
    }

    pub(crate) fn rules_unchecked() -> Self {
        let message = "Invalid value: null: some validation rules were not checked because the object was \
                       invalid; correct the existing errors to complete validation";
        FieldError::new(&At::ROOT, FieldErrorKind::RulesUnchecked, message.to_owned())
    }

    pub(crate) fn too_deep(max: usize) -> Self {
        let message = format!("nested more than {max} levels deep");
        FieldError::new(&At::ROOT, FieldErrorKind::TooDeep, message)
    }

    /// The same error, of a field further down.
    pub(crate) fn below(self, name: &str) -> Self {
        FieldError { path: self.path.field(name), ..self }
    }

    pub(crate) fn hint(mut self, hint: impl FnOnce() -> Option<String>) -> Self {
        if REPORTS {
            self.hint = hint();
        }
        self
    }

    fn new(at: &At<'_>, kind: FieldErrorKind, message: String) -> Self {
        FieldError { path: at.path(), kind, message, hint: None }
    }
}
