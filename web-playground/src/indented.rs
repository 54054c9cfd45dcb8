//! JSON as people read it: a line for each field and each item. That of `serde_json` for this would be a second copy
//! of all that writes JSON.

use serde::Serialize;
use serde_json::Value;

pub(crate) fn indented(value: &Value) -> String {
    let mut out = String::new();
    push(&mut out, value, 0);
    out.push('\n');
    out
}

fn push(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            out.push('[');
            for (number, item) in items.iter().enumerate() {
                begin_line(out, number, depth + 1);
                push(out, item, depth + 1);
            }
            begin_line(out, 0, depth);
            out.push(']');
        }
        Value::Object(fields) if !fields.is_empty() => {
            out.push('{');
            for (number, (name, field)) in fields.iter().enumerate() {
                begin_line(out, number, depth + 1);
                push_plain(out, name);
                out.push_str(": ");
                push(out, field, depth + 1);
            }
            begin_line(out, 0, depth);
            out.push('}');
        }
        plain => push_plain(out, plain),
    }
}

fn begin_line(out: &mut String, before: usize, depth: usize) {
    out.push_str(if before == 0 { "\n" } else { ",\n" });
    (0..depth).for_each(|_| out.push_str("  "));
}

fn push_plain(out: &mut String, value: &impl Serialize) {
    out.push_str(&serde_json::to_string(value).unwrap_or_default());
}
