//! Operators on values of which one is not of the plain types.

use std::cmp::Ordering;

use super::{Answer, EvalError, Rich, Val, list, number, time};
use crate::admit::cel::{Budget, ast::Operator};

/// What `+` and the like answer for anything but two whole numbers.
pub(in crate::admit::cel) fn arithmetic<'a>(
    operator: Operator,
    left: &Val<'a>,
    right: &Val<'a>,
    budget: &Budget,
) -> Answer<'a> {
    match (left, right) {
        (Val::Array(..) | Val::List(_), Val::Array(..) | Val::List(_)) if operator == Operator::Add => {
            budget.spend((left.size()? + right.size()?) as u64)?;
            list::joined(left, right)
        }
        (Val::Duration(left), Val::Duration(right)) => match operator {
            Operator::Add => left.checked_add(*right),
            Operator::Subtract => left.checked_sub(*right),
            _ => return Err(EvalError::NoSuchOverload),
        }
        .map(Val::Duration)
        .ok_or_else(|| EvalError::Function("duration overflow".to_owned())),
        (Val::Rich(one), Val::Rich(other)) => match (&**one, &**other) {
            (Rich::Uint(left), Rich::Uint(right)) => number::uints(operator, *left, *right),
            (Rich::Double(left), Rich::Double(right)) => number::doubles(operator, *left, *right),
            (Rich::Bytes(left), Rich::Bytes(right)) if operator == Operator::Add => {
                Ok(Rich::Bytes([left.as_slice(), right].concat()).into())
            }
            (Rich::Timestamp(left, _), Rich::Timestamp(right, _)) if operator == Operator::Subtract => {
                time::between(*left, *right)
            }
            _ => Err(EvalError::NoSuchOverload),
        },
        (Val::Rich(rich), Val::Duration(nanoseconds)) => match (&**rich, operator) {
            (Rich::Timestamp(time, offset), Operator::Add) => time::later(*time, *offset, *nanoseconds),
            (Rich::Timestamp(time, offset), Operator::Subtract) => time::later(*time, *offset, -*nanoseconds),
            _ => Err(EvalError::NoSuchOverload),
        },
        (Val::Duration(nanoseconds), Val::Rich(rich)) => match (&**rich, operator) {
            (Rich::Timestamp(time, offset), Operator::Add) => time::later(*time, *offset, *nanoseconds),
            _ => Err(EvalError::NoSuchOverload),
        },
        _ => Err(EvalError::NoSuchOverload),
    }
}

pub(in crate::admit::cel) fn negated<'a>(value: &Val<'a>) -> Answer<'a> {
    match value {
        Val::Rich(rich) => match &**rich {
            Rich::Double(number) => Ok(Rich::Double(-number).into()),
            _ => Err(EvalError::NoSuchOverload),
        },
        _ => Err(EvalError::NoSuchOverload),
    }
}

pub(in crate::admit::cel) fn compare(left: &Val<'_>, right: &Val<'_>) -> Result<Ordering, EvalError> {
    if let Some(order) = number::compare(left, right) {
        // Nothing is less than what is not a number.
        return order.ok_or(EvalError::NoSuchOverload);
    }
    match (left, right) {
        (Val::Rich(left), Val::Rich(right)) => match (&**left, &**right) {
            (Rich::Bytes(left), Rich::Bytes(right)) => Ok(left.cmp(right)),
            (Rich::Timestamp(left, _), Rich::Timestamp(right, _)) => Ok(left.cmp(right)),
            _ => Err(EvalError::NoSuchOverload),
        },
        _ => Err(EvalError::NoSuchOverload),
    }
}

pub(in crate::admit::cel) fn equals(left: &Val<'_>, right: &Val<'_>) -> Result<bool, EvalError> {
    if let Some(order) = number::compare(left, right) {
        return Ok(order == Some(Ordering::Equal));
    }
    match (left, right) {
        (Val::Rich(one), Val::Rich(other)) => Ok(match (&**one, &**other) {
            (Rich::Bytes(left), Rich::Bytes(right)) => left == right,
            (Rich::Timestamp(left, _), Rich::Timestamp(right, _)) => left == right,
            (Rich::Quantity(left), Rich::Quantity(right)) => left == right,
            (Rich::Ip(left), Rich::Ip(right)) => left == right,
            (Rich::Cidr(left), Rich::Cidr(right)) => left == right,
            (Rich::Url(left), Rich::Url(right)) => left == right,
            (Rich::Semver(left), Rich::Semver(right)) => left == right,
            (Rich::Type(left), Rich::Type(right)) => left == right,
            (Rich::Map(entries), Rich::Map(others)) => {
                same_entries(entries.len(), others.len(), left, right)?
            }
            _ => false,
        }),
        (Val::Rich(rich), Val::Object(fields, _)) | (Val::Object(fields, _), Val::Rich(rich)) => {
            match &**rich {
                Rich::Map(entries) => same_entries(entries.len(), fields.len(), left, right),
                _ => Ok(false),
            }
        }
        _ => Ok(false),
    }
}

fn same_entries(count: usize, other: usize, left: &Val<'_>, right: &Val<'_>) -> Result<bool, EvalError> {
    if count != other {
        return Ok(false);
    }
    let others = super::entries(right)?;
    for (key, value) in super::entries(left)? {
        let mut found = false;
        for (other_key, other_value) in &others {
            if key.equals(other_key)? {
                found = value.equals(other_value)?;
            }
        }
        if !found {
            return Ok(false);
        }
    }
    Ok(true)
}
