//! Objects as somebody writes them: block style outside, flow style for what is small.

use std::fmt::Write;

use serde_json::Value;

pub(crate) fn documents(objects: &[Value]) -> String {
    let mut text = String::new();
    for object in objects {
        text.push_str("---\n");
        block(object, 0, &mut text);
    }
    text
}

fn block(value: &Value, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                let _ = write!(out, "{indent}{name}:");
                nested(value, depth + 1, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                let _ = write!(out, "{indent}-");
                nested(item, depth + 1, out);
            }
        }
        // JSON is YAML in flow style.
        small => {
            let _ = writeln!(out, "{indent}{small}");
        }
    }
}

fn nested(value: &Value, depth: usize, out: &mut String) {
    let deep = matches!(value, Value::Object(_) | Value::Array(_)) && value.to_string().len() > 40;
    if deep {
        out.push('\n');
        block(value, depth, out);
    } else {
        let _ = writeln!(out, " {value}");
    }
}
