use std::{borrow::Cow, cmp::Ordering, rc::Rc};

use serde_json::{Map, Number, Value};

use super::{EvalError, ast::Format};
use crate::admit::{
    fields,
    schema::{Node, Shape},
};

/// What an expression evaluates to. Parts of the object are borrowed, not copied, and know what their schema
/// says, which decides their types.
#[derive(Debug, Clone)]
pub(crate) enum Val<'a> {
    Null,
    Bool(bool),
    Int(i64),
    String(Cow<'a, str>),
    /// A list of the object.
    Array(&'a [Value], Option<&'a Node>),
    /// A list that the expression made.
    List(Rc<[Val<'a>]>),
    Object(&'a Map<String, Value>, Option<&'a Node>),
    /// In nanoseconds.
    Duration(i64),
    Format(Format),
    /// What may be there: the complaints that `validate` answers, and the like. Never `null`, even if not.
    Optional(Option<Rc<Val<'a>>>),
    /// What our own rules do not use.
    #[cfg(feature = "crds")]
    Rich(Rc<super::library::Rich<'a>>),
}

// === impl Val ===

impl<'a> Val<'a> {
    pub(crate) fn of(value: &'a Value, node: Option<&'a Node>) -> Result<Self, EvalError> {
        Ok(match value {
            Value::Null => Val::Null,
            Value::Bool(truth) => Val::Bool(*truth),
            Value::Number(number) => return Val::number(number, node),
            Value::String(text) => return Val::text(text, node),
            Value::Array(items) => Val::Array(items, node),
            Value::Object(fields) => Val::Object(fields, node),
        })
    }

    /// A list that the expression made.
    pub(crate) fn list(items: impl IntoIterator<Item = Val<'a>>) -> Self {
        Val::List(items.into_iter().collect())
    }

    pub(crate) fn owned(text: impl Into<String>) -> Self {
        Val::String(Cow::Owned(text.into()))
    }

    fn number(number: &Number, node: Option<&'a Node>) -> Result<Self, EvalError> {
        let shape = node.map(|node| &node.shape);
        #[cfg(feature = "crds")]
        if let (Some(Shape::Number(shape)), Some(float)) = (shape, number.as_f64())
            && !shape.size.is_whole()
        {
            return Ok(super::library::Rich::Double(float).into());
        }
        match number.as_i64() {
            Some(integer) => Ok(Val::Int(integer)),
            #[cfg(feature = "crds")]
            None if matches!(shape, None | Some(Shape::Untyped(_))) => {
                Ok(super::library::Rich::Double(number.as_f64().unwrap_or(f64::NAN)).into())
            }
            None => {
                let _ = shape;
                Err(EvalError::InvalidData("expected int, got float64".to_owned()))
            }
        }
    }

    fn text(text: &'a str, node: Option<&'a Node>) -> Result<Self, EvalError> {
        #[cfg(feature = "crds")]
        if let Some(Shape::String(shape)) = node.map(|node| &node.shape)
            && let Some(format) = shape.format
        {
            return super::library::formatted(text, format);
        }
        let _ = node;
        Ok(Val::String(Cow::Borrowed(text)))
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
            Val::Array(items, _) => Ok(items.len()),
            Val::List(items) => Ok(items.len()),
            Val::Object(fields, _) => Ok(fields.len()),
            #[cfg(feature = "crds")]
            Val::Rich(rich) => rich.size(),
            _ => Err(EvalError::NoSuchOverload),
        }
    }

    /// The field or the entry with this name.
    pub(crate) fn get(&self, name: &str) -> Result<Option<Val<'a>>, EvalError> {
        match self {
            Val::Object(fields, node) => {
                // Among declared fields, null is nothing, even where it is allowed; in a map it is a value.
                let is_map = node.is_none_or(|node| matches!(node.shape, Shape::Map(_)));
                let node = node.and_then(|node| node.shape.field(name));
                let null = is_map && node.is_some_and(|node| node.nullable);
                let field = fields::get(fields, name).filter(|field| null || !field.is_null());
                field.map(|field| Val::of(field, node)).transpose()
            }
            #[cfg(feature = "crds")]
            Val::Rich(_) | Val::Optional(_) => super::library::get(self, &Val::owned(name)),
            _ => Err(EvalError::NoSuchOverload),
        }
    }

    /// Whether there is such a field or an entry.
    pub(crate) fn has(&self, name: &str) -> Result<bool, EvalError> {
        match self {
            Val::Object(found, _) if fields::get(found, name).is_none() => Ok(false),
            Val::Object(found, _) if fields::get(found, name).is_some_and(Value::is_string) => Ok(true),
            _ => self.get(name).map(|found| found.is_some()),
        }
    }

    /// The item at an index of a list.
    pub(crate) fn at(&self, index: i64) -> Result<Val<'a>, EvalError> {
        let position = usize::try_from(index).map_err(|_| EvalError::IndexOutOfBounds(index))?;
        let item = match self {
            Val::Array(items, node) => {
                let node = node.and_then(|node| node.shape.items());
                items.get(position).map(|item| Val::of(item, node)).transpose()?
            }
            Val::List(items) => items.get(position).cloned(),
            _ => return Err(EvalError::NoSuchOverload),
        };
        item.ok_or(EvalError::IndexOutOfBounds(index))
    }

    /// What a macro runs over: the items of a list, the keys of a map.
    pub(crate) fn items(&self) -> Result<Items<'a>, EvalError> {
        match self {
            Val::Array(items, node) => {
                Ok(Items::Array(items.iter(), node.and_then(|node| node.shape.items())))
            }
            Val::List(items) => Ok(Items::List(Rc::clone(items), 0)),
            Val::Object(fields, _) => Ok(Items::Keys(fields.keys())),
            #[cfg(feature = "crds")]
            Val::Rich(rich) => rich.keys().map(|keys| Items::List(keys, 0)),
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
            #[cfg(feature = "crds")]
            (Val::Rich(_), _) | (_, Val::Rich(_)) => super::library::compare(self, other),
            _ => Err(EvalError::NoSuchOverload),
        }
    }

    /// Values of different types are not equal.
    pub(crate) fn equals(&self, other: &Val<'_>) -> Result<bool, EvalError> {
        Ok(match (self, other) {
            (Val::Null, Val::Null) => true,
            (Val::Bool(left), Val::Bool(right)) => left == right,
            (Val::Int(left), Val::Int(right)) | (Val::Duration(left), Val::Duration(right)) => left == right,
            (Val::String(left), Val::String(right)) => left == right,
            (Val::Array(left, _), Val::Array(right, _)) if left == right => true,
            (Val::Object(left, _), Val::Object(right, _)) if left == right => true,
            (Val::Optional(None), Val::Optional(None)) => true,
            (Val::Optional(Some(left)), Val::Optional(Some(right))) => left.equals(right)?,
            #[cfg(feature = "crds")]
            (Val::Array(_, Some(node)), _) if super::library::in_any_order(node) => {
                super::library::equal_in_any_order(node, self, other)?
            }
            (Val::Array(..) | Val::List(_), Val::Array(..) | Val::List(_)) => {
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
            (Val::Object(fields, _), Val::Object(others, _)) => {
                if fields.len() != others.len() {
                    return Ok(false);
                }
                for name in fields.keys() {
                    let (Some(left), Some(right)) = (self.get(name)?, other.get(name)?) else {
                        return Ok(false);
                    };
                    if !left.equals(&right)? {
                        return Ok(false);
                    }
                }
                true
            }
            #[cfg(feature = "crds")]
            (Val::Rich(_), _) | (_, Val::Rich(_)) => super::library::equals(self, other)?,
            _ => false,
        })
    }
}

/// The items of a list or the keys of a map, one by one.
#[derive(Debug)]
pub(crate) enum Items<'a> {
    Array(std::slice::Iter<'a, Value>, Option<&'a Node>),
    List(Rc<[Val<'a>]>, usize),
    Keys(serde_json::map::Keys<'a>),
}

impl<'a> Iterator for Items<'a> {
    type Item = Result<Val<'a>, EvalError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Items::Array(items, node) => items.next().map(|item| Val::of(item, *node)),
            Items::List(items, next) => {
                let item = items.get(*next).cloned();
                *next += 1;
                item.map(Ok)
            }
            Items::Keys(keys) => keys.next().map(|key| Ok(Val::String(Cow::Borrowed(key)))),
        }
    }
}
