use regex_lite::Regex;

#[derive(Debug)]
pub(crate) enum Expr {
    Null,
    Bool(bool),
    Int(i64),
    String(String),
    List(Vec<Expr>),
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
    /// A pattern that stands in the expression, compiled with it.
    Matches {
        text: Box<Expr>,
        pattern: Box<Regex>,
    },
    /// A function or a method: the receiver is the first argument.
    Call {
        function: Function,
        arguments: Vec<Expr>,
    },
    /// `range.all(variable, body)` and its relatives.
    Macro {
        quantifier: Quantifier,
        range: Box<Expr>,
        variable: String,
        body: Box<Expr>,
    },
    /// `format.dns1123Label()` and the like.
    Format(Format),
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
}

/// The named formats of the `format` library whose rule is a naming rule of Kubernetes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Dns1123Label,
    Dns1123Subdomain,
    QualifiedName,
    LabelValue,
}

// === impl tables ===

impl Quantifier {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "all" => Quantifier::All,
            "exists" => Quantifier::Exists,
            "exists_one" => Quantifier::ExistsOne,
            "filter" => Quantifier::Filter,
            "map" => Quantifier::Map,
            _ => return None,
        })
    }
}

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
            _ => return None,
        })
    }
}

impl Format {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "dns1123Label" => Format::Dns1123Label,
            "dns1123Subdomain" => Format::Dns1123Subdomain,
            "qualifiedName" => Format::QualifiedName,
            "labelValue" => Format::LabelValue,
            _ => return None,
        })
    }
}
