use serde_json::Value;

use crate::admit::{
    FieldError,
    at::At,
    cel::{Budget, EvalError},
    literal,
    schema::{Node, Rule, Shape},
};

/// How many steps all rules of one object together may take: several times what they need for the largest
/// objects that the schemas allow.
const BUDGET: u64 = 4_000_000;

/// Evaluates the CEL rules of an object that is otherwise well formed.
pub(super) fn check(root: &Node, value: &Value, errors: &mut Vec<FieldError>) {
    let mut walk = Walk { budget: Budget::new(BUDGET), exhausted: false, errors };
    walk.node(root, value, &At::ROOT);
}

struct Walk<'e> {
    budget: Budget,
    /// Once the budget is gone, no further rule is run.
    exhausted: bool,
    errors: &'e mut Vec<FieldError>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, value: &Value, at: &At<'_>) {
        if value.is_null() {
            return;
        }
        for rule in &node.rules {
            if self.exhausted {
                return;
            }
            self.rule(node, rule, value, at);
        }
        match (&node.shape, value) {
            (Shape::Object(object), Value::Object(fields)) => {
                for (name, value) in fields {
                    if let Some(field) = object.field(name) {
                        self.node(&field.node, value, &at.field(name));
                    }
                }
            }
            (Shape::Map(map), Value::Object(fields)) => {
                for (name, value) in fields {
                    self.node(&map.values, value, &at.field(name));
                }
            }
            (Shape::List(list), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.node(&list.items, item, &at.index(index));
                }
            }
            _ => {}
        }
    }

    fn rule(&mut self, node: &Node, rule: &Rule, value: &Value, at: &At<'_>) {
        let message = &rule.message;
        let outcome = match &rule.program {
            Ok(program) if program.is_transition() => return,
            Ok(program) => program.holds(value, &self.budget),
            Err(error) => Err(EvalError::Function(format!("rule compile error: {error}"))),
        };
        let kind = literal::quote(node.shape.type_name());
        let complaint = match outcome {
            Ok(true) => return,
            Ok(false) => broken(&node.shape, value, message),
            Err(EvalError::OutOfBudget) => {
                self.exhausted = true;
                format!(
                    "Invalid value: {kind}: validation failed due to running out of cost budget, no further \
                     validation rules will be run"
                )
            }
            Err(EvalError::NoSuchOverload) => format!(
                "Invalid value: {kind}: 'no such overload': call arguments did not match a supported operator, \
                 function or macro signature for rule: {message}"
            ),
            Err(error) => format!("Invalid value: {kind}: {error} evaluating rule: {message}"),
        };
        self.errors.push(FieldError::rule(at, complaint));
    }
}

/// Objects and lists are too long to be repeated in the message.
fn broken(shape: &Shape, value: &Value, message: &str) -> String {
    match shape {
        Shape::Object(_) | Shape::Map(_) | Shape::List(_) => format!("Invalid value: {message}"),
        _ => format!("Invalid value: {}: {message}", literal::render(value)),
    }
}
