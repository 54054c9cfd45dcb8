use std::ops::RangeInclusive;

use super::{Answer, EvalError, Rich, Val, address, convert, list, quantity, semver, text, time, url};
use crate::admit::cel::{Budget, ast};

/// What stands before a dot and is no value.
pub(in crate::admit::cel) const NAMESPACES: [&str; 5] = ["ip", "lists", "optional", "sets", "strings"];

/// A function of the library.
#[derive(Clone, Copy)]
pub(crate) struct Function(&'static Entry);

struct Entry {
    name: &'static str,
    /// The receiver of a method is one of them.
    arguments: RangeInclusive<usize>,
    method: bool,
    run: for<'a> fn(&[Val<'a>]) -> Answer<'a>,
}

const fn method(
    name: &'static str,
    arguments: RangeInclusive<usize>,
    run: for<'a> fn(&[Val<'a>]) -> Answer<'a>,
) -> Entry {
    Entry { name, arguments, method: true, run }
}

const fn function(
    name: &'static str,
    arguments: RangeInclusive<usize>,
    run: for<'a> fn(&[Val<'a>]) -> Answer<'a>,
) -> Entry {
    Entry { name, arguments, method: false, run }
}

static TABLE: &[Entry] = &[
    // Conversions.
    function("bool", 1..=1, convert::bool),
    function("bytes", 1..=1, convert::bytes),
    function("double", 1..=1, convert::double),
    function("dyn", 1..=1, convert::dynamic),
    function("int", 1..=1, convert::int),
    function("string", 1..=1, convert::string),
    function("timestamp", 1..=1, convert::timestamp),
    function("type", 1..=1, convert::type_of),
    function("uint", 1..=1, convert::uint),
    // Optionals.
    function("optional.none", 0..=0, convert::none),
    function("optional.of", 1..=1, convert::some),
    function("optional.ofNonZeroValue", 1..=1, convert::non_zero),
    method("or", 2..=2, convert::or),
    method("orValue", 2..=2, convert::or_value),
    method("value", 1..=1, convert::value),
    // Texts.
    method("charAt", 2..=2, text::char_at),
    method("find", 2..=2, text::find),
    method("findAll", 2..=3, text::find_all),
    method("format", 2..=2, text::format),
    function("format.named", 1..=1, text::named_format),
    method("indexOf", 2..=3, text::index_of),
    method("join", 1..=2, text::join),
    method("lastIndexOf", 2..=3, text::last_index_of),
    method("replace", 3..=4, text::replace),
    method("split", 3..=3, text::split),
    function("strings.quote", 1..=1, text::quote),
    method("trim", 1..=1, text::trim),
    method("upperAscii", 1..=1, text::upper_ascii),
    // Lists and sets.
    method("distinct", 1..=1, list::distinct),
    method("first", 1..=1, list::first),
    method("flatten", 1..=2, list::flatten),
    method("isSorted", 1..=1, list::is_sorted),
    method("last", 1..=1, list::last),
    function("lists.range", 1..=1, list::range),
    method("max", 1..=1, list::max),
    method("min", 1..=1, list::min),
    method("reverse", 1..=1, list::reverse),
    function("sets.contains", 2..=2, list::set_contains),
    function("sets.equivalent", 2..=2, list::set_equivalent),
    function("sets.intersects", 2..=2, list::set_intersects),
    method("slice", 3..=3, list::slice),
    method("sort", 1..=1, list::sort),
    method("sum", 1..=1, list::sum),
    // Times.
    method("getDate", 1..=2, time::date),
    method("getDayOfMonth", 1..=2, time::day_of_month),
    method("getDayOfWeek", 1..=2, time::day_of_week),
    method("getDayOfYear", 1..=2, time::day_of_year),
    method("getFullYear", 1..=2, time::full_year),
    method("getHours", 1..=2, time::hours),
    method("getMilliseconds", 1..=2, time::milliseconds),
    method("getMinutes", 1..=2, time::minutes),
    method("getMonth", 1..=2, time::month),
    method("getSeconds", 1..=2, time::seconds),
    // Addresses.
    function("cidr", 1..=1, address::cidr),
    method("containsCIDR", 2..=2, address::contains_cidr),
    method("containsIP", 2..=2, address::contains_ip),
    method("family", 1..=1, address::family),
    function("ip", 1..=1, address::ip),
    method("ip", 1..=1, address::address_of),
    function("ip.isCanonical", 1..=1, address::is_canonical),
    function("isCIDR", 1..=1, address::is_cidr),
    method("isGlobalUnicast", 1..=1, address::is_global_unicast),
    method("isLinkLocalMulticast", 1..=1, address::is_link_local_multicast),
    method("isLinkLocalUnicast", 1..=1, address::is_link_local_unicast),
    method("isLoopback", 1..=1, address::is_loopback),
    method("isUnspecified", 1..=1, address::is_unspecified),
    method("masked", 1..=1, address::masked),
    method("prefixLength", 1..=1, address::prefix_length),
    // URLs.
    method("getEscapedPath", 1..=1, url::escaped_path),
    method("getHost", 1..=1, url::host),
    method("getHostname", 1..=1, url::hostname),
    method("getPort", 1..=1, url::port),
    method("getQuery", 1..=1, url::query),
    method("getScheme", 1..=1, url::scheme),
    function("isURL", 1..=1, url::is_url),
    function("url", 1..=1, url::url),
    // Quantities and versions, some of whose methods have the same names.
    method("add", 2..=2, quantity::add),
    method("asApproximateFloat", 1..=1, quantity::as_float),
    method("asInteger", 1..=1, quantity::as_integer),
    method("compareTo", 2..=2, compare_to),
    method("isGreaterThan", 2..=2, is_greater_than),
    method("isInteger", 1..=1, quantity::is_integer),
    method("isLessThan", 2..=2, is_less_than),
    function("isQuantity", 1..=1, quantity::is_quantity),
    function("isSemver", 1..=2, semver::is_semver),
    method("major", 1..=1, semver::major),
    method("minor", 1..=1, semver::minor),
    method("patch", 1..=1, semver::patch),
    function("quantity", 1..=1, quantity::quantity),
    function("semver", 1..=2, semver::semver),
    function("sign", 1..=1, quantity::sign),
    method("sub", 2..=2, quantity::sub),
];

impl Function {
    pub(in crate::admit::cel) fn named(name: &str, arguments: usize, method: bool) -> Option<Self> {
        let fits = |entry: &&Entry| {
            entry.name == name && entry.method == method && entry.arguments.contains(&arguments)
        };
        TABLE.iter().find(fits).map(Function)
    }

    /// Whether the second argument is a time zone.
    pub(in crate::admit::cel) fn takes_zone(self) -> bool {
        self.0.name.starts_with("get") && *self.0.arguments.end() == 2
    }

    /// Work on lists may take time in proportion to both, and what is made takes time as well.
    pub(in crate::admit::cel) fn run<'a>(self, arguments: &[Val<'a>], budget: &Budget) -> Answer<'a> {
        let sizes = arguments.iter().map(|argument| match argument {
            Val::Array(..) | Val::List(_) => argument.size().unwrap_or_default() as u64,
            _ => 0,
        });
        let total: u64 = sizes.sum();
        budget.spend(total.saturating_mul(total) / 4)?;
        let made = (self.0.run)(arguments)?;
        budget.spend(match &made {
            Val::List(items) => items.len() as u64,
            Val::String(text) => text.len() as u64 / 8,
            _ => 0,
        })?;
        Ok(made)
    }
}

/// What a function of our own rules does with values of other types.
pub(in crate::admit::cel) fn overload<'a>(function: ast::Function, arguments: &[Val<'a>]) -> Answer<'a> {
    match (function, arguments) {
        (ast::Function::Duration, [duration @ Val::Duration(_)]) => Ok(duration.clone()),
        _ => Err(EvalError::NoSuchOverload),
    }
}

fn order<'a>(arguments: &[Val<'a>]) -> Result<std::cmp::Ordering, EvalError> {
    let [Val::Rich(left), Val::Rich(right)] = arguments else { return Err(EvalError::NoSuchOverload) };
    match (&**left, &**right) {
        (Rich::Quantity(left), Rich::Quantity(right)) => Ok(left.cmp(right)),
        (Rich::Semver(left), Rich::Semver(right)) => Ok(left.cmp(right)),
        _ => Err(EvalError::NoSuchOverload),
    }
}

fn compare_to<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    order(arguments).map(|order| Val::Int(order as i64))
}

fn is_greater_than<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    order(arguments).map(|order| Val::Bool(order.is_gt()))
}

fn is_less_than<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    order(arguments).map(|order| Val::Bool(order.is_lt()))
}

// === impl Function ===

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Function {}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.name)
    }
}
