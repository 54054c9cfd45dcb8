//! The walk that finds what of an object only the experimental channel has.

use serde_json::Value;

use super::{
    at::At,
    cel::Budget,
    schema::{Node, Shape},
};
use crate::source::FieldPath;

/// Steps for the rules of the standard channel; there are two such rules.
const BUDGET: u64 = 1_000_000;

/// A place of an object that the standard channel does not take, and what is wrong with it there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Only {
    pub(super) path: FieldPath,
    pub(super) message: String,
    /// Whether it is the field itself, not its value.
    pub(super) key: bool,
}

/// Compares an object that the experimental channel admits with the schema of the standard channel.
/// `one` tells whether both are of one version.
pub(super) fn find(standard: &Node, experimental: &Node, one: bool, value: &Value) -> Vec<Only> {
    let mut walk = Walk { budget: Budget::new(BUDGET), one, found: Vec::new() };
    walk.node(standard, experimental, value, &At::ROOT);
    walk.found
}

struct Walk {
    budget: Budget,
    one: bool,
    found: Vec<Only>,
}

impl Walk {
    fn node(&mut self, standard: &Node, experimental: &Node, value: &Value, at: &At<'_>) {
        if self.one && standard.skip.channels {
            return;
        }
        for rule in standard.rules.iter().filter(|rule| rule.is_of_one_channel()) {
            if standard.evident.keeps_rules(value) {
                break;
            }
            if rule.program.holds(value, standard, &self.budget) == Ok(false) {
                self.found.push(Only {
                    path: at.path(),
                    message: format!("the standard channel does not take this: {}", rule.message),
                    key: false,
                });
            }
        }
        match (&standard.shape, &experimental.shape, value) {
            (Shape::Object(standard), Shape::Object(experimental), Value::Object(fields)) => {
                for (name, value) in fields {
                    let at = at.field(name);
                    let found = standard.field(name);
                    if self.one && found.is_some_and(|found| found.node.skip.channels) {
                        continue;
                    }
                    match (found, experimental.field(name)) {
                        (Some(standard), Some(experimental)) => {
                            self.node(&standard.node, &experimental.node, value, &at);
                        }
                        (None, Some(_)) => self.missing("field", name, &at, true),
                        (_, None) => {}
                    }
                }
            }
            (Shape::Map(standard), Shape::Map(experimental), Value::Object(fields)) => {
                for (name, value) in fields {
                    self.node(&standard.values, &experimental.values, value, &at.field(name));
                }
            }
            (Shape::List(standard), Shape::List(experimental), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.node(&standard.items, &experimental.items, item, &at.index(index));
                }
            }
            _ => {}
        }
        if let Value::String(text) = value
            && !standard.values.is_empty()
            && !standard.values.contains(value)
        {
            self.missing("value", text, at, false);
        }
    }

    fn missing(&mut self, what: &str, name: &str, at: &At<'_>, key: bool) {
        let message = format!("{what} `{name}` is missing in the standard channel");
        self.found.push(Only { path: at.path(), message, key });
    }
}
