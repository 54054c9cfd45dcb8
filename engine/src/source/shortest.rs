//! Floats as decimal numbers.

#[cfg(test)]
mod tests;

use serde_json::Number;

#[cfg(feature = "yaml")]
use crate::source::decimal;

/// More tell no two numbers of 32 bits apart.
#[cfg(feature = "yaml")]
const SINGLE_DIGITS: usize = 9;

/// The shortest digits that mean a number. They are those of `serde_json`, which is there anyway: the standard
/// library's would come with 8 KB of code.
pub(crate) struct Shortest {
    sign: &'static str,
    /// Without zeros at either end.
    digits: String,
    /// How many of the digits stand before the point; zeros follow those that are not there.
    point: i32,
}

// === impl Shortest ===

impl Shortest {
    pub(crate) fn of(float: f64) -> Self {
        // Zero where there is no number; there is none in JSON.
        let text = Number::from_f64(float.abs()).map(|number| number.to_string()).unwrap_or_default();
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0');
        let zeros = all.len() - digits.len();
        let exponent = exponent.trim_start_matches('+').parse().unwrap_or(0);
        let count = |count: usize| i32::try_from(count).unwrap_or(0);
        Shortest {
            sign: if float.is_sign_negative() { "-" } else { "" },
            digits: digits.trim_end_matches('0').to_owned(),
            point: count(whole.len()) - count(zeros) + exponent,
        }
    }

    /// Those of a number of 32 bits: as many as it takes to read it back.
    #[cfg(feature = "yaml")]
    pub(crate) fn of_single(float: f32) -> Self {
        let all = Self::of(f64::from(float));
        let mut fewer = (1..=SINGLE_DIGITS).filter_map(|count| all.rounded(count));
        let same =
            fewer.find(|fewer| decimal::float(&fewer.plain()).is_some_and(|read| read as f32 == float));
        same.unwrap_or(all)
    }

    /// With so many digits, where it has more.
    #[cfg(feature = "yaml")]
    fn rounded(&self, count: usize) -> Option<Self> {
        let (kept, rest) = self.digits.split_at_checked(count)?;
        let is_up = rest.starts_with(['5', '6', '7', '8', '9']);
        let digits = (kept.parse::<u32>().ok()? + u32::from(is_up)).to_string();
        let point = self.point + i32::from(digits.len() > count);
        Some(Shortest { sign: self.sign, digits: digits.trim_end_matches('0').to_owned(), point })
    }

    /// As Go has it: with an exponent from 1e6 upwards and below 1e-4.
    pub(crate) fn written(&self) -> String {
        // The point stands behind the first digit of what is one or more.
        if self.digits.is_empty() || (-3..=6).contains(&self.point) {
            return self.plain();
        }
        let (digits, sign, exponent) = self.scientific();
        format!("{digits}e{sign}{exponent:0>2}")
    }

    /// Without an exponent.
    pub(crate) fn plain(&self) -> String {
        let Shortest { sign, digits, point } = self;
        if digits.is_empty() {
            return format!("{sign}0");
        }
        let point = usize::try_from(*point).map_err(|_| point.unsigned_abs() as usize);
        match point {
            Err(zeros) => format!("{sign}0.{}{digits}", "0".repeat(zeros)),
            Ok(0) => format!("{sign}0.{digits}"),
            Ok(point) => match digits.split_at_checked(point) {
                Some((whole, "")) => format!("{sign}{whole}"),
                Some((whole, fraction)) => format!("{sign}{whole}.{fraction}"),
                None => format!("{sign}{digits}{}", "0".repeat(point - digits.len())),
            },
        }
    }

    /// Digits with a point behind the first, and the sign and the amount of the exponent.
    pub(crate) fn scientific(&self) -> (String, char, u32) {
        let Shortest { sign, digits, point } = self;
        let exponent = point - 1;
        let digits = match digits.split_at_checked(1) {
            Some((first, "")) => format!("{sign}{first}"),
            Some((first, rest)) => format!("{sign}{first}.{rest}"),
            None => format!("{sign}0"),
        };
        (digits, if exponent < 0 { '-' } else { '+' }, exponent.unsigned_abs())
    }
}
