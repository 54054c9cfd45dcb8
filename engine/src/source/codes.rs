//! Every problem that reading can find, declared once: a constant, its code and what it means.

/// A problem code and the sentence that documents it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    pub code: &'static str,
    pub meaning: &'static str,
}

macro_rules! codes {
    ($(#[doc = $meaning:literal] $name:ident = $code:literal,)*) => {
        $(#[doc = $meaning] pub(crate) const $name: &str = $code;)*

        /// All codes of this stage, in the order in which reading meets them.
        pub const CODES: &[Code] = &[$(Code { code: $name, meaning: $meaning.trim_ascii() },)*];
    };
}

codes! {
    /// The file is larger than this program reads.
    FILE_TOO_LARGE = "file-too-large",
    /// The file is not text: it holds NUL bytes.
    NOT_TEXT = "not-text",
    /// The file is text in an encoding other than UTF-8.
    NOT_UTF8 = "not-utf-8",
    /// The text is neither YAML nor JSON.
    SYNTAX = "syntax",
    /// A tab stands where YAML wants spaces.
    TAB_INDENTATION = "tab-indentation",
    /// The text holds a control character that YAML forbids.
    CONTROL_CHARACTER = "control-character",
    /// Values are nested deeper than this program follows.
    TOO_DEEP = "too-deep",
    /// The file holds more values than this program keeps.
    TOO_MANY_VALUES = "too-many-values",
    /// Aliases copy more data than this program allows.
    TOO_MANY_ALIASES = "too-many-aliases",
    /// An alias names an anchor that its document does not define before it.
    UNKNOWN_ANCHOR = "unknown-anchor",
    /// A mapping sets the same key twice.
    DUPLICATE_KEY = "duplicate-key",
    /// A key is a list, a mapping or null, which JSON cannot hold.
    INVALID_KEY = "invalid-key",
    /// A plain key such as `y` or `on` is a boolean in YAML 1.1 and becomes `true` or `false`.
    BOOLEAN_KEY = "boolean-key",
    /// A merge key `<<` has a value that is no mapping.
    INVALID_MERGE = "invalid-merge",
    /// A merge key `<<` replaces values that are set before it.
    MERGE_OVERRIDES = "merge-overrides",
    /// A value does not fit its YAML tag, or the tag has no place in JSON.
    INVALID_TAG = "invalid-tag",
    /// A number such as `.inf` has no place in JSON.
    INVALID_NUMBER = "invalid-number",
    /// A document is a list, a string or a number instead of an object.
    NOT_AN_OBJECT = "not-an-object",
    /// An object has no usable `apiVersion`.
    MISSING_API_VERSION = "missing-api-version",
    /// An object has no usable `kind`.
    MISSING_KIND = "missing-kind",
    /// A `List` has `items` that are no list.
    INVALID_LIST = "invalid-list",
    /// The file has so many problems that the rest is not shown.
    TOO_MANY_PROBLEMS = "too-many-problems",
}
