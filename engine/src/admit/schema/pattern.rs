use std::{borrow::Cow, ops::Deref, sync::OnceLock};

use regex_lite::Regex;

use super::known::{Holds, known};

/// A regular expression of the API, compiled when it is first needed and then kept.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: Cow<'static, str>,
    known: OnceLock<Option<Holds>>,
    regex: OnceLock<Option<Regex>>,
}

/// A pattern in the program, or one that a CRD brought along.
#[derive(Debug, Clone)]
pub(crate) enum PatternRef {
    Ours(&'static Pattern),
    #[cfg(feature = "crds")]
    Theirs(std::sync::Arc<Pattern>),
}

impl Pattern {
    pub(crate) const fn new(source: &'static str) -> Self {
        Pattern::of(Cow::Borrowed(source))
    }

    pub(crate) const fn of(source: Cow<'static, str>) -> Self {
        Pattern { source, known: OnceLock::new(), regex: OnceLock::new() }
    }

    /// A pattern of a CRD, which is RE2's dialect.
    #[cfg(feature = "crds")]
    pub(crate) fn read(source: &str) -> Result<Self, crate::pattern::PatternError> {
        let regex = crate::pattern::part(source)?;
        Ok(Pattern {
            source: Cow::Owned(source.to_owned()),
            known: OnceLock::new(),
            regex: OnceLock::from(Some(regex)),
        })
    }

    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Whether the pattern occurs in `text`. One that does not compile occurs nowhere.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        match self.known.get_or_init(|| known(&self.source)) {
            Some(holds) => holds(text),
            None => self.regex().is_some_and(|regex| regex.is_match(text)),
        }
    }

    pub(crate) fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(&self.source).ok()).as_ref()
    }
}

impl Deref for PatternRef {
    type Target = Pattern;

    fn deref(&self) -> &Pattern {
        match self {
            PatternRef::Ours(pattern) => pattern,
            #[cfg(feature = "crds")]
            PatternRef::Theirs(pattern) => pattern,
        }
    }
}
