//! Schemas as bytes. Code that declares a schema and the parser of its rules are several times the size of what comes
//! of them, so a test runs them and the program has the bytes alone.
//!
//! What is declared in many places is packed once: a text, a schema or an expression stands in the bytes as the place
//! where its own begin.

#[cfg(test)]
use std::collections::BTreeMap;
use std::{borrow::Cow, sync::Arc};

use serde_json::Value;

/// What can be packed.
pub(crate) trait Packed: Sized {
    #[cfg(test)]
    fn pack(&self, to: &mut Packing);
    fn unpack(from: &mut Unpacking) -> Self;
}

/// A place in the bytes. Nothing fails there: behind their end are zeros.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unpacking {
    pub(crate) bytes: &'static [u8],
    pub(crate) at: usize,
}

impl Unpacking {
    pub(crate) fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or_default();
        self.at = self.at.saturating_add(1);
        byte
    }

    /// Seven bits a byte, the lowest first.
    pub(crate) fn number(&mut self) -> usize {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= usize::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
            shift += 7;
            if byte < 0x80 {
                return number;
            }
        }
    }

    /// Where something begins that is packed once.
    pub(crate) fn elsewhere(&mut self) -> Self {
        Unpacking { at: self.number(), ..*self }
    }

    fn text(&mut self) -> &'static str {
        let mut there = self.elsewhere();
        let length = there.number();
        let text = there.bytes.get(there.at..there.at.saturating_add(length)).unwrap_or_default();
        str::from_utf8(text).unwrap_or_default()
    }
}

/// Bytes in the making.
#[cfg(test)]
#[derive(Default)]
pub(crate) struct Packing {
    /// What is packed once, from `start`.
    pool: Vec<u8>,
    start: usize,
    known: BTreeMap<Vec<u8>, usize>,
    current: Vec<u8>,
}

#[cfg(test)]
impl Packing {
    /// Bytes that begin at a place.
    pub(crate) fn from(start: usize) -> Self {
        Packing { start, ..Packing::default() }
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.pool
    }

    pub(crate) fn byte(&mut self, byte: u8) {
        self.current.push(byte);
    }

    pub(crate) fn number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.byte(u8::try_from(number & 0x7f).unwrap() | 0x80);
            number >>= 7;
        }
        self.byte(u8::try_from(number).unwrap());
    }

    /// Packs something once, and says where it is.
    pub(crate) fn once(&mut self, pack: impl FnOnce(&mut Self)) -> usize {
        let outer = std::mem::take(&mut self.current);
        pack(self);
        let bytes = std::mem::replace(&mut self.current, outer);
        let next = self.start + self.pool.len();
        let at = *self.known.entry(bytes.clone()).or_insert(next);
        if at == next {
            self.pool.extend(bytes);
        }
        at
    }

    pub(crate) fn elsewhere(&mut self, pack: impl FnOnce(&mut Self)) {
        let at = self.once(pack);
        self.number(at);
    }

    fn text(&mut self, text: &str) {
        self.elsewhere(|to| {
            to.number(text.len());
            to.current.extend(text.bytes());
        });
    }
}

/// Tells of structs which fields are packed, and of enumerations the number of each variant. What is `once` stands
/// elsewhere.
macro_rules! packed {
    ($(once struct $name:ident { $($field:ident),+ $(; $none:ident)? })*) => {$(
        impl $crate::admit::schema::packed::Packed for $name {
            #[cfg(test)]
            fn pack(&self, to: &mut $crate::admit::schema::packed::Packing) {
                to.elsewhere(|to| { $(self.$field.pack(to);)+ });
                $(assert!(self.$none.is_none());)?
            }

            fn unpack(from: &mut $crate::admit::schema::packed::Unpacking) -> Self {
                let mut from = from.elsewhere();
                $name {
                    $($field: $crate::admit::schema::packed::Packed::unpack(&mut from),)+
                    $($none: None,)?
                }
            }
        }
    )*};
    ($(struct $name:ident { $($field:ident),+ $(; $none:ident)? })*) => {$(
        impl $crate::admit::schema::packed::Packed for $name {
            #[cfg(test)]
            fn pack(&self, to: &mut $crate::admit::schema::packed::Packing) {
                $(self.$field.pack(to);)+
                $(assert!(self.$none.is_none());)?
            }

            fn unpack(from: &mut $crate::admit::schema::packed::Unpacking) -> Self {
                $name {
                    $($field: $crate::admit::schema::packed::Packed::unpack(from),)+
                    $($none: None,)?
                }
            }
        }
    )*};
    ($(once enum $name:ident $body:tt)*) => {$(
        impl $crate::admit::schema::packed::Packed for $name {
            #[cfg(test)]
            fn pack(&self, to: &mut $crate::admit::schema::packed::Packing) {
                to.elsewhere(|to| $crate::admit::schema::packed::packed!(@pack self, to, $body));
            }

            fn unpack(from: &mut $crate::admit::schema::packed::Unpacking) -> Self {
                let from = &mut from.elsewhere();
                $crate::admit::schema::packed::packed!(@unpack from, $body)
            }
        }
    )*};
    ($(enum $name:ident $body:tt)*) => {$(
        impl $crate::admit::schema::packed::Packed for $name {
            #[cfg(test)]
            fn pack(&self, to: &mut $crate::admit::schema::packed::Packing) {
                $crate::admit::schema::packed::packed!(@pack self, to, $body)
            }

            fn unpack(from: &mut $crate::admit::schema::packed::Unpacking) -> Self {
                $crate::admit::schema::packed::packed!(@unpack from, $body)
            }
        }
    )*};
    (@pack $self:ident, $to:ident, {
        $($number:literal = $variant:ident $(($($item:ident),+))? $({$($field:ident),+})?,)*
        _ = $last:ident $(,)?
    }) => {
        match $self {
            $(Self::$variant $(($($item),+))? $({$($field),+})? => {
                $to.byte($number);
                $($($item.pack($to);)+)?
                $($($field.pack($to);)+)?
            })*
            Self::$last => $to.byte(u8::MAX),
            #[allow(unreachable_patterns, reason = "CRDs have more variants")]
            other => panic!("{other:?} is not packed"),
        }
    };
    (@unpack $from:ident, {
        $($number:literal = $variant:ident $(($($item:ident),+))? $({$($field:ident),+})?,)*
        _ = $last:ident $(,)?
    }) => {
        match $from.byte() {
            $($number => Self::$variant
                $(($($crate::admit::schema::packed::unpacked!($item, $from)),+))?
                $({$($field: $crate::admit::schema::packed::unpacked!($field, $from)),+})?,)*
            _ => Self::$last,
        }
    };
}

macro_rules! unpacked {
    ($name:ident, $from:ident) => {
        $crate::admit::schema::packed::Packed::unpack($from)
    };
}

pub(crate) use {packed, unpacked};

// === impl Packed ===

impl Packed for bool {
    #[cfg(test)]
    fn pack(&self, to: &mut Packing) {
        to.byte((*self).into());
    }

    fn unpack(from: &mut Unpacking) -> Self {
        from.byte() != 0
    }
}

impl Packed for usize {
    #[cfg(test)]
    fn pack(&self, to: &mut Packing) {
        to.number(*self);
    }

    fn unpack(from: &mut Unpacking) -> Self {
        from.number()
    }
}

/// No rule has a negative one.
impl Packed for i64 {
    #[cfg(test)]
    fn pack(&self, to: &mut Packing) {
        to.number((*self).try_into().unwrap());
    }

    fn unpack(from: &mut Unpacking) -> Self {
        from.number().try_into().unwrap_or_default()
    }
}

impl<T: Packed> Packed for Option<T> {
    #[cfg(test)]
    fn pack(&self, to: &mut Packing) {
        self.is_some().pack(to);
        if let Some(value) = self {
            value.pack(to);
        }
    }

    fn unpack(from: &mut Unpacking) -> Self {
        if bool::unpack(from) { Some(T::unpack(from)) } else { None }
    }
}

impl<T: Packed> Packed for Box<T> {
    #[cfg(test)]
    fn pack(&self, to: &mut Packing) {
        T::pack(self, to);
    }

    fn unpack(from: &mut Unpacking) -> Self {
        Box::new(T::unpack(from))
    }
}

impl<T: Packed> Packed for Arc<T> {
    #[cfg(test)]
    fn pack(&self, to: &mut Packing) {
        T::pack(self, to);
    }

    fn unpack(from: &mut Unpacking) -> Self {
        Arc::new(T::unpack(from))
    }
}

impl<T: Packed> Packed for Vec<T> {
    #[cfg(test)]
    fn pack(&self, to: &mut Packing) {
        self.len().pack(to);
        self.iter().for_each(|item| item.pack(to));
    }

    fn unpack(from: &mut Unpacking) -> Self {
        let mut list = Vec::new();
        let length = from.number();
        list.reserve_exact(length);
        for _ in 0..length {
            list.push(T::unpack(from));
        }
        list
    }
}

impl Packed for String {
    #[cfg(test)]
    fn pack(&self, to: &mut Packing) {
        to.text(self);
    }

    fn unpack(from: &mut Unpacking) -> Self {
        from.text().to_owned()
    }
}

impl Packed for Cow<'static, str> {
    #[cfg(test)]
    fn pack(&self, to: &mut Packing) {
        to.text(self);
    }

    fn unpack(from: &mut Unpacking) -> Self {
        Cow::Borrowed(from.text())
    }
}

/// As JSON.
impl Packed for Value {
    #[cfg(test)]
    fn pack(&self, to: &mut Packing) {
        to.text(&self.to_string());
    }

    fn unpack(from: &mut Unpacking) -> Self {
        serde_json::from_str(from.text()).unwrap_or_default()
    }
}
