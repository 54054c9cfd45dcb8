//! The part of the Common Expression Language that the rules of the Gateway API CRDs use.
//!
//! An expression is parsed once ([`Program::parse`]) and evaluated against the JSON of a field. Fields
//! have the types that their schema says, because nothing of another type gets this far; a number
//! is therefore an `int`, which is all that Gateway API has.

mod ast;
mod error;
mod eval;
mod functions;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;
mod value;

use std::cell::Cell;

use serde_json::Value;

pub(crate) use self::error::{EvalError, ParseError};
use self::{ast::Expr, eval::Evaluator};

/// The longest message that the API server takes from an expression.
const MOST_MESSAGE: usize = 5 * 1024;

/// A parsed rule.
#[derive(Debug)]
pub(crate) struct Program {
    root: Expr,
    /// Whether it compares with `oldSelf`, which only an update has.
    transition: bool,
}

/// Whether a text is a duration as Go writes them.
#[cfg(feature = "crds")]
pub(crate) fn is_duration(text: &str) -> bool {
    functions::is_duration(text)
}

/// How much work the rules of one object may still cause.
#[derive(Debug)]
pub(crate) struct Budget(Cell<u64>);

impl Program {
    pub(crate) fn parse(source: &str) -> Result<Self, ParseError> {
        let (root, transition) = parser::parse(source)?;
        Ok(Program { root, transition })
    }

    pub(crate) fn is_transition(&self) -> bool {
        self.transition
    }

    /// Whether the rule holds for `this`. Anything but `true` is a no.
    pub(crate) fn holds(&self, this: &Value, budget: &Budget) -> Result<bool, EvalError> {
        Evaluator::new(this, budget).holds(&self.root)
    }

    /// The message that the expression makes, if it is one line.
    pub(crate) fn text(&self, this: &Value, budget: &Budget) -> Option<String> {
        let text = Evaluator::new(this, budget).text(&self.root).ok()?;
        let text = text.trim();
        (!text.is_empty() && !text.contains('\n') && text.len() <= MOST_MESSAGE).then(|| text.to_owned())
    }
}

impl Budget {
    pub(crate) fn new(steps: u64) -> Self {
        Budget(Cell::new(steps))
    }

    fn spend(&self, steps: u64) -> Result<(), EvalError> {
        let left = self.0.get().checked_sub(steps);
        self.0.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or(EvalError::OutOfBudget)
    }
}
