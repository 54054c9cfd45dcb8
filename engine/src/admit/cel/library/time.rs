use jiff::{Span, Timestamp, civil::DateTime, tz::Offset};

use super::{Answer, EvalError, Rich, Val, convert};
use crate::admit::{
    cel::functions,
    schema::{Format, OtherFormat},
};

/// A text of the object whose format makes it something else in an expression.
pub(in crate::admit::cel) fn formatted<'a>(text: &'a str, format: Format) -> Answer<'a> {
    let unreadable = |what: &str| EvalError::Function(format!("Invalid {what} formatted string {text}"));
    match format {
        Format::Other(OtherFormat::Duration) => duration(text)
            .map(Val::Duration)
            .ok_or_else(|| EvalError::Function(format!("Invalid duration {text}"))),
        Format::Other(OtherFormat::Date) => {
            let date: jiff::civil::Date = text.parse().map_err(|_| unreadable("date"))?;
            at_offset(date.at(0, 0, 0, 0), Offset::UTC)
        }
        Format::Other(OtherFormat::DateTime) => {
            let time = parse(text).or_else(|_| {
                // Without an offset it is UTC.
                let time: DateTime = text.parse().map_err(|_| unreadable("date-time"))?;
                at_offset(time, Offset::UTC)
            })?;
            Ok(time)
        }
        Format::Other(OtherFormat::Byte) => {
            decoded(text).map(|bytes| Rich::Bytes(bytes).into()).ok_or_else(|| unreadable("byte"))
        }
        _ => Ok(Val::String(text.into())),
    }
}

/// A duration of Go, or numbers with the names of units, which add up.
fn duration(text: &str) -> Option<i64> {
    if let Some(nanoseconds) = functions::parse_duration(text) {
        return Some(nanoseconds);
    }
    const UNITS: [(&[&str], &str, i64); 8] = [
        (&["ns"], "nano", 1),
        (&["us", "µs"], "micro", 1_000),
        (&["ms"], "milli", 1_000_000),
        (&["s"], "sec", 1_000_000_000),
        (&["m"], "min", 60_000_000_000),
        (&["h", "hr"], "hour", 3_600_000_000_000),
        (&["d"], "day", 86_400_000_000_000),
        (&["w", "wk"], "week", 604_800_000_000_000),
    ];
    let mut total = None;
    let mut rest = text;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        let number = rest.get(start..)?;
        let after = number.trim_start_matches(|character: char| character.is_ascii_digit());
        let digits = number.strip_suffix(after)?;
        let unit = after.trim_start();
        let end = unit.find(|character: char| !character.is_ascii_alphabetic() && character != 'µ');
        let (name, after) = unit.split_at_checked(end.unwrap_or(unit.len()))?;
        let name = name.to_ascii_lowercase();
        let known =
            UNITS.iter().find(|(short, long, _)| short.contains(&name.as_str()) || name.starts_with(long));
        if let Some((.., length)) = known {
            let part = digits.parse::<i64>().ok()?.checked_mul(*length)?;
            total = Some(total.unwrap_or(0_i64).checked_add(part)?);
        }
        rest = after;
    }
    total
}

/// The bytes that base64 stands for, in the alphabet for URLs.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.trim_end_matches('=').bytes().map(digit).collect::<Option<_>>()?;
    let bytes = digits.chunks(4).flat_map(|chunk| {
        let bits = chunk.iter().fold(0_u32, |bits, digit| bits << 6 | u32::from(*digit));
        let bits = bits << (6 * (4 - chunk.len()));
        let [_, first, second, third] = bits.to_be_bytes();
        [first, second, third].into_iter().take(chunk.len().saturating_sub(1))
    });
    Some(bytes.collect())
}

fn digit(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'-' | b'+' => 62,
        b'_' | b'/' => 63,
        _ => return None,
    })
}

fn at_offset<'a>(time: DateTime, offset: Offset) -> Answer<'a> {
    let time = offset.to_timestamp(time).map_err(|_| overflow())?;
    Ok(Rich::Timestamp(time, offset).into())
}

/// A time of RFC 3339.
pub(super) fn parse<'a>(text: &str) -> Answer<'a> {
    let separated = text.get(10..11).filter(|separator| *separator == "T");
    let time = separated.and_then(|_| text.parse::<Timestamp>().ok());
    let time = time.ok_or_else(|| convert::unreadable("google.protobuf.Timestamp"))?;
    let zone = text.get(text.len().saturating_sub(6)..).unwrap_or_default();
    let offset = if zone.starts_with(['+', '-']) { offset(zone)? } else { Offset::UTC };
    Ok(Rich::Timestamp(time, offset).into())
}

/// At the offset at which it was written.
pub(super) fn shown(time: Timestamp, offset: Offset) -> String {
    if offset == Offset::UTC {
        return time.to_string();
    }
    time.display_with_offset(offset).to_string()
}

pub(super) fn between<'a>(left: Timestamp, right: Timestamp) -> Answer<'a> {
    let nanoseconds = left.as_nanosecond() - right.as_nanosecond();
    i64::try_from(nanoseconds)
        .map(Val::Duration)
        .map_err(|_| EvalError::Function("duration overflow".to_owned()))
}

pub(super) fn later<'a>(time: Timestamp, offset: Offset, nanoseconds: i64) -> Answer<'a> {
    let time = time.checked_add(Span::new().nanoseconds(nanoseconds)).map_err(|_| overflow())?;
    Ok(Rich::Timestamp(time, offset).into())
}

fn overflow() -> EvalError {
    EvalError::Function("timestamp overflow".to_owned())
}

/// The date and the time of the day in UTC, or at the offset that the second argument names.
fn civil(arguments: &[Val<'_>]) -> Result<DateTime, EvalError> {
    let (time, offset) = match arguments {
        [Val::Rich(rich)] => (rich, Offset::UTC),
        [Val::Rich(rich), Val::String(zone)] => (rich, offset(zone)?),
        _ => return Err(EvalError::NoSuchOverload),
    };
    match &**time {
        Rich::Timestamp(time, _) => Ok(offset.to_datetime(*time)),
        _ => Err(EvalError::NoSuchOverload),
    }
}

/// Whether a time zone is known.
pub(in crate::admit::cel) fn is_offset(zone: &str) -> bool {
    offset(zone).is_ok()
}

/// `+02:00`, `-8:30` or `UTC`. The names of other zones would need a database of them.
fn offset(zone: &str) -> Result<Offset, EvalError> {
    let unknown = || EvalError::Function(format!("unknown time zone {zone}"));
    if matches!(zone, "UTC" | "") {
        return Ok(Offset::UTC);
    }
    let (hours, minutes) = zone.split_once(':').ok_or_else(unknown)?;
    let sign = if hours.starts_with('-') { -1 } else { 1 };
    let hours: i32 = hours.trim_start_matches(['+', '-']).parse().map_err(|_| unknown())?;
    let minutes: i32 = minutes.parse().map_err(|_| unknown())?;
    let seconds = hours.checked_mul(3600).and_then(|seconds| seconds.checked_add(minutes.checked_mul(60)?));
    Offset::from_seconds(sign * seconds.ok_or_else(unknown)?).map_err(|_| unknown())
}

/// A part of a time, or how many of a unit a duration holds.
fn part<'a>(arguments: &[Val<'a>], nanoseconds: i64, of_time: impl Fn(DateTime) -> i64) -> Answer<'a> {
    match arguments {
        [Val::Duration(duration)] => Ok(Val::Int(duration / nanoseconds)),
        _ => Ok(Val::Int(of_time(civil(arguments)?))),
    }
}

pub(super) fn hours<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    part(arguments, 3_600_000_000_000, |time| time.hour().into())
}

pub(super) fn minutes<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    part(arguments, 60_000_000_000, |time| time.minute().into())
}

pub(super) fn seconds<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    part(arguments, 1_000_000_000, |time| time.second().into())
}

pub(super) fn milliseconds<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    part(arguments, 1_000_000, |time| time.millisecond().into())
}

/// The day of the month, from 1.
pub(super) fn date<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    civil(arguments).map(|time| Val::Int(time.day().into()))
}

/// The day of the month, from 0.
pub(super) fn day_of_month<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    civil(arguments).map(|time| Val::Int(i64::from(time.day()) - 1))
}

/// From 0, a Sunday.
pub(super) fn day_of_week<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    civil(arguments).map(|time| Val::Int(time.weekday().to_sunday_zero_offset().into()))
}

/// From 0.
pub(super) fn day_of_year<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    civil(arguments).map(|time| Val::Int(i64::from(time.day_of_year()) - 1))
}

pub(super) fn full_year<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    civil(arguments).map(|time| Val::Int(time.year().into()))
}

/// From 0.
pub(super) fn month<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    civil(arguments).map(|time| Val::Int(i64::from(time.month()) - 1))
}
