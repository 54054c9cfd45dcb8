use serde_json::Value;

use crate::{
    admit::{
        FieldError,
        at::At,
        cel::{Budget, EvalError},
        literal,
        schema::{Node, Reason, Rule, Shape},
    },
    source::REPORTS,
};

/// How many steps all rules of one object together may take: several times what they need for the largest
/// objects that the schemas allow.
const BUDGET: u64 = 4_000_000;

/// Evaluates the CEL rules of an object that is otherwise well formed.
pub(super) fn check(root: &Node, value: &Value, errors: &mut Vec<FieldError>) {
    let mut walk = Walk { budget: Budget::new(BUDGET), exhausted: false, errors };
    walk.node(root, root, value, &At::ROOT);
}

struct Walk<'e> {
    budget: Budget,
    /// Once the budget is gone, no further rule is run.
    exhausted: bool,
    errors: &'e mut Vec<FieldError>,
}

impl Walk<'_> {
    /// Evaluates the rules of `node`, which may be an alternative, about values of the types in `typed`.
    fn node(&mut self, node: &Node, typed: &Node, value: &Value, at: &At<'_>) {
        if value.is_null() || node.skip.rules {
            return;
        }
        // A filter has the time to evaluate them all.
        let evident = REPORTS && node.evident.keeps_rules(value);
        for rule in node.rules.iter().filter(|_| !evident) {
            if self.exhausted {
                return;
            }
            self.rule(typed, rule, value, at);
        }
        for more in node.logic.iter().flat_map(|logic| &logic.all_of) {
            self.node(more, typed, value, at);
        }
        match value {
            Value::Object(fields) => {
                // To look for a field once is enough, but for alternatives.
                let same = std::ptr::eq(node, typed);
                for (name, value) in fields {
                    let Some(field) = node.shape.field(name) else { continue };
                    let Some(typed) = (if same { Some(field) } else { typed.shape.field(name) }) else {
                        continue;
                    };
                    self.node(field, typed, value, &at.field(name));
                }
            }
            Value::Array(items) => {
                let (Some(node), Some(typed)) = (node.shape.items(), typed.shape.items()) else { return };
                for (index, item) in items.iter().enumerate() {
                    self.node(node, typed, item, &at.index(index));
                }
            }
            _ => {}
        }
    }

    fn rule(&mut self, node: &Node, rule: &Rule, value: &Value, at: &At<'_>) {
        if rule.waits_for_update() {
            return;
        }
        let expression = rule.more.as_ref().and_then(|more| more.expression.as_deref());
        let message = expression.unwrap_or(&rule.message);
        let error = match rule.program.holds(value, node, &self.budget) {
            Ok(true) => return,
            Ok(false) => return self.broken(node, rule, value, at),
            Err(error) => error,
        };
        let kind = literal::quote(node.shape.type_name());
        let complaint = match error {
            EvalError::OutOfBudget => {
                self.exhausted = true;
                format!(
                    "Invalid value: {kind}: validation failed due to running out of cost budget, no further \
                     validation rules will be run"
                )
            }
            EvalError::NoSuchOverload => format!(
                "Invalid value: {kind}: 'no such overload': call arguments did not match a supported operator, \
                 function or macro signature for rule: {message}"
            ),
            error => format!("Invalid value: {kind}: {error} evaluating rule: {message}"),
        };
        self.errors.push(FieldError::rule(at, complaint));
    }

    fn broken(&mut self, node: &Node, rule: &Rule, value: &Value, at: &At<'_>) {
        let Some(more) = &rule.more else {
            let complaint = shown("Invalid value", &node.shape, value, &rule.message);
            return self.errors.push(FieldError::rule(at, complaint));
        };
        let computed = more.message.as_ref().and_then(|program| program.text(value, node, &self.budget));
        let message = computed.as_deref().unwrap_or(&rule.message);
        let complaint = match more.reason {
            Reason::Invalid => shown("Invalid value", &node.shape, value, message),
            Reason::Forbidden => format!("Forbidden: {message}"),
            Reason::Required => format!("Required value: {message}"),
            Reason::Duplicate => shown("Duplicate value", &node.shape, value, ""),
        };
        let error = FieldError::rule(at, complaint);
        self.errors.push(more.field.iter().fold(error, |error, name| error.below(name)));
    }
}

/// Objects and lists are too long to be repeated in the message.
fn shown(what: &str, shape: &Shape, value: &Value, message: &str) -> String {
    let value = match shape {
        Shape::Object(_) | Shape::Map(_) | Shape::List(_) => String::new(),
        _ => literal::render(value),
    };
    let parts = [what, &value, message];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}
