//! `x-kubernetes-validations`.

use serde_json::{Map, Value};

use super::schema::{Translation, is};
use crate::admit::{
    at::At,
    cel::Program,
    schema::{Reason, Rule, RuleDetails},
};

/// The rules of a schema. One that cannot be read is not checked, which is said.
pub(super) fn read(
    translation: &mut Translation<'_>,
    declared: &Map<String, Value>,
    at: &At<'_>,
) -> Vec<Rule> {
    let at = at.field("x-kubernetes-validations");
    let rules = declared.get("x-kubernetes-validations").and_then(Value::as_array);
    let rules = rules.map(Vec::as_slice).unwrap_or_default().iter().enumerate();
    rules.filter_map(|(index, rule)| one(translation, rule.as_object()?, &at.index(index))).collect()
}

fn one(translation: &mut Translation<'_>, declared: &Map<String, Value>, at: &At<'_>) -> Option<Rule> {
    let text = |word: &str| declared.get(word).and_then(Value::as_str).unwrap_or_default().trim();
    let expression = text("rule");
    let program = match Program::parse(expression) {
        Ok(program) => program,
        Err(error) => {
            translation.warn(&at.field("rule"), format!("rule not checked: {error}"));
            return None;
        }
    };
    let message = match text("message") {
        "" => format!("failed rule: {expression}"),
        message => message.to_owned(),
    };
    let more = RuleDetails {
        expression: text("message").is_empty().then(|| expression.to_owned()),
        message: computed(translation, text("messageExpression"), at),
        reason: match text("reason") {
            "FieldValueForbidden" => Reason::Forbidden,
            "FieldValueRequired" => Reason::Required,
            "FieldValueDuplicate" => Reason::Duplicate,
            _ => Reason::Invalid,
        },
        field: field(translation, text("fieldPath"), at),
        old_is_optional: is(declared, "optionalOldSelf"),
    };
    Some(Rule::brought_along(program, message, more))
}

fn computed(translation: &mut Translation<'_>, expression: &str, at: &At<'_>) -> Option<Program> {
    if expression.is_empty() {
        return None;
    }
    match Program::parse(expression) {
        Ok(program) => Some(program),
        Err(error) => {
            translation.warn(&at.field("messageExpression"), format!("message not computed: {error}"));
            None
        }
    }
}

fn field(translation: &mut Translation<'_>, path: &str, at: &At<'_>) -> Vec<String> {
    match steps(path) {
        Some(steps) => steps,
        None => {
            translation.warn(&at.field("fieldPath"), "not a path of fields: the error stays at the rule");
            Vec::new()
        }
    }
}

/// `.spec.replicas`, `['with.dots']`, or both.
fn steps(path: &str) -> Option<Vec<String>> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix("['") {
            let (name, after) = quoted.split_once("']")?;
            steps.push(name.replace("\\'", "'").replace("\\\\", "\\"));
            rest = after;
        } else {
            let name = rest.strip_prefix('.')?;
            let end = name.find(['.', '[']).unwrap_or(name.len());
            let (name, after) = name.split_at_checked(end)?;
            steps.push(name.to_owned());
            rest = after;
        }
    }
    Some(steps)
}
