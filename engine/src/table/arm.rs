use super::{Miss, PatternId, RuleId, Table, field, format, request::Request, words::is_same};

/// One of a rule's OR-ed matches: everything but its host and its literal path, which the index
/// has answered before an arm is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arm<'t> {
    table: &'t Table,
    record: format::Arm,
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

/// In the lowest bits of [`format::Arm::path`].
const PATTERN: u32 = 1;

impl<'t> Arm<'t> {
    pub(crate) fn new(table: &'t Table, record: format::Arm) -> Self {
        Arm { table, record }
    }

    pub(crate) fn rule(self) -> RuleId {
        RuleId(self.record.rule)
    }

    pub(crate) fn path(self) -> ArmPath {
        let number = self.record.path >> 3;
        match self.record.path & 3 {
            0 => ArmPath::Exact,
            PATTERN => ArmPath::Pattern(PatternId(number)),
            _ => ArmPath::Prefix { length: number },
        }
    }

    /// Its rule has a CORS filter: a preflight counts by the method that it asks about, or a rule that
    /// names its methods would never see one (`HTTPCORSFilter`, GEP-1767).
    fn answers_preflights(self) -> bool {
        self.record.path >> 2 & 1 == 1
    }

    fn tests(self) -> Option<format::Tests> {
        self.table.words.at(self.record.tests)
    }

    pub(crate) fn method(self) -> Option<&'t str> {
        self.table.words.some(self.tests()?.method)
    }

    /// Most arms want nothing but their path.
    #[inline(always)]
    pub(crate) fn test(self, request: &Request<'_>) -> Result<(), Miss> {
        if self.record.tests.0 == 0 && self.record.path & 3 != PATTERN { Ok(()) } else { self.ask(request) }
    }

    fn ask(self, request: &Request<'_>) -> Result<(), Miss> {
        if let ArmPath::Pattern(id) = self.path()
            && !self.table.pattern(id).is_some_and(|pattern| pattern.matches(request.path))
        {
            return Err(Miss::Path);
        }
        let Some(format::Tests { method, headers, queries }) = self.tests() else { return Ok(()) };
        let words = &self.table.words;
        if method.length > 0 {
            let method = words.bytes(method);
            let preflight = || request.preflight().is_some_and(|asked| asked.as_bytes() == method);
            let same = is_same(request.method.as_bytes(), method);
            let asked = || self.answers_preflights() && preflight();
            if !(same || asked()) {
                return Err(Miss::Method);
            }
        }
        let mut tests = words.list(headers);
        if let Some(failed) = tests.position(|test| !field::header(self.table, test, request)) {
            return Err(Miss::Header(failed));
        }
        let mut tests = words.list(queries);
        match tests.position(|test| !field::query(self.table, test, request)) {
            Some(failed) => Err(Miss::Query(failed)),
            None => Ok(()),
        }
    }
}
