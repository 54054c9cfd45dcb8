//! Quantities of resources, `100m` or `1.5Gi`.

use std::cmp::Ordering;

use super::{Answer, EvalError, Rich, Val};

/// A billion parts of a unit: nothing is smaller.
const NANO: i128 = 1_000_000_000;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Quantity {
    /// Of the smallest parts.
    nano: i128,
    /// The whole number, if it was written as one: `1000m` is not.
    whole: Option<i64>,
}

impl Quantity {
    pub(super) fn read(text: &str) -> Option<Self> {
        let (sign, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let (numerator, rest) = unsigned.split_at_checked(digits(unsigned))?;
        let (denominator, suffix) = match rest.strip_prefix('.') {
            Some(rest) => rest.split_at_checked(digits(rest))?,
            None => ("", rest),
        };
        if text.is_empty() {
            return None;
        }
        let numerator = numerator.trim_start_matches('0');
        let written = [numerator, denominator].concat();
        let number: i128 = if written.is_empty() { 0 } else { written.parse().ok()? };
        let places = i32::try_from(denominator.len()).ok()?;
        let (factor, exponent, binary) = unit(suffix)?;
        let nano = scaled(number.checked_mul(factor)?.checked_mul(NANO)?, exponent.checked_sub(places)?);
        let nano = if binary { nano.min(i128::from(i64::MAX) * NANO) } else { nano };
        let is_whole = places == 0 && exponent >= 0 && written.len() <= 18;
        let nano = sign * nano;
        Some(Quantity { nano, whole: i64::try_from(nano / NANO).ok().filter(|_| is_whole) })
    }

    fn of(number: i64) -> Self {
        Quantity { nano: i128::from(number) * NANO, whole: Some(number) }
    }

    fn plus(self, other: Quantity) -> Quantity {
        let whole = self.whole.zip(other.whole).and_then(|(left, right)| left.checked_add(right));
        Quantity { nano: self.nano.saturating_add(other.nano), whole }
    }

    fn negative(self) -> Quantity {
        Quantity { nano: -self.nano, whole: self.whole.and_then(i64::checked_neg) }
    }
}

/// The factor, the power of ten and whether the unit is a power of two.
fn unit(suffix: &str) -> Option<(i128, i32, bool)> {
    let decimal = |exponent| Some((1, exponent, false));
    let binary = |power: u32| Some((1024_i128.pow(power), 0, true));
    match suffix {
        "" => decimal(0),
        "n" => decimal(-9),
        "u" => decimal(-6),
        "m" => decimal(-3),
        "k" => decimal(3),
        "M" => decimal(6),
        "G" => decimal(9),
        "T" => decimal(12),
        "P" => decimal(15),
        "E" => decimal(18),
        "Ki" => binary(1),
        "Mi" => binary(2),
        "Gi" => binary(3),
        "Ti" => binary(4),
        "Pi" => binary(5),
        "Ei" => binary(6),
        other => decimal(other.strip_prefix(['e', 'E'])?.parse().ok()?),
    }
}

/// Times a power of ten. What is too small counts as the smallest, what is too large as the largest.
fn scaled(number: i128, exponent: i32) -> i128 {
    let power = 10_i128.checked_pow(exponent.unsigned_abs());
    match (exponent >= 0, power) {
        (true, Some(power)) => number.checked_mul(power).unwrap_or(i128::MAX / 4),
        (true, None) => {
            if number == 0 {
                0
            } else {
                i128::MAX / 4
            }
        }
        (false, Some(power)) => number / power + i128::from(number % power != 0),
        (false, None) => i128::from(number != 0),
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.nano == other.nano
    }
}

impl Eq for Quantity {}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.nano.cmp(&other.nano)
    }
}

fn of(value: Option<&Val<'_>>) -> Result<Quantity, EvalError> {
    match value {
        Some(Val::Rich(rich)) => match &**rich {
            Rich::Quantity(quantity) => Ok(*quantity),
            _ => Err(EvalError::NoSuchOverload),
        },
        _ => Err(EvalError::NoSuchOverload),
    }
}

fn addend(value: Option<&Val<'_>>) -> Result<Quantity, EvalError> {
    match value {
        Some(Val::Int(number)) => Ok(Quantity::of(*number)),
        other => of(other),
    }
}

pub(super) fn quantity<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text] = arguments else { return Err(EvalError::NoSuchOverload) };
    let quantity = Quantity::read(text.as_str()?).ok_or_else(|| {
        EvalError::Function(
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
                .to_owned(),
        )
    })?;
    Ok(Rich::Quantity(quantity).into())
}

pub(super) fn is_quantity<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text] = arguments else { return Err(EvalError::NoSuchOverload) };
    Ok(Val::Bool(Quantity::read(text.as_str()?).is_some()))
}

pub(super) fn add<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let sum = of(arguments.first())?.plus(addend(arguments.get(1))?);
    Ok(Rich::Quantity(sum).into())
}

pub(super) fn sub<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let difference = of(arguments.first())?.plus(addend(arguments.get(1))?.negative());
    Ok(Rich::Quantity(difference).into())
}

pub(super) fn sign<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    Ok(Val::Int(of(arguments.first())?.nano.signum() as i64))
}

pub(super) fn is_integer<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    Ok(Val::Bool(of(arguments.first())?.whole.is_some()))
}

pub(super) fn as_integer<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let whole = of(arguments.first())?.whole;
    whole.map(Val::Int).ok_or_else(|| EvalError::Function("cannot convert value to integer".to_owned()))
}

pub(super) fn as_float<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    Ok(Rich::Double(of(arguments.first())?.nano as f64 / NANO as f64).into())
}
