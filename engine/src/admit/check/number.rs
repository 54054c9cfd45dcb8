use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::defaults::{MAX_SAFE, whole};
use crate::admit::{
    FieldError,
    at::At,
    literal,
    schema::{Bound, NumberShape, NumberSize},
};

/// Bounds also apply to numbers that are not whole, which are told so as well.
pub(super) fn check(
    shape: &NumberShape,
    number: &Number,
    at: &At<'_>,
    errors: &mut Vec<FieldError>,
) -> usize {
    let size = shape.size;
    if let Some(expected) = misfit(size, number.as_i64().or_else(|| whole(number)), number.as_f64()) {
        errors.push(out_of_range("Checked", expected, at));
    }
    if let Some(factor) = shape.multiple_of {
        limit_fits("MultipleOf", size, factor, at, errors);
        multiple(factor, number, at, errors);
    }
    if let Some(bound) = shape.min {
        limit_fits("Minimum boundary", size, bound.limit, at, errors);
        let wrong = |order| order == Ordering::Less || bound.exclusive && order == Ordering::Equal;
        let sentence = if bound.exclusive { "greater than" } else { "greater than or equal to" };
        bounded(bound, number, wrong, sentence, at, errors);
    }
    if let Some(bound) = shape.max {
        limit_fits("Maximum boundary", size, bound.limit, at, errors);
        let wrong = |order| order == Ordering::Greater || bound.exclusive && order == Ordering::Equal;
        let sentence = if bound.exclusive { "less than" } else { "less than or equal to" };
        bounded(bound, number, wrong, sentence, at, errors);
    }
    2
}

fn bounded(
    bound: Bound,
    number: &Number,
    wrong: impl Fn(Ordering) -> bool,
    sentence: &str,
    at: &At<'_>,
    errors: &mut Vec<FieldError>,
) {
    // A whole number is compared with what is whole of the limit.
    let integer = number.as_i64();
    let order = match integer {
        Some(integer) => Some(integer.cmp(&(bound.limit as i64))),
        None => number.as_f64().and_then(|float| float.partial_cmp(&bound.limit)),
    };
    if order.is_some_and(wrong) {
        let limit = match integer {
            Some(_) => (bound.limit as i64).to_string(),
            None => literal::render_float(bound.limit),
        };
        let detail = format!("{at} in body should be {sentence} {limit}");
        errors.push(FieldError::invalid(at, &Value::Number(number.clone()), detail));
    }
}

/// A whole number has to be a multiple of what is whole of the factor, whatever the type.
fn multiple(factor: f64, number: &Number, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let (factor, shown) = match number.as_i64() {
        Some(_) => (factor.trunc(), (factor as i64).to_string()),
        None => (factor, literal::render_float(factor)),
    };
    if factor <= 0.0 {
        let detail = format!("factor MultipleOf declared for {at} must be positive: {shown}");
        errors.push(FieldError::invalid_shown(at, &shown, detail));
    } else if !is_multiple(number, factor) {
        let detail = format!("{at} in body should be a multiple of {shown}");
        errors.push(FieldError::invalid(at, &Value::Number(number.clone()), detail));
    }
}

fn is_multiple(number: &Number, factor: f64) -> bool {
    match (number.as_i64(), number.as_f64()) {
        (Some(integer), _) => integer.checked_rem(factor as i64) == Some(0),
        (None, Some(float)) => {
            let quotient = if factor < 1.0 { 1.0 / factor * float } else { float / factor };
            let rest = (quotient - quotient.trunc()).abs();
            quotient.abs() <= MAX_SAFE && (rest == 0.0 || rest < 1e-9 * 2.0 * quotient.abs())
        }
        (None, None) => false,
    }
}

/// A limit in the schema that its own type does not hold.
fn limit_fits(what: &str, size: NumberSize, limit: f64, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let integer = (limit.fract() == 0.0).then_some(limit as i64);
    if let Some(expected) = misfit(size, integer, Some(limit)) {
        errors.push(out_of_range(what, expected, at));
    }
}

/// The size that a number does not have.
fn misfit(size: NumberSize, integer: Option<i64>, float: Option<f64>) -> Option<&'static str> {
    let (fits, expected) = match size {
        NumberSize::Int32 => {
            (integer.is_some_and(|integer| i32::try_from(integer).is_ok()), "integer with format int32")
        }
        NumberSize::Int64 { named } => {
            let fits = integer.is_some() || float.is_some_and(is_whole_i64);
            (fits, if named { "integer with format int64" } else { "integer (default format)" })
        }
        NumberSize::Float => {
            (float.is_some_and(|float| float.abs() <= f64::from(f32::MAX)), "number with format float")
        }
        NumberSize::Double { .. } | NumberSize::Any => (true, ""),
    };
    (!fits).then_some(expected)
}

/// Whether a number written with a point or an exponent is one that 64 bits hold.
fn is_whole_i64(float: f64) -> bool {
    const END: f64 = 9_223_372_036_854_775_808.0;
    float.fract() == 0.0 && (-END..END).contains(&float)
}

fn out_of_range(what: &str, expected: &str, at: &At<'_>) -> FieldError {
    FieldError::invalid(at, &"".into(), format!("{what} value must be of type {expected} in {at}"))
}
