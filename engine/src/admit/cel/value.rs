use std::{borrow::Cow, cmp::Ordering, rc::Rc};

use serde_json::{Map, Value};

use super::{EvalError, ast::Format};

/// What an expression evaluates to. Parts of the object are borrowed, not copied.
#[derive(Debug, Clone)]
pub(crate) enum Val<'a> {
    Null,
    Bool(bool),
    Int(i64),
    String(Cow<'a, str>),
    /// A list of the object.
    Array(&'a [Value]),
    /// A list that the expression made.
    List(Rc<[Val<'a>]>),
    Object(&'a Map<String, Value>),
    /// In nanoseconds.
    Duration(i64),
    Format(Format),
    /// What `validate` answers, and whether there is something in it. Even if not, it is not `null`.
    Optional(bool),
}

// === impl Val ===

impl<'a> Val<'a> {
    pub(crate) fn of(value: &'a Value) -> Result<Self, EvalError> {
        Ok(match value {
            Value::Null => Val::Null,
            Value::Bool(truth) => Val::Bool(*truth),
            Value::Number(number) => Val::Int(
                number
                    .as_i64()
                    .ok_or_else(|| EvalError::InvalidData("expected int, got float64".to_owned()))?,
            ),
            Value::String(text) => Val::String(Cow::Borrowed(text)),
            Value::Array(items) => Val::Array(items),
            Value::Object(fields) => Val::Object(fields),
        })
    }

    pub(crate) fn as_bool(&self) -> Result<bool, EvalError> {
        match self {
            Val::Bool(truth) => Ok(*truth),
            _ => Err(EvalError::NoSuchOverload),
        }
    }

    pub(crate) fn as_int(&self) -> Result<i64, EvalError> {
        match self {
            Val::Int(number) => Ok(*number),
            _ => Err(EvalError::NoSuchOverload),
        }
    }

    pub(crate) fn as_str(&self) -> Result<&str, EvalError> {
        match self {
            Val::String(text) => Ok(text),
            _ => Err(EvalError::NoSuchOverload),
        }
    }

    pub(crate) fn size(&self) -> Result<usize, EvalError> {
        match self {
            Val::String(text) => Ok(text.chars().count()),
            Val::Array(items) => Ok(items.len()),
            Val::List(items) => Ok(items.len()),
            Val::Object(fields) => Ok(fields.len()),
            _ => Err(EvalError::NoSuchOverload),
        }
    }

    /// The field or the entry with this name. A null field counts as absent.
    pub(crate) fn get(&self, name: &str) -> Result<Option<Val<'a>>, EvalError> {
        match self {
            Val::Object(fields) => fields.get(name).filter(|field| !field.is_null()).map(Val::of).transpose(),
            _ => Err(EvalError::NoSuchOverload),
        }
    }

    /// What a macro runs over: the items of a list, the keys of a map.
    pub(crate) fn items(&self) -> Result<Items<'a>, EvalError> {
        match self {
            Val::Array(items) => Ok(Items::Array(items.iter())),
            Val::List(items) => Ok(Items::List(Rc::clone(items), 0)),
            Val::Object(fields) => Ok(Items::Keys(fields.keys())),
            _ => Err(EvalError::NoSuchOverload),
        }
    }

    pub(crate) fn compare(&self, other: &Val<'_>) -> Result<Ordering, EvalError> {
        match (self, other) {
            (Val::Int(left), Val::Int(right)) | (Val::Duration(left), Val::Duration(right)) => {
                Ok(left.cmp(right))
            }
            (Val::String(left), Val::String(right)) => Ok(left.cmp(right)),
            (Val::Bool(left), Val::Bool(right)) => Ok(left.cmp(right)),
            _ => Err(EvalError::NoSuchOverload),
        }
    }

    /// Values of different types are not equal. Objects are compared whole, as JSON.
    pub(crate) fn equals(&self, other: &Val<'_>) -> Result<bool, EvalError> {
        Ok(match (self, other) {
            (Val::Null, Val::Null) => true,
            (Val::Bool(left), Val::Bool(right)) => left == right,
            (Val::Int(left), Val::Int(right)) | (Val::Duration(left), Val::Duration(right)) => left == right,
            (Val::String(left), Val::String(right)) => left == right,
            (Val::Array(left), Val::Array(right)) => left == right,
            (Val::Object(left), Val::Object(right)) => left == right,
            (Val::Array(_) | Val::List(_), Val::Array(_) | Val::List(_)) => {
                if self.size()? != other.size()? {
                    return Ok(false);
                }
                for (left, right) in self.items()?.zip(other.items()?) {
                    if !left?.equals(&right?)? {
                        return Ok(false);
                    }
                }
                true
            }
            _ => false,
        })
    }
}

/// The items of a list or the keys of a map, one by one.
#[derive(Debug)]
pub(crate) enum Items<'a> {
    Array(std::slice::Iter<'a, Value>),
    List(Rc<[Val<'a>]>, usize),
    Keys(serde_json::map::Keys<'a>),
}

impl<'a> Iterator for Items<'a> {
    type Item = Result<Val<'a>, EvalError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Items::Array(items) => items.next().map(Val::of),
            Items::List(items, next) => {
                let item = items.get(*next).cloned();
                *next += 1;
                item.map(Ok)
            }
            Items::Keys(keys) => keys.next().map(|key| Ok(Val::String(Cow::Borrowed(key)))),
        }
    }
}
