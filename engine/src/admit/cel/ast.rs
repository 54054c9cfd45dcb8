use crate::admit::schema::Pattern;

#[derive(Debug)]
pub(crate) enum Expr {
    Null,
    Bool(bool),
    Int(i64),
    String(String),
    #[cfg(feature = "crds")]
    Literal(super::library::Literal),
    List(Vec<Item>),
    #[cfg(feature = "crds")]
    Map(Vec<(Expr, Item)>),
    Variable(String),
    Select {
        operand: Box<Expr>,
        field: String,
    },
    Has {
        operand: Box<Expr>,
        field: String,
    },
    Index {
        operand: Box<Expr>,
        index: Box<Expr>,
    },
    /// `operand.?field` and `operand[?index]`: what may be there or not.
    #[cfg(feature = "crds")]
    Optional {
        operand: Box<Expr>,
        index: Box<Expr>,
    },
    Not(Box<Expr>),
    Negate(Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Conditional {
        condition: Box<Expr>,
        then: Box<Expr>,
        otherwise: Box<Expr>,
    },
    Binary {
        operator: Operator,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    /// A pattern that stands in the expression.
    Matches {
        text: Box<Expr>,
        pattern: Box<Pattern>,
    },
    /// A function or a method: the receiver is the first argument.
    Call {
        function: Function,
        arguments: Vec<Expr>,
    },
    /// `range.all(variable, body)` and its relatives.
    Macro(Box<Macro>),
    /// `format.dns1123Label()` and the like.
    Format(Format),
}

/// An item of a list or the value of a map, which may be left out if it is an optional.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) value: Expr,
    pub(crate) optional: bool,
}

#[derive(Debug)]
pub(crate) struct Macro {
    pub(crate) quantifier: Quantifier,
    pub(crate) range: Expr,
    /// One for items or keys, or two for an index or a key and what is there.
    pub(crate) variables: Vec<String>,
    /// Which items are looked at, where not all.
    pub(crate) condition: Option<Expr>,
    pub(crate) body: Expr,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantifier {
    All,
    Exists,
    ExistsOne,
    Filter,
    Map,
    /// `transformMap`: values under the keys they have.
    #[cfg(feature = "crds")]
    ToMap,
    /// `transformMapEntry`: a map of entries that the body makes.
    #[cfg(feature = "crds")]
    ToEntries,
    #[cfg(feature = "crds")]
    SortBy,
    /// `optMap` and `optFlatMap`, over what an optional holds.
    #[cfg(feature = "crds")]
    OptMap,
    #[cfg(feature = "crds")]
    OptFlatMap,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    Size,
    Contains,
    StartsWith,
    EndsWith,
    Matches,
    Split,
    Substring,
    LowerAscii,
    Duration,
    IsIp,
    Validate,
    HasValue,
    /// What our own rules do not use.
    #[cfg(feature = "crds")]
    Library(super::library::Function),
}

/// The named formats of the `format` library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Dns1123Label,
    Dns1123Subdomain,
    QualifiedName,
    LabelValue,
    #[cfg(feature = "crds")]
    Library(super::library::Format),
}

// === impl Expr ===

impl Expr {
    /// The items of a list that is written out as texts.
    pub(super) fn texts(&self) -> Option<impl Iterator<Item = &String>> {
        let Expr::List(items) = self else { return None };
        let text = |item: &Item| !item.optional && matches!(item.value, Expr::String(_));
        let texts = items.iter().filter_map(|item| match &item.value {
            Expr::String(text) => Some(text),
            _ => None,
        });
        items.iter().all(text).then_some(texts)
    }
}

// === impl tables ===

#[cfg(any(test, feature = "crds"))]
impl Quantifier {
    /// A macro by its name and the number of its arguments; how many of those are variables, and whether a
    /// condition stands before the body.
    pub(super) fn named(name: &str, arguments: usize) -> Option<(Self, usize, bool)> {
        Some(match (name, arguments) {
            ("all", 2) => (Quantifier::All, 1, false),
            ("exists", 2) => (Quantifier::Exists, 1, false),
            ("exists_one", 2) => (Quantifier::ExistsOne, 1, false),
            ("filter", 2) => (Quantifier::Filter, 1, false),
            ("map", 2) => (Quantifier::Map, 1, false),
            #[cfg(feature = "crds")]
            _ => return Quantifier::in_library(name, arguments),
            #[cfg(not(feature = "crds"))]
            _ => return None,
        })
    }

    #[cfg(feature = "crds")]
    fn in_library(name: &str, arguments: usize) -> Option<(Self, usize, bool)> {
        Some(match (name, arguments) {
            ("map", 3) => (Quantifier::Map, 1, true),
            ("all", 3) => (Quantifier::All, 2, false),
            ("exists", 3) => (Quantifier::Exists, 2, false),
            ("existsOne" | "exists_one", 3) => (Quantifier::ExistsOne, 2, false),
            ("transformList", 3) => (Quantifier::Map, 2, false),
            ("transformList", 4) => (Quantifier::Map, 2, true),
            ("transformMap", 3) => (Quantifier::ToMap, 2, false),
            ("transformMap", 4) => (Quantifier::ToMap, 2, true),
            ("transformMapEntry", 3) => (Quantifier::ToEntries, 2, false),
            ("transformMapEntry", 4) => (Quantifier::ToEntries, 2, true),
            ("sortBy", 2) => (Quantifier::SortBy, 1, false),
            ("optMap", 2) => (Quantifier::OptMap, 1, false),
            ("optFlatMap", 2) => (Quantifier::OptFlatMap, 1, false),
            _ => return None,
        })
    }
}

#[cfg(any(test, feature = "crds"))]
impl Function {
    /// A function by its name and the number of its arguments, the receiver included.
    pub(super) fn named(name: &str, arguments: usize, method: bool) -> Option<Self> {
        Some(match (name, arguments, method) {
            ("size", 1, _) => Function::Size,
            ("contains", 2, true) => Function::Contains,
            ("startsWith", 2, true) => Function::StartsWith,
            ("endsWith", 2, true) => Function::EndsWith,
            ("matches", 2, _) => Function::Matches,
            ("split", 2, true) => Function::Split,
            ("substring", 2 | 3, true) => Function::Substring,
            ("lowerAscii", 1, true) => Function::LowerAscii,
            ("duration", 1, false) => Function::Duration,
            ("isIP", 1, false) => Function::IsIp,
            ("validate", 2, true) => Function::Validate,
            ("hasValue", 1, true) => Function::HasValue,
            #[cfg(feature = "crds")]
            _ => Function::Library(super::library::Function::named(name, arguments, method)?),
            #[cfg(not(feature = "crds"))]
            _ => return None,
        })
    }
}

#[cfg(any(test, feature = "crds"))]
impl Format {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "dns1123Label" => Format::Dns1123Label,
            "dns1123Subdomain" => Format::Dns1123Subdomain,
            "qualifiedName" => Format::QualifiedName,
            "labelValue" => Format::LabelValue,
            #[cfg(feature = "crds")]
            _ => Format::Library(super::library::Format::named(name)?),
            #[cfg(not(feature = "crds"))]
            _ => return None,
        })
    }
}
