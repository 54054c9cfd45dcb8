use std::fmt;

/// Why an expression is not one, and where (a byte offset).
#[cfg(any(test, feature = "crds"))]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ParseError {
    pub(crate) offset: usize,
    pub(crate) message: String,
}

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EvalError {
    NoSuchKey(String),
    NoSuchOverload,
    IndexOutOfBounds(i64),
    IntegerOverflow,
    DivisionByZero,
    ModulusByZero,
    /// A value that the schema should not have let through.
    InvalidData(String),
    /// A function that cannot do with its argument.
    Function(String),
    /// The one error that `||` and `&&` do not absorb.
    OutOfBudget,
}

// === impl Display ===

#[cfg(any(test, feature = "crds"))]
impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at offset {}", self.message, self.offset)
    }
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EvalError::NoSuchKey(key) => write!(f, "no such key: {key}"),
            EvalError::NoSuchOverload => f.write_str("no such overload"),
            EvalError::IndexOutOfBounds(index) => write!(f, "index out of bounds: {index}"),
            EvalError::IntegerOverflow => f.write_str("integer overflow"),
            EvalError::DivisionByZero => f.write_str("division by zero"),
            EvalError::ModulusByZero => f.write_str("modulus by zero"),
            EvalError::InvalidData(message) => write!(f, "invalid data, {message}"),
            EvalError::Function(message) => f.write_str(message),
            EvalError::OutOfBudget => f.write_str("out of cost budget"),
        }
    }
}
