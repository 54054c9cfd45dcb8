use std::{borrow::Cow, net::IpAddr, rc::Rc};

use super::{
    Budget, EvalError,
    ast::{Format, Function},
    value::Val,
};
use crate::admit::names;

const NANOSECOND: u64 = 1;
const MICROSECOND: u64 = 1_000 * NANOSECOND;
const MILLISECOND: u64 = 1_000 * MICROSECOND;
const SECOND: u64 = 1_000 * MILLISECOND;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

pub(super) fn call<'a>(
    function: Function,
    arguments: &[Val<'a>],
    budget: &Budget,
) -> Result<Val<'a>, EvalError> {
    for argument in arguments {
        if let Val::String(text) = argument {
            budget.spend(text.len() as u64 / 8)?;
        }
    }
    match (function, arguments) {
        (Function::Size, [value]) => {
            i64::try_from(value.size()?).map(Val::Int).map_err(|_| EvalError::IntegerOverflow)
        }
        (Function::Contains, [text, part]) => Ok(Val::Bool(text.as_str()?.contains(part.as_str()?))),
        (Function::StartsWith, [text, part]) => Ok(Val::Bool(text.as_str()?.starts_with(part.as_str()?))),
        (Function::EndsWith, [text, part]) => Ok(Val::Bool(text.as_str()?.ends_with(part.as_str()?))),
        (Function::Matches, [text, pattern]) => matches(text.as_str()?, pattern.as_str()?),
        (Function::Split, [text, separator]) => Ok(split(text.as_str()?, separator.as_str()?)),
        (Function::Substring, [text, start]) => substring(text.as_str()?, start.as_int()?, None),
        (Function::Substring, [text, start, end]) => {
            substring(text.as_str()?, start.as_int()?, Some(end.as_int()?))
        }
        (Function::LowerAscii, [text]) => Ok(owned(text.as_str()?.to_ascii_lowercase())),
        (Function::Duration, [text]) => duration(text.as_str()?),
        (Function::IsIp, [text]) => Ok(Val::Bool(is_ip(text.as_str()?))),
        (Function::Validate, [Val::Format(format), text]) => Ok(validate(*format, text.as_str()?)),
        (Function::HasValue, [Val::Optional(value)]) => Ok(Val::Bool(value.is_some())),
        #[cfg(feature = "crds")]
        (Function::Library(function), arguments) => function.run(arguments, budget),
        #[cfg(feature = "crds")]
        (function, arguments) => super::library::overload(function, arguments),
        #[cfg(not(feature = "crds"))]
        _ => Err(EvalError::NoSuchOverload),
    }
}

/// An IP address as the API server takes it: no zone, no IPv4 inside IPv6.
fn is_ip(text: &str) -> bool {
    ip(text).is_some()
}

pub(super) fn ip(text: &str) -> Option<IpAddr> {
    let address = text.parse().ok()?;
    match address {
        IpAddr::V4(_) => Some(address),
        IpAddr::V6(inner) => inner.to_ipv4_mapped().is_none().then_some(address),
    }
}

fn matches<'a>(text: &str, pattern: &str) -> Result<Val<'a>, EvalError> {
    let regex = super::regex(pattern).map_err(EvalError::Function)?;
    Ok(Val::Bool(regex.is_match(text)))
}

fn split<'a>(text: &str, separator: &str) -> Val<'a> {
    if separator.is_empty() {
        return Val::List(text.chars().map(|character| owned(character.to_string())).collect());
    }
    Val::List(text.split(separator).map(|part| owned(part.to_owned())).collect())
}

/// By code point, from `start` up to, not including, `end`.
fn substring<'a>(text: &str, start: i64, end: Option<i64>) -> Result<Val<'a>, EvalError> {
    let length = i64::try_from(text.chars().count()).map_err(|_| EvalError::IntegerOverflow)?;
    let end = end.unwrap_or(length);
    for bound in [start, end] {
        if !(0..=length).contains(&bound) {
            return Err(EvalError::Function(format!("index out of range: {bound}")));
        }
    }
    if start > end {
        return Err(EvalError::Function(format!("invalid substring range. start: {start}, end: {end}")));
    }
    let bounds = usize::try_from(start).and_then(|start| Ok((start, usize::try_from(end)? - start)));
    let (skip, take) = bounds.map_err(|_| EvalError::IntegerOverflow)?;
    Ok(owned(text.chars().skip(skip).take(take).collect()))
}

fn validate<'a>(format: Format, text: &str) -> Val<'a> {
    let complaints = match format {
        Format::Dns1123Label => names::label(text),
        Format::Dns1123Subdomain => names::subdomain(text),
        Format::QualifiedName => names::qualified_name(text),
        Format::LabelValue => names::label_value(text),
        #[cfg(feature = "crds")]
        Format::Library(format) => format.complaints(text),
    };
    let complaints = (!complaints.is_empty()).then(|| Rc::new(Val::list(complaints.into_iter().map(owned))));
    Val::Optional(complaints)
}

/// A duration as Go writes them, `1h30m`, of which GEP-2257 allows a part.
fn duration<'a>(text: &str) -> Result<Val<'a>, EvalError> {
    let invalid = || {
        EvalError::Function("type conversion error from 'string' to 'google.protobuf.Duration'".to_owned())
    };
    parse_duration(text).map(Val::Duration).ok_or_else(invalid)
}

#[cfg(feature = "crds")]
pub(super) fn is_duration(text: &str) -> bool {
    parse_duration(text).is_some()
}

/// A duration of GEP-2257; nothing for one that is longer than can be told.
pub(crate) fn milliseconds(text: &str) -> Option<u64> {
    u64::try_from(parse_duration(text)? / 1_000_000).ok()
}

/// In nanoseconds.
pub(super) fn parse_duration(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total = 0_u64;
    while !rest.is_empty() {
        let (whole, after) = digits(rest);
        let (fraction, after) = after.strip_prefix('.').map_or(("", after), digits);
        let (unit, after) = unit(after)?;
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        total = total.checked_add(whole.checked_mul(unit)?)?.checked_add(part(fraction, unit))?;
        rest = after;
    }
    if negative { 0_i64.checked_sub_unsigned(total) } else { total.try_into().ok() }
}

/// Digits past the nanosecond are dropped; the floating point is Go's.
fn part(fraction: &str, unit: u64) -> u64 {
    let (mut part, mut scale) = (0_u64, 1.0);
    for digit in fraction.bytes().take(18) {
        part = part * 10 + u64::from(digit.saturating_sub(b'0'));
        scale *= 10.0;
    }
    (part as f64 * (unit as f64 / scale)) as u64
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn unit(text: &str) -> Option<(u64, &str)> {
    const UNITS: [(&str, u64); 8] = [
        ("ns", NANOSECOND),
        ("us", MICROSECOND),
        ("µs", MICROSECOND),
        ("μs", MICROSECOND),
        ("ms", MILLISECOND),
        ("s", SECOND),
        ("m", MINUTE),
        ("h", HOUR),
    ];
    UNITS.iter().find_map(|(name, length)| Some((*length, text.strip_prefix(name)?)))
}

fn owned<'a>(text: String) -> Val<'a> {
    Val::String(Cow::Owned(text))
}
