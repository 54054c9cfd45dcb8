//! The part of the Common Expression Language that the rules of the Gateway API CRDs use, and behind the feature
//! `crds` the rest of what Kubernetes has of it.
//!
//! An expression is parsed once ([`Program::parse`]) and evaluated against the JSON of a field. Its types are
//! those of the field's schema, because nothing of another type gets this far. Nothing is type-checked
//! beforehand: the API server has done that when it took the definition.

mod ast;
mod error;
mod eval;
mod functions;
#[cfg(any(test, feature = "crds"))]
mod lexer;
#[cfg(feature = "crds")]
mod library;
mod packed;
#[cfg(any(test, feature = "crds"))]
mod parser;
#[cfg(test)]
mod tests;
mod value;

use std::cell::Cell;

use serde_json::Value;

#[cfg(any(test, feature = "crds"))]
pub(crate) use self::error::ParseError;
use self::{ast::Expr, eval::Evaluator};
pub(crate) use self::{error::EvalError, functions::milliseconds};
use super::schema::Node;

/// The longest message that the API server takes from an expression.
const MOST_MESSAGE: usize = 5 * 1024;

/// A parsed rule.
#[derive(Debug)]
pub(crate) struct Program {
    root: Expr,
    /// Whether it compares with `oldSelf`, which only an update has.
    transition: bool,
}

/// A pattern of an expression, which is RE2's dialect. Our own are written so that the dialect is no matter.
fn regex(pattern: &str) -> Result<regex_lite::Regex, String> {
    #[cfg(feature = "crds")]
    return crate::pattern::part(pattern).map_err(|error| error.to_string());
    #[cfg(not(feature = "crds"))]
    return regex_lite::Regex::new(pattern).map_err(|error| error.to_string());
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
    #[cfg(any(test, feature = "crds"))]
    pub(crate) fn parse(source: &str) -> Result<Self, ParseError> {
        let (root, transition) = parser::parse(source)?;
        Ok(Program { root, transition })
    }

    pub(crate) fn is_transition(&self) -> bool {
        self.transition
    }

    /// Whether the rule holds for `this`. Anything but `true` is a no.
    pub(crate) fn holds(&self, this: &Value, node: &Node, budget: &Budget) -> Result<bool, EvalError> {
        Evaluator::new(this, node, budget).holds(&self.root)
    }

    /// The message that the expression makes, if it is one line.
    pub(crate) fn text(&self, this: &Value, node: &Node, budget: &Budget) -> Option<String> {
        let text = Evaluator::new(this, node, budget).text(&self.root).ok()?;
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
