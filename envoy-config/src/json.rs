//! `json!`, as serde_json has it, for what resources are written of. Each type has one function that makes it a value
//! and all objects share one that puts it there, where serde_json's macro has all of that at each place: resources are
//! nearly nothing else, and browsers fetch them.

#[cfg(test)]
mod tests;

use std::{borrow::Cow, net::IpAddr};

use serde_json::{Map, Value};

/// What [`json!`] takes as a value.
pub(crate) trait Json {
    fn json(&self) -> Value;
}

/// A value from JSON with expressions in it.
macro_rules! json {
    ({ $($fields:tt)* }) => {{
        #[allow(unused_mut, reason = "it may be empty")]
        let mut object = serde_json::Map::new();
        $crate::json::json!(@fields object $($fields)*);
        serde_json::Value::Object(object)
    }};
    ([ $($items:tt)* ]) => {{
        #[allow(unused_mut, reason = "it may be empty")]
        let mut array = Vec::new();
        $crate::json::json!(@items array $($items)*);
        serde_json::Value::Array(array)
    }};

    (@fields $object:ident) => {};
    (@fields $object:ident $key:tt: { $($value:tt)* } $(, $($rest:tt)*)?) => {
        $crate::json::put(&mut $object, $key, $crate::json::json!({ $($value)* }));
        $crate::json::json!(@fields $object $($($rest)*)?);
    };
    (@fields $object:ident $key:tt: [ $($value:tt)* ] $(, $($rest:tt)*)?) => {
        $crate::json::put(&mut $object, $key, $crate::json::json!([ $($value)* ]));
        $crate::json::json!(@fields $object $($($rest)*)?);
    };
    (@fields $object:ident $key:tt: $value:expr $(, $($rest:tt)*)?) => {
        $crate::json::put(&mut $object, $key, $crate::json::Json::json(&$value));
        $crate::json::json!(@fields $object $($($rest)*)?);
    };

    (@items $array:ident) => {};
    (@items $array:ident { $($item:tt)* } $(, $($rest:tt)*)?) => {
        $crate::json::push(&mut $array, $crate::json::json!({ $($item)* }));
        $crate::json::json!(@items $array $($($rest)*)?);
    };
    (@items $array:ident $item:expr $(, $($rest:tt)*)?) => {
        $crate::json::push(&mut $array, $crate::json::Json::json(&$item));
        $crate::json::json!(@items $array $($($rest)*)?);
    };

    ($value:expr) => {
        $crate::json::Json::json(&$value)
    };
}

pub(crate) use json;

#[inline(never)]
pub(crate) fn put(object: &mut Map<String, Value>, key: &str, value: Value) {
    object.insert(key.to_owned(), value);
}

pub(crate) fn push(array: &mut Vec<Value>, value: Value) {
    array.push(value);
}

// === impl Json ===

impl Json for str {
    #[inline(never)]
    fn json(&self) -> Value {
        Value::String(self.to_owned())
    }
}

impl Json for String {
    fn json(&self) -> Value {
        self.as_str().json()
    }
}

impl Json for Cow<'_, str> {
    fn json(&self) -> Value {
        str::json(self)
    }
}

impl Json for IpAddr {
    fn json(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl Json for bool {
    fn json(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Json for u16 {
    fn json(&self) -> Value {
        (*self).into()
    }
}

impl Json for u32 {
    fn json(&self) -> Value {
        (*self).into()
    }
}

impl Json for u64 {
    fn json(&self) -> Value {
        (*self).into()
    }
}

impl Json for i32 {
    fn json(&self) -> Value {
        (*self).into()
    }
}

impl Json for Value {
    fn json(&self) -> Value {
        self.clone()
    }
}

impl Json for Map<String, Value> {
    fn json(&self) -> Value {
        Value::Object(self.clone())
    }
}

impl<T: Json + ?Sized> Json for &T {
    fn json(&self) -> Value {
        T::json(self)
    }
}

impl<T: Json> Json for Option<T> {
    fn json(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::json)
    }
}

impl<T: Json> Json for [T] {
    fn json(&self) -> Value {
        Value::Array(self.iter().map(T::json).collect())
    }
}

impl<T: Json> Json for Vec<T> {
    fn json(&self) -> Value {
        self.as_slice().json()
    }
}

impl<T: Json, const N: usize> Json for [T; N] {
    fn json(&self) -> Value {
        self.as_slice().json()
    }
}
