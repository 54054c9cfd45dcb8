use regex_lite::Captures;

use crate::admit::schema::Pattern;

/// RFC 3339 as Go reads it: an hour may have one digit, a fraction may follow a comma.
static FORM: Pattern = Pattern::new(
    r"^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{1,2}):([0-9]{2}):([0-5][0-9])([.,][0-9]+)?(Z|[+-]([01][0-9]|2[0-4]):([0-5][0-9]|60))$",
);

/// The days from March of the year 0 to 1970.
const EPOCH: i64 = 719_468;

/// The seconds and nanoseconds since 1970 of a time that the API server can read.
pub(in crate::admit) fn since_1970(text: &str) -> Option<(i64, i32)> {
    let parts = FORM.regex()?.captures(text)?;
    let [year, month, day] = [1, 2, 3].map(|index| number(&parts, index));
    let [hour, minute, second] = [4, 5, 6].map(|index| number(&parts, index));
    if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) || hour > 23 || minute > 59 {
        return None;
    }
    let offset = number(&parts, 9) * 3600 + number(&parts, 10) * 60;
    let east = if part(&parts, 8).starts_with('-') { -offset } else { offset };
    let seconds = days_since_1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - east;
    let fraction = format!("{:0<9.9}", part(&parts, 7).get(1..).unwrap_or_default());
    Some((seconds, fraction.parse().unwrap_or_default()))
}

fn part<'t>(parts: &Captures<'t>, index: usize) -> &'t str {
    parts.get(index).map_or("", |part| part.as_str())
}

fn number(parts: &Captures<'_>, index: usize) -> i64 {
    part(parts, index).parse().unwrap_or_default()
}

fn days_in(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Years begin in March here, so that a leap day is the last of its year.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - EPOCH
}

#[cfg(test)]
mod tests;
