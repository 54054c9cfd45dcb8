use super::{super::lexer, Rich, Val};
use crate::source::decimal;

/// A literal of a type that our own rules do not write.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Literal {
    Int(i64),
    Uint(u64),
    Double(f64),
    Bytes(Vec<u8>),
    Type(&'static str),
}

/// The names of types, which are values as well.
const TYPES: [&str; 13] = [
    "bool",
    "bytes",
    "double",
    "duration",
    "dyn",
    "int",
    "list",
    "map",
    "null_type",
    "string",
    "timestamp",
    "type",
    "uint",
];

impl Literal {
    pub(crate) fn type_named(name: &str) -> Option<Self> {
        TYPES.iter().find(|known| **known == name).map(|name| Literal::Type(name))
    }

    pub(crate) fn value<'a>(&self) -> Val<'a> {
        match self {
            Literal::Int(number) => Val::Int(*number),
            Literal::Uint(number) => Rich::Uint(*number).into(),
            Literal::Double(number) => Rich::Double(*number).into(),
            Literal::Bytes(bytes) => Rich::Bytes(bytes.clone()).into(),
            Literal::Type(name) => Rich::Type(name).into(),
        }
    }
}

/// A literal at the beginning of an expression, if it is one of these, and what follows it.
pub(crate) fn literal(source: &str) -> Result<Option<(Literal, &str)>, String> {
    if let Some(quoted) = source.strip_prefix(['b', 'B'])
        && quoted.starts_with(['"', '\'', 'r', 'R'])
        && let Some((lexer::Token::String(text), after)) = lexer::string(quoted)?
    {
        let written = quoted.strip_suffix(after).unwrap_or(quoted);
        if written.contains('\\') && !text.is_ascii() {
            return Err("escapes of bytes above 127 are not supported".to_owned());
        }
        return Ok(Some((Literal::Bytes(text.into_bytes()), after)));
    }
    let is_digit = |first: char| first.is_ascii_digit();
    if source.strip_prefix('.').is_some_and(|fraction| fraction.starts_with(is_digit)) {
        return double(source).map(Some);
    }
    if !source.starts_with(is_digit) {
        return Ok(None);
    }
    if let Some(hexadecimal) = source.strip_prefix("0x").or_else(|| source.strip_prefix("0X")) {
        let (digits, after) = lexer::take_while(hexadecimal, |digit| digit.is_ascii_hexdigit());
        return whole(digits, 16, after).map(Some);
    }
    let (digits, after) = lexer::take_while(source, |digit| digit.is_ascii_digit());
    let fraction =
        after.strip_prefix('.').filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    let exponent = |text: &str| {
        let signed = text.strip_prefix(['e', 'E']).map(|rest| rest.strip_prefix(['+', '-']).unwrap_or(rest));
        signed.is_some_and(|digits| digits.starts_with(|first: char| first.is_ascii_digit()))
    };
    if fraction.is_some() || exponent(after) {
        return double(source).map(Some);
    }
    if after.starts_with(['u', 'U']) { whole(digits, 10, after).map(Some) } else { Ok(None) }
}

fn whole<'s>(digits: &str, radix: u32, after: &'s str) -> Result<(Literal, &'s str), String> {
    let number =
        u64::from_str_radix(digits, radix).map_err(|_| format!("`{digits}` is no number of 64 bits"))?;
    match after.strip_prefix(['u', 'U']) {
        Some(after) => Ok((Literal::Uint(number), after)),
        None => {
            let number = i64::try_from(number).map_err(|_| "an `int` is too large".to_owned())?;
            Ok((Literal::Int(number), after))
        }
    }
}

fn double(source: &str) -> Result<(Literal, &str), String> {
    let is_digit = |character: char| character.is_ascii_digit();
    let mut rest = source.trim_start_matches(is_digit);
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = fraction.trim_start_matches(is_digit);
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if digits.starts_with(is_digit) {
            rest = digits.trim_start_matches(is_digit);
        }
    }
    let text = source.strip_suffix(rest).unwrap_or(source);
    let number = decimal::float(text).ok_or_else(|| format!("`{text}` is no number"))?;
    Ok((Literal::Double(number), rest))
}
