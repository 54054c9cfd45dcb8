//! Conversions between types, and optionals.

use std::rc::Rc;

use jiff::tz::Offset;

use super::{
    Answer, EvalError, Rich, Val,
    number::{self, Number},
    time,
};
use crate::{admit::literal, source::decimal};

pub(super) fn int<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [value] = arguments else { return Err(EvalError::NoSuchOverload) };
    let overflow = || EvalError::IntegerOverflow;
    match (number::of(value), value) {
        (Some(Number::Int(number)), _) => Ok(Val::Int(number)),
        (Some(Number::Uint(number)), _) => i64::try_from(number).map(Val::Int).map_err(|_| overflow()),
        (Some(Number::Double(number)), _) => {
            let fits =
                number.is_finite() && (-9.223_372_036_854_775e18..9.223_372_036_854_775e18).contains(&number);
            if fits { Ok(Val::Int(number as i64)) } else { Err(overflow()) }
        }
        (None, Val::String(text)) => {
            let number = text.parse().map(Val::Int);
            number.map_err(|_| unreadable("int"))
        }
        (None, Val::Rich(rich)) => match &**rich {
            Rich::Timestamp(time, _) => Ok(Val::Int(time.as_second())),
            _ => Err(EvalError::NoSuchOverload),
        },
        _ => Err(EvalError::NoSuchOverload),
    }
}

pub(super) fn uint<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [value] = arguments else { return Err(EvalError::NoSuchOverload) };
    let overflow = || EvalError::Function("unsigned integer overflow".to_owned());
    let number = match (number::of(value), value) {
        (Some(Number::Int(number)), _) => u64::try_from(number).map_err(|_| overflow())?,
        (Some(Number::Uint(number)), _) => number,
        (Some(Number::Double(number)), _) if (0.0..1.844_674_407_370_955e19).contains(&number) => {
            number as u64
        }
        (Some(Number::Double(_)), _) => return Err(overflow()),
        (None, Val::String(text)) => text.parse().map_err(|_| unreadable("uint"))?,
        _ => return Err(EvalError::NoSuchOverload),
    };
    Ok(Rich::Uint(number).into())
}

pub(super) fn double<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [value] = arguments else { return Err(EvalError::NoSuchOverload) };
    let number = match (number::of(value), value) {
        (Some(Number::Int(number)), _) => number as f64,
        (Some(Number::Uint(number)), _) => number as f64,
        (Some(Number::Double(number)), _) => number,
        (None, Val::String(text)) => decimal::float(text).ok_or_else(|| unreadable("double"))?,
        _ => return Err(EvalError::NoSuchOverload),
    };
    Ok(Rich::Double(number).into())
}

pub(super) fn unreadable(name: &str) -> EvalError {
    EvalError::Function(format!("type conversion error from 'string' to '{name}'"))
}

pub(super) fn string<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [value] = arguments else { return Err(EvalError::NoSuchOverload) };
    plain(value).map(Val::owned)
}

/// A value as a text, as far as it can be one.
pub(super) fn plain(value: &Val<'_>) -> Result<String, EvalError> {
    Ok(match value {
        Val::String(text) => text.to_string(),
        Val::Int(number) => number.to_string(),
        Val::Bool(truth) => truth.to_string(),
        Val::Duration(nanoseconds) => format!("{}s", *nanoseconds as f64 / 1e9),
        Val::Rich(rich) => match &**rich {
            Rich::Uint(number) => number.to_string(),
            Rich::Double(number) if number.is_nan() => "NaN".to_owned(),
            Rich::Double(number) if number.is_infinite() => {
                if *number > 0.0 {
                    "+Inf".to_owned()
                } else {
                    "-Inf".to_owned()
                }
            }
            Rich::Double(number) => literal::render_float(*number),
            Rich::Bytes(bytes) => String::from_utf8(bytes.clone()).map_err(|_| {
                EvalError::Function("invalid UTF-8 in bytes, cannot convert to string".to_owned())
            })?,
            Rich::Timestamp(time, offset) => time::shown(*time, *offset),
            Rich::Ip(address) => address.to_string(),
            Rich::Cidr(cidr) => cidr.to_string(),
            _ => return Err(EvalError::NoSuchOverload),
        },
        _ => return Err(EvalError::NoSuchOverload),
    })
}

pub(super) fn bytes<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    match arguments {
        [Val::String(text)] => Ok(Rich::Bytes(text.as_bytes().to_vec()).into()),
        [value @ Val::Rich(rich)] if matches!(**rich, Rich::Bytes(_)) => Ok(value.clone()),
        _ => Err(EvalError::NoSuchOverload),
    }
}

pub(super) fn bool<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    match arguments {
        [Val::Bool(truth)] => Ok(Val::Bool(*truth)),
        [Val::String(text)] => match &**text {
            "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(Val::Bool(true)),
            "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(Val::Bool(false)),
            _ => Err(unreadable("bool")),
        },
        _ => Err(EvalError::NoSuchOverload),
    }
}

pub(super) fn timestamp<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    match arguments {
        [Val::String(text)] => time::parse(text),
        [Val::Int(seconds)] => jiff::Timestamp::from_second(*seconds)
            .map(|time| Rich::Timestamp(time, Offset::UTC).into())
            .map_err(|_| EvalError::Function("timestamp overflow".to_owned())),
        [value @ Val::Rich(rich)] if matches!(**rich, Rich::Timestamp(..)) => Ok(value.clone()),
        _ => Err(EvalError::NoSuchOverload),
    }
}

pub(super) fn dynamic<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    arguments.first().cloned().ok_or(EvalError::NoSuchOverload)
}

pub(super) fn type_of<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [value] = arguments else { return Err(EvalError::NoSuchOverload) };
    let name = match value {
        Val::Null => "null_type",
        Val::Bool(_) => "bool",
        Val::Int(_) => "int",
        Val::String(_) => "string",
        Val::Array(..) | Val::List(_) => "list",
        Val::Object(..) => "map",
        Val::Duration(_) => "duration",
        Val::Format(_) => "format",
        Val::Optional(_) => "optional",
        Val::Rich(rich) => match &**rich {
            Rich::Uint(_) => "uint",
            Rich::Double(_) => "double",
            Rich::Bytes(_) => "bytes",
            Rich::Timestamp(..) => "timestamp",
            Rich::Map(_) => "map",
            Rich::Type(_) => "type",
            _ => "object",
        },
    };
    Ok(Rich::Type(name).into())
}

pub(super) fn none<'a>(_: &[Val<'a>]) -> Answer<'a> {
    Ok(Val::Optional(None))
}

pub(super) fn some<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    dynamic(arguments).map(|value| Val::Optional(Some(Rc::new(value))))
}

pub(super) fn non_zero<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let value = dynamic(arguments)?;
    let is_zero = match &value {
        Val::Null | Val::Bool(false) | Val::Int(0) | Val::Duration(0) | Val::Optional(None) => true,
        Val::Rich(rich) => match &**rich {
            Rich::Uint(0) => true,
            Rich::Double(number) => *number == 0.0,
            _ => value.size().is_ok_and(|size| size == 0),
        },
        other => other.size().is_ok_and(|size| size == 0),
    };
    Ok(Val::Optional((!is_zero).then(|| Rc::new(value))))
}

pub(super) fn or<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    match arguments {
        [Val::Optional(None), other @ Val::Optional(_)] => Ok(other.clone()),
        [some @ Val::Optional(Some(_)), Val::Optional(_)] => Ok(some.clone()),
        _ => Err(EvalError::NoSuchOverload),
    }
}

pub(super) fn or_value<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    match arguments {
        [Val::Optional(Some(value)), _] => Ok((**value).clone()),
        [Val::Optional(None), other] => Ok(other.clone()),
        _ => Err(EvalError::NoSuchOverload),
    }
}

pub(super) fn value<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    match arguments {
        [Val::Optional(Some(value))] => Ok((**value).clone()),
        [Val::Optional(None)] => Err(EvalError::Function("optional.none() dereference".to_owned())),
        _ => Err(EvalError::NoSuchOverload),
    }
}
