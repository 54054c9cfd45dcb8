//! What the Kubernetes environment of CEL has and the rules of Gateway API do not use: more types, and the
//! functions on them.

mod address;
mod convert;
mod function;
mod list;
mod literal;
mod map;
mod number;
mod operator;
mod quantity;
mod semver;
#[cfg(test)]
mod tests;
mod text;
mod time;
mod url;

use std::{net::IpAddr, rc::Rc};

use self::{address::Cidr, quantity::Quantity, semver::Semver, url::Url};
pub(super) use self::{
    function::{Function, NAMESPACES, overload},
    list::{equal_in_any_order, in_any_order, sorted_by},
    literal::{Literal, literal},
    map::{entries, get, index},
    operator::{arithmetic, compare, equals, negated},
    time::{formatted, is_offset},
};
use super::{EvalError, value::Val};
use crate::admit::{
    formats,
    names::NameRule,
    schema::{Format as TextFormat, OtherFormat},
};

type Answer<'a> = Result<Val<'a>, EvalError>;

/// A value of a type that our own rules have no use for.
#[derive(Debug)]
pub(crate) enum Rich<'a> {
    Uint(u64),
    Double(f64),
    Bytes(Vec<u8>),
    /// And the offset at which it was written.
    Timestamp(jiff::Timestamp, jiff::tz::Offset),
    /// A map that the expression made.
    Map(Vec<(Val<'a>, Val<'a>)>),
    Quantity(Quantity),
    Ip(IpAddr),
    Cidr(Cidr),
    Url(Url),
    Semver(Semver),
    /// What `type` answers.
    Type(&'static str),
}

/// The formats that have no place among those of our own rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Dns1035Label,
    /// Of a name to which something is appended.
    Prefix(NameRule),
    Checked(OtherFormat, &'static str),
}

// === impl Rich ===

impl<'a> From<Rich<'a>> for Val<'a> {
    fn from(rich: Rich<'a>) -> Self {
        Val::Rich(Rc::new(rich))
    }
}

impl<'a> Rich<'a> {
    pub(super) fn size(&self) -> Result<usize, EvalError> {
        match self {
            Rich::Bytes(bytes) => Ok(bytes.len()),
            Rich::Map(entries) => Ok(entries.len()),
            _ => Err(EvalError::NoSuchOverload),
        }
    }

    pub(super) fn keys(&self) -> Result<Rc<[Val<'a>]>, EvalError> {
        match self {
            Rich::Map(entries) => Ok(entries.iter().map(|(key, _)| key.clone()).collect()),
            _ => Err(EvalError::NoSuchOverload),
        }
    }
}

// === impl Format ===

impl Format {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "dns1035Label" => Format::Dns1035Label,
            "dns1035LabelPrefix" => Format::Prefix(NameRule::Label1035),
            "dns1123LabelPrefix" => Format::Prefix(NameRule::Label),
            "dns1123SubdomainPrefix" => Format::Prefix(NameRule::Subdomain),
            "uri" => Format::Checked(OtherFormat::Uri, "invalid URI for request"),
            "uuid" => Format::Checked(OtherFormat::Uuid(None), "does not match the UUID format"),
            "byte" => Format::Checked(OtherFormat::Byte, "invalid base64"),
            "date" => Format::Checked(OtherFormat::Date, "invalid date"),
            "datetime" => Format::Checked(OtherFormat::DateTime, "invalid datetime"),
            _ => return None,
        })
    }

    pub(super) fn complaints(self, text: &str) -> Vec<String> {
        match self {
            Format::Dns1035Label => NameRule::Label1035.check(text),
            Format::Prefix(rule) => rule.check_prefix(text),
            Format::Checked(format, _) if formats::holds(TextFormat::Other(format), text) => Vec::new(),
            Format::Checked(OtherFormat::Uri, complaint) => vec![format!("parse {text:?}: {complaint}")],
            Format::Checked(_, complaint) => vec![complaint.to_owned()],
        }
    }
}
