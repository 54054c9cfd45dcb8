use std::cmp::Ordering;

use super::{Answer, EvalError, Rich, Val};
use crate::admit::cel::ast::Operator;

/// A number of any of the three types.
#[derive(Debug, Clone, Copy)]
pub(super) enum Number {
    Int(i64),
    Uint(u64),
    Double(f64),
}

pub(super) fn of(value: &Val<'_>) -> Option<Number> {
    match value {
        Val::Int(number) => Some(Number::Int(*number)),
        Val::Rich(rich) => match &**rich {
            Rich::Uint(number) => Some(Number::Uint(*number)),
            Rich::Double(number) => Some(Number::Double(*number)),
            _ => None,
        },
        _ => None,
    }
}

/// The order of two numbers, which have one across types, or none if one of them is not a number.
pub(super) fn compare(left: &Val<'_>, right: &Val<'_>) -> Option<Option<Ordering>> {
    let (left, right) = (of(left)?, of(right)?);
    Some(match (left, right) {
        (Number::Double(left), right) => left.partial_cmp(&double(right)),
        (left, Number::Double(right)) => double(left).partial_cmp(&right),
        (left, right) => Some(wide(left).cmp(&wide(right))),
    })
}

fn double(number: Number) -> f64 {
    match number {
        Number::Int(number) => number as f64,
        Number::Uint(number) => number as f64,
        Number::Double(number) => number,
    }
}

fn wide(number: Number) -> i128 {
    match number {
        Number::Int(number) => number.into(),
        Number::Uint(number) => number.into(),
        Number::Double(_) => 0,
    }
}

pub(super) fn uints<'a>(operator: Operator, left: u64, right: u64) -> Answer<'a> {
    match operator {
        Operator::Divide if right == 0 => return Err(EvalError::DivisionByZero),
        Operator::Modulo if right == 0 => return Err(EvalError::ModulusByZero),
        _ => {}
    }
    let result = match operator {
        Operator::Add => left.checked_add(right),
        Operator::Subtract => left.checked_sub(right),
        Operator::Multiply => left.checked_mul(right),
        Operator::Divide => left.checked_div(right),
        Operator::Modulo => left.checked_rem(right),
        _ => return Err(EvalError::NoSuchOverload),
    };
    let result = result.ok_or_else(|| EvalError::Function("unsigned integer overflow".to_owned()))?;
    Ok(Rich::Uint(result).into())
}

pub(super) fn doubles<'a>(operator: Operator, left: f64, right: f64) -> Answer<'a> {
    let result = match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        _ => return Err(EvalError::NoSuchOverload),
    };
    Ok(Rich::Double(result).into())
}
