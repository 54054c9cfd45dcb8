use super::{PatternId, RuleId, field, field::FieldMatch, request::Request};
use crate::pattern::Pattern;

/// One of a rule's OR-ed matches: everything but its host and its literal path, which the indexes
/// have answered before an arm is asked.
#[derive(Debug)]
pub(crate) struct Arm {
    pub(crate) rule: RuleId,
    pub(crate) path: ArmPath,
    pub(crate) method: Option<Box<str>>,
    /// Its rule has a CORS filter: a preflight counts by the method that it asks about, or a rule that
    /// names its methods would never see one (`HTTPCORSFilter`, GEP-1767).
    pub(crate) answers_preflights: bool,
    pub(crate) headers: Box<[FieldMatch]>,
    pub(crate) queries: Box<[FieldMatch]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArmPath {
    Exact,
    Pattern(PatternId),
    /// The length of the prefix's key, which `ReplacePrefixMatch` cuts off.
    Prefix {
        length: u32,
    },
}

/// The first predicate that a request failed. Indexes count the arm's own predicates, in the
/// order of the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Miss {
    Path,
    Method,
    Header(usize),
    Query(usize),
}

impl Arm {
    pub(crate) fn test(&self, request: &Request<'_>, patterns: &[Pattern]) -> Result<(), Miss> {
        if let ArmPath::Pattern(id) = self.path
            && !patterns.get(id.index()).is_some_and(|pattern| pattern.matches(request.path))
        {
            return Err(Miss::Path);
        }
        if let Some(method) = self.method.as_deref()
            && method != request.method
            && !(self.answers_preflights && request.preflight() == Some(method))
        {
            return Err(Miss::Method);
        }
        if let Some(failed) = self.headers.iter().position(|test| !field::header(test, request, patterns)) {
            return Err(Miss::Header(failed));
        }
        match self.queries.iter().position(|test| !field::query(test, request, patterns)) {
            Some(failed) => Err(Miss::Query(failed)),
            None => Ok(()),
        }
    }
}
