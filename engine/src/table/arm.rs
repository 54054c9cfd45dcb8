use super::{
    Miss, PatternId, RuleId, Table, field, format,
    request::Request,
    words::{At, index, is_same},
};

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

/// Bits of [`format::Arm::path`]. An exact path has none of the lowest two, a prefix the second.
const PATTERN: u32 = 1;
const PREFLIGHTS: u32 = 1 << 2;
const ASKS: u32 = 1 << 3;

impl<'t> Arm<'t> {
    pub(crate) fn new(table: &'t Table, record: format::Arm) -> Self {
        Arm { table, record }
    }

    pub(crate) fn rule(self) -> RuleId {
        RuleId(self.record.rule)
    }

    pub(crate) fn path(self) -> ArmPath {
        let number = self.record.path >> 4;
        match self.record.path & 3 {
            0 => ArmPath::Exact,
            PATTERN => ArmPath::Pattern(PatternId(number)),
            _ => ArmPath::Prefix { length: number },
        }
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
        let format::Arm { path, tests, .. } = self.record;
        if path & ASKS == 0 { Ok(()) } else { ask(self.table, path, tests, request) }
    }
}

#[inline(never)]
fn ask(table: &Table, path: u32, tests: At<format::Tests>, request: &Request<'_>) -> Result<(), Miss> {
    if path & PATTERN != 0 && !is_of_pattern(table, path, request) {
        return Err(Miss::Path);
    }
    let words = &table.words;
    let Some(format::Tests { method, headers, queries }) = words.at(tests) else { return Ok(()) };
    if method.length > 0 {
        let method = words.bytes(method);
        if !is_same(request.method.as_bytes(), method) && !is_preflight(path, method, request) {
            return Err(Miss::Method);
        }
    }
    for number in 0..headers.count {
        if !field::header(table, headers.place(number), request) {
            return Err(Miss::Header(index(number)));
        }
    }
    for number in 0..queries.count {
        if !field::query(table, queries.place(number), request) {
            return Err(Miss::Query(index(number)));
        }
    }
    Ok(())
}

#[cold]
#[inline(never)]
fn is_of_pattern(table: &Table, path: u32, request: &Request<'_>) -> bool {
    table.pattern(PatternId(path >> 4)).is_some_and(|pattern| pattern.matches(request.path))
}

/// Its rule has a CORS filter: a preflight counts by the method that it asks about, or a rule that
/// names its methods would never see one (`HTTPCORSFilter`, GEP-1767).
#[cold]
#[inline(never)]
fn is_preflight(path: u32, method: &[u8], request: &Request<'_>) -> bool {
    path & PREFLIGHTS != 0 && request.preflight().is_some_and(|asked| asked.as_bytes() == method)
}
