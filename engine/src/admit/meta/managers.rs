use serde_json::{Map, Value};

use crate::admit::{FieldError, at::At};

/// The longest name of a field manager, and of a subresource.
const NAME_MAX: usize = 128;
const SUBRESOURCE_MAX: usize = 256;

/// `managedFields`, which the API server writes and somebody exported.
pub(super) fn check(metadata: &Map<String, Value>, at: &At<'_>, errors: &mut Vec<FieldError>) {
    let Some(Value::Array(managers)) = metadata.get("managedFields") else { return };
    for (index, manager) in managers.iter().enumerate() {
        let Some(manager) = manager.as_object() else { continue };
        let at = at.index(index);
        let text = |field: &str| manager.get(field).and_then(Value::as_str).unwrap_or_default();
        let operation = text("operation");
        if !matches!(operation, "Apply" | "Update") {
            let detail = "must be `Apply` or `Update`";
            errors.push(FieldError::invalid(&at.field("operation"), &operation.into(), detail));
        }
        let fields_type = text("fieldsType");
        if !matches!(fields_type, "" | "FieldsV1") {
            let detail = "must be `FieldsV1`";
            errors.push(FieldError::invalid(&at.field("fieldsType"), &fields_type.into(), detail));
        }
        name(text("manager"), &at.field("manager"), errors);
        if text("subresource").len() > SUBRESOURCE_MAX {
            errors.push(FieldError::too_long(&at.field("subresource"), SUBRESOURCE_MAX));
        }
    }
}

fn name(name: &str, at: &At<'_>, errors: &mut Vec<FieldError>) {
    if name.len() > NAME_MAX {
        errors.push(FieldError::too_long(at, NAME_MAX));
    }
    // The position is that of a byte.
    for (position, character) in name.char_indices().filter(|(_, character)| character.is_control()) {
        let code = u32::from(character);
        let detail = format!("invalid character U+{code:04X} (at position {position})");
        errors.push(FieldError::invalid(at, &name.into(), detail));
    }
}
