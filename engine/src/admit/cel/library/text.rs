use std::rc::Rc;

use super::{
    Answer, EvalError, Rich, Val, convert, list,
    number::{self, Number},
};
use crate::admit::cel::{self, ast::Format};

/// The digits behind the point where none are asked for.
const PRECISION: usize = 6;

/// The longest text that one call makes.
const LONGEST: usize = 1 << 20;

fn out_of_range(index: i64) -> EvalError {
    EvalError::Function(format!("index out of range: {index}"))
}

pub(super) fn char_at<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text, index] = arguments else { return Err(EvalError::NoSuchOverload) };
    let (text, index) = (text.as_str()?, index.as_int()?);
    let length = text.chars().count();
    match usize::try_from(index) {
        Ok(index) if index <= length => {
            Ok(Val::owned(text.chars().nth(index).map(String::from).unwrap_or_default()))
        }
        _ => Err(out_of_range(index)),
    }
}

/// Of a text, where another one begins; of a list, where an item is.
pub(super) fn index_of<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    match arguments {
        [Val::String(text), Val::String(part)] => search(text, part, 0, false),
        [Val::String(text), Val::String(part), Val::Int(from)] => search(text, part, *from, false),
        [list @ (Val::Array(..) | Val::List(_)), item] => list::index_of(list, item, false),
        _ => Err(EvalError::NoSuchOverload),
    }
}

pub(super) fn last_index_of<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    match arguments {
        [Val::String(text), Val::String(part)] => {
            let length = i64::try_from(text.chars().count()).map_err(|_| EvalError::IntegerOverflow)?;
            match (part.is_empty(), text.len() < part.len()) {
                (true, _) => Ok(Val::Int(length)),
                (_, true) => Ok(Val::Int(-1)),
                _ => search(text, part, length - 1, true),
            }
        }
        [Val::String(text), Val::String(part), Val::Int(from)] => search(text, part, *from, true),
        [list @ (Val::Array(..) | Val::List(_)), item] => list::index_of(list, item, true),
        _ => Err(EvalError::NoSuchOverload),
    }
}

/// By code point, from an offset to the end or back to the beginning.
fn search<'a>(text: &str, part: &str, from: i64, backwards: bool) -> Answer<'a> {
    if part.is_empty() {
        return Ok(Val::Int(from));
    }
    let offset = usize::try_from(from).map_err(|_| out_of_range(from))?;
    let (text, part): (Vec<char>, Vec<char>) = (text.chars().collect(), part.chars().collect());
    if offset >= text.len() {
        return Ok(Val::Int(-1));
    }
    let mut windows = text.windows(part.len()).enumerate().filter(|(_, window)| **window == part);
    let found = if backwards {
        windows.take_while(|(index, _)| *index <= offset).last()
    } else {
        windows.find(|(index, _)| *index >= offset)
    };
    let found = found.map_or(Ok(-1), |(index, _)| i64::try_from(index));
    found.map(Val::Int).map_err(|_| EvalError::IntegerOverflow)
}

pub(super) fn find<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text, pattern] = arguments else { return Err(EvalError::NoSuchOverload) };
    let regex = regex(pattern.as_str()?)?;
    Ok(Val::owned(regex.find(text.as_str()?).map_or("", |found| found.as_str())))
}

pub(super) fn find_all<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text, pattern, rest @ ..] = arguments else { return Err(EvalError::NoSuchOverload) };
    let most = rest.first().map_or(Ok(-1), Val::as_int)?;
    let regex = regex(pattern.as_str()?)?;
    let found = regex.find_iter(text.as_str()?).take(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(Val::list(found.map(|found| Val::owned(found.as_str()))))
}

fn regex(pattern: &str) -> Result<regex_lite::Regex, EvalError> {
    cel::regex(pattern).map_err(|error| EvalError::Function(format!("Illegal regex: {error}")))
}

pub(super) fn join<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [list, rest @ ..] = arguments else { return Err(EvalError::NoSuchOverload) };
    let separator = rest.first().map_or(Ok(""), Val::as_str)?;
    let (Val::Array(..) | Val::List(_)) = list else { return Err(EvalError::NoSuchOverload) };
    let mut parts = Vec::new();
    for item in list.items()? {
        parts.push(item?.as_str()?.to_owned());
    }
    bounded(parts.join(separator))
}

fn bounded<'a>(text: String) -> Answer<'a> {
    if text.len() > LONGEST { Err(EvalError::OutOfBudget) } else { Ok(Val::owned(text)) }
}

pub(super) fn replace<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text, old, new, rest @ ..] = arguments else { return Err(EvalError::NoSuchOverload) };
    let (text, old, new) = (text.as_str()?, old.as_str()?, new.as_str()?);
    let most = rest.first().map_or(Ok(-1), Val::as_int)?;
    if text.len().saturating_add(1).saturating_mul(new.len()) > LONGEST {
        return Err(EvalError::OutOfBudget);
    }
    bounded(match usize::try_from(most) {
        Ok(most) => text.replacen(old, new, most),
        Err(_) => text.replace(old, new),
    })
}

/// Into so many parts at most, or all for a negative number.
pub(super) fn split<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text, separator, most] = arguments else { return Err(EvalError::NoSuchOverload) };
    let (text, separator) = (text.as_str()?, separator.as_str()?);
    let most = usize::try_from(most.as_int()?).unwrap_or(usize::MAX);
    if separator.is_empty() {
        let mut parts: Vec<String> = Vec::new();
        for character in text.chars() {
            let full = parts.len() == most;
            match parts.last_mut() {
                Some(last) if full => last.push(character),
                _ if full => {}
                _ => parts.push(character.to_string()),
            }
        }
        return Ok(Val::list(parts.into_iter().map(Val::owned)));
    }
    Ok(Val::list(text.splitn(most, separator).map(Val::owned)))
}

pub(super) fn trim<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text] = arguments else { return Err(EvalError::NoSuchOverload) };
    Ok(Val::owned(text.as_str()?.trim()))
}

pub(super) fn upper_ascii<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text] = arguments else { return Err(EvalError::NoSuchOverload) };
    Ok(Val::owned(text.as_str()?.to_ascii_uppercase()))
}

/// The text as it would be written in an expression.
pub(super) fn quote<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text] = arguments else { return Err(EvalError::NoSuchOverload) };
    let mut quoted = String::from("\"");
    for character in text.as_str()?.chars() {
        match character {
            '\u{7}' => quoted.push_str("\\a"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{b}' => quoted.push_str("\\v"),
            '\\' => quoted.push_str("\\\\"),
            '"' => quoted.push_str("\\\""),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    Ok(Val::owned(quoted))
}

/// A format by its name, if there is one of that name.
pub(super) fn named_format<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [name] = arguments else { return Err(EvalError::NoSuchOverload) };
    let format = Format::named(name.as_str()?);
    Ok(Val::Optional(format.map(|format| Rc::new(Val::Format(format)))))
}

/// `'%s has %d'.format(['a', 2])`.
pub(super) fn format<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text, values] = arguments else { return Err(EvalError::NoSuchOverload) };
    let mut values = values.items()?;
    let mut out = String::new();
    let mut rest = text.as_str()?;
    let fault = |message: String| EvalError::Function(message);
    while let Some((before, clause)) = rest.split_once('%') {
        out.push_str(before);
        if let Some(after) = clause.strip_prefix('%') {
            out.push('%');
            rest = after;
            continue;
        }
        let (precision, clause) = precision(clause);
        let mut characters = clause.chars();
        let verb = characters
            .next()
            .ok_or_else(|| fault("could not parse formatting clause: unexpected end of string".to_owned()))?;
        let value = values.next().ok_or_else(|| fault("index 0 out of range".to_owned()))??;
        out.push_str(&formatted(verb, precision, &value)?);
        rest = characters.as_str();
        if out.len() > LONGEST {
            return Err(EvalError::OutOfBudget);
        }
    }
    out.push_str(rest);
    Ok(Val::owned(out))
}

fn precision(clause: &str) -> (Option<usize>, &str) {
    let Some(digits) = clause.strip_prefix('.') else { return (None, clause) };
    let after = digits.trim_start_matches(|character: char| character.is_ascii_digit());
    let digits = digits.strip_suffix(after).unwrap_or_default();
    (Some(digits.parse().unwrap_or(PRECISION).min(100)), after)
}

fn formatted(verb: char, precision: Option<usize>, value: &Val<'_>) -> Result<String, EvalError> {
    let precision = precision.unwrap_or(PRECISION);
    let number = number::of(value);
    let wide = match number {
        Some(Number::Int(number)) => Some(i128::from(number)),
        Some(Number::Uint(number)) => Some(i128::from(number)),
        _ => None,
    };
    let float = match number {
        Some(Number::Int(number)) => Some(number as f64),
        Some(Number::Uint(number)) => Some(number as f64),
        Some(Number::Double(number)) => Some(number),
        None => None,
    };
    match (verb, wide, float) {
        ('s', ..) => shown(value, false),
        ('d', Some(number), _) => Ok(number.to_string()),
        ('f', None, Some(number)) => Ok(fixed(number, precision)),
        ('e', None, Some(number)) => Ok(scientific(number, precision)),
        ('b', Some(number), _) => Ok(radix(number, 2, false)),
        ('b', ..) if matches!(value, Val::Bool(_)) => Ok(u8::from(value.as_bool()?).to_string()),
        ('o', Some(number), _) => Ok(radix(number, 8, false)),
        ('x' | 'X', Some(number), _) => Ok(radix(number, 16, verb == 'X')),
        ('x' | 'X', ..) => hexadecimal(value, verb == 'X'),
        ('d' | 'f' | 'e' | 'b' | 'o', ..) => Err(EvalError::Function(format!(
            "error during formatting: `%{verb}` takes another type of number"
        ))),
        _ => Err(EvalError::Function(format!(
            "could not parse formatting clause: unrecognized formatting clause \"{verb}\""
        ))),
    }
}

/// With a comma before each three digits.
fn fixed(number: f64, precision: usize) -> String {
    if number.is_infinite() {
        return if number > 0.0 { "∞".to_owned() } else { "-∞".to_owned() };
    }
    let text = format!("{:.precision$}", number.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = if number.is_sign_negative() { String::from("-") } else { String::new() };
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// As people write it: `1.5×10⁰³`.
fn scientific(number: f64, precision: usize) -> String {
    let text = format!("{number:.precision$e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => ("⁻", exponent),
        None => ("", exponent),
    };
    let raised = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let exponent: String = format!("{exponent:0>2}")
        .chars()
        .filter_map(|digit| raised.get(usize::try_from(digit.to_digit(10)?).ok()?))
        .collect();
    format!("{digits}×10{sign}{exponent}")
}

fn radix(number: i128, radix: u32, upper: bool) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let amount = number.unsigned_abs();
    let digits = match (radix, upper) {
        (2, _) => format!("{amount:b}"),
        (8, _) => format!("{amount:o}"),
        (_, true) => format!("{amount:X}"),
        (_, false) => format!("{amount:x}"),
    };
    format!("{sign}{digits}")
}

fn hexadecimal(value: &Val<'_>, upper: bool) -> Result<String, EvalError> {
    let bytes = match value {
        Val::String(text) => text.as_bytes(),
        Val::Rich(rich) => match &**rich {
            Rich::Bytes(bytes) => bytes.as_slice(),
            _ => return Err(EvalError::NoSuchOverload),
        },
        _ => return Err(EvalError::NoSuchOverload),
    };
    Ok(bytes.iter().map(|byte| if upper { format!("{byte:02X}") } else { format!("{byte:02x}") }).collect())
}

/// A value for people. Within a list or a map, each is written as in an expression.
fn shown(value: &Val<'_>, inside: bool) -> Result<String, EvalError> {
    Ok(match value {
        Val::String(text) if inside => format!("\"{text}\""),
        Val::Null => "null".to_owned(),
        Val::Array(..) | Val::List(_) => {
            let items: Result<Vec<_>, _> = value.items()?.map(|item| shown(&item?, true)).collect();
            format!("[{}]", items?.join(", "))
        }
        Val::Object(..) => shown_map(value)?,
        Val::Duration(_) if inside => format!("duration(\"{}\")", convert::plain(value)?),
        Val::Rich(rich) => match &**rich {
            Rich::Map(_) => shown_map(value)?,
            Rich::Type(name) => (*name).to_owned(),
            Rich::Double(number) if inside => format!("{number:.PRECISION$}"),
            Rich::Timestamp(..) if inside => format!("timestamp(\"{}\")", convert::plain(value)?),
            Rich::Bytes(_) if inside => format!("b\"{}\"", convert::plain(value)?),
            _ => convert::plain(value)?,
        },
        other => convert::plain(other)?,
    })
}

fn shown_map(map: &Val<'_>) -> Result<String, EvalError> {
    let mut entries = Vec::new();
    for (key, value) in super::entries(map)? {
        entries.push(format!("{}:{}", shown(&key, true)?, shown(&value, true)?));
    }
    entries.sort();
    Ok(format!("{{{}}}", entries.join(", ")))
}
