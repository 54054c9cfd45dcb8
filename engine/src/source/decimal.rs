//! Decimal numbers to floats.
//!
//! The standard library does the same in a tenth of the time, with tables of 12 KB that no compression makes
//! smaller: every browser would fetch them for the few fractions of a manifest.

#[cfg(test)]
mod tests;

/// More digits than tell two floats apart: of those behind them it only counts whether all are zeros.
const DIGITS: usize = 800;
/// Of the first digit: beyond it everything is infinite, or below it zero.
const LARGEST: i64 = 310;
const SMALLEST: i64 = -330;
/// What fits into a digit of [`Big`].
const STEP: u32 = 9;

/// A natural number in base 2³², the lowest digit first. The highest is not zero.
struct Big(Vec<u32>);

/// The closest float, as `str::parse` has it.
pub(crate) fn float(text: &str) -> Option<f64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1.0, text),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let magnitude = match text {
        _ if text.eq_ignore_ascii_case("inf") || text.eq_ignore_ascii_case("infinity") => f64::INFINITY,
        _ if text.eq_ignore_ascii_case("nan") => f64::NAN,
        _ => magnitude(text)?,
    };
    Some(sign * magnitude)
}

fn magnitude(text: &str) -> Option<f64> {
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, signed(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let mut digits = [whole, fraction].concat();
    if digits.is_empty() || !is_digits(&digits) {
        return None;
    }
    let mut exponent = exponent.saturating_sub(length(fraction));
    digits = digits.trim_start_matches('0').to_owned();
    let mut is_rounded = false;
    if digits.len() > DIGITS {
        let rest = digits.split_off(DIGITS);
        exponent = exponent.saturating_add(length(&rest));
        is_rounded = rest.bytes().any(|digit| digit != b'0');
    }
    Some(match exponent.saturating_add(length(&digits)) {
        _ if digits.is_empty() => 0.0,
        LARGEST.. => f64::INFINITY,
        ..SMALLEST => 0.0,
        _ => Big::of(&digits).scaled(exponent, is_rounded),
    })
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn length(text: &str) -> i64 {
    text.len().try_into().unwrap_or(i64::MAX)
}

/// An exponent; one that is too large for a number is as good as any that large.
fn signed(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !is_digits(digits) {
        return None;
    }
    let exponent = digits.parse().unwrap_or(i64::MAX / 2);
    Some(if text.starts_with('-') { -exponent } else { exponent })
}

// === impl Big ===

impl Big {
    fn of(digits: &str) -> Self {
        let mut number = Self(Vec::new());
        for digit in digits.bytes() {
            number.multiply(10, u32::from(digit & 0xf));
        }
        number
    }

    fn multiply(&mut self, factor: u32, addend: u32) {
        let mut carry = u64::from(addend);
        for digit in &mut self.0 {
            carry += u64::from(*digit) * u64::from(factor);
            *digit = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Gives the remainder.
    fn divide(&mut self, divisor: u32) -> u64 {
        let divisor = u64::from(divisor);
        let mut remainder = 0;
        for digit in self.0.iter_mut().rev() {
            let dividend = remainder << 32 | u64::from(*digit);
            *digit = (dividend / divisor) as u32;
            remainder = dividend % divisor;
        }
        while self.0.pop_if(|digit| *digit == 0).is_some() {}
        remainder
    }

    /// The float closest to the number times 10 to that power. `is_rounded`: the number is a little more.
    fn scaled(mut self, exponent: i64, mut is_rounded: bool) -> f64 {
        let mut places = exponent.unsigned_abs() as u32;
        // Enough digits in front that 64 bits and more stay of a quotient.
        let zeros = if exponent < 0 { places as usize / STEP as usize + 4 } else { 0 };
        self.0.splice(..0, std::iter::repeat_n(0, zeros));
        while places > 0 {
            let step = places.min(STEP);
            let power = 10u32.pow(step);
            if exponent < 0 {
                is_rounded |= self.divide(power) != 0;
            } else {
                self.multiply(power, 0);
            }
            places -= step;
        }
        self.float(zeros, is_rounded)
    }

    /// The float closest to the number without that many of its digits. A half goes to the even neighbour.
    fn float(self, zeros: usize, mut is_rounded: bool) -> f64 {
        let mut highest = 0;
        for (index, digit) in self.0.iter().rev().enumerate() {
            match index {
                0..4 => highest = highest << 32 | u128::from(*digit),
                _ => is_rounded |= *digit != 0,
            }
        }
        let shift = highest.leading_zeros();
        highest = highest.checked_shl(shift).unwrap_or_default();
        // The value is `highest`, read as a fraction below 1, times 2 to this power.
        let power = 32 * (self.0.len().max(4) as i32 - zeros as i32) - shift as i32;
        // Fewer bits than 53 where the float is tiny.
        let bits = (power + 1074).min(53);
        let (kept, rest) = match bits {
            ..0 => return 0.0,
            0 => (0, highest >> 1),
            _ => (highest >> (128 - bits), highest << bits >> 1),
        };
        const HALF: u128 = 1 << 126;
        let is_up = rest > HALF || rest == HALF && (is_rounded || kept % 2 == 1);
        (kept + u128::from(is_up)) as f64 * power_of_two(power - bits)
    }
}

/// Of an exponent that a float has.
fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(match exponent {
        ..-1022 => 1 << (exponent + 1074).max(0),
        _ => ((exponent + 1023) as u64) << 52,
    })
}
