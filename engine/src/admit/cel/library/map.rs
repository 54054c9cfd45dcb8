use std::rc::Rc;

use super::{Answer, EvalError, Rich, Val};

impl<'a> Rich<'a> {
    /// A map of these entries, whose keys differ.
    pub(in crate::admit::cel) fn map(entries: Vec<(Val<'a>, Val<'a>)>) -> Answer<'a> {
        let mut map: Vec<(Val<'a>, Val<'a>)> = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            for (known, _) in &map {
                if known.equals(&key)? {
                    return Err(EvalError::Function("insert failed: key already exists".to_owned()));
                }
            }
            map.push((key, value));
        }
        Ok(Rich::Map(map).into())
    }
}

/// What is at an index, a key or a field, if anything is.
pub(in crate::admit::cel) fn get<'a>(value: &Val<'a>, key: &Val<'a>) -> Result<Option<Val<'a>>, EvalError> {
    match (value, key) {
        (Val::Optional(None), _) => Ok(None),
        (Val::Optional(Some(value)), key) => get(value, key),
        (Val::Object(..), Val::String(name)) => value.get(name),
        (Val::Object(..), _) => Ok(None),
        (Val::Array(..) | Val::List(_), key) => match value.at(position(key)?) {
            Err(EvalError::IndexOutOfBounds(_)) => Ok(None),
            found => found.map(Some),
        },
        (Val::Rich(rich), key) => match &**rich {
            Rich::Map(entries) => {
                for (known, value) in entries {
                    if known.equals(key)? {
                        return Ok(Some(value.clone()));
                    }
                }
                Ok(None)
            }
            _ => Err(EvalError::NoSuchOverload),
        },
        _ => Err(EvalError::NoSuchOverload),
    }
}

/// What has to be at an index or a key. An optional answers an optional.
pub(in crate::admit::cel) fn index<'a>(value: &Val<'a>, key: &Val<'a>) -> Answer<'a> {
    match value {
        Val::Optional(_) => Ok(Val::Optional(get(value, key)?.map(Rc::new))),
        Val::Array(..) | Val::List(_) => value.at(position(key)?),
        _ => get(value, key)?.ok_or_else(|| EvalError::NoSuchKey(shown(key))),
    }
}

/// The entries of a map.
pub(in crate::admit::cel) fn entries<'a>(map: &Val<'a>) -> Result<Vec<(Val<'a>, Val<'a>)>, EvalError> {
    let keys: Vec<_> = match map {
        Val::Object(..) => map.items()?.collect::<Result<_, _>>()?,
        Val::Rich(rich) => match &**rich {
            Rich::Map(entries) => return Ok(entries.clone()),
            _ => return Err(EvalError::NoSuchOverload),
        },
        _ => return Err(EvalError::NoSuchOverload),
    };
    let entry = |key: Val<'a>| Ok((key.clone(), get(map, &key)?.unwrap_or(Val::Null)));
    keys.into_iter().map(entry).collect()
}

/// Numbers that are whole are indexes, whatever their type.
fn position(key: &Val<'_>) -> Result<i64, EvalError> {
    match key {
        Val::Int(index) => Ok(*index),
        Val::Rich(rich) => match &**rich {
            Rich::Uint(index) => i64::try_from(*index).map_err(|_| EvalError::NoSuchOverload),
            Rich::Double(index) if index.fract() == 0.0 => Ok(*index as i64),
            _ => Err(EvalError::NoSuchOverload),
        },
        _ => Err(EvalError::NoSuchOverload),
    }
}

fn shown(key: &Val<'_>) -> String {
    match key {
        Val::String(name) => name.to_string(),
        Val::Int(number) => number.to_string(),
        Val::Bool(truth) => truth.to_string(),
        _ => String::new(),
    }
}
