use crate::admit::{FieldError, at::At, formats, schema::StringShape};

/// The first fault of a text is the only one that is reported, beside that of its format.
pub(super) fn check(shape: &StringShape, text: &str, at: &At<'_>, errors: &mut Vec<FieldError>) -> usize {
    if let Some(error) = fault(shape, text, at) {
        errors.push(error);
    }
    match shape.format {
        None => 1,
        Some(format) => {
            if !formats::holds(format, text) {
                errors.push(FieldError::type_invalid(at, format.name(), text));
            }
            2
        }
    }
}

fn fault(shape: &StringShape, text: &str, at: &At<'_>) -> Option<FieldError> {
    let length = text.chars().count();
    if let Some(max) = shape.max
        && length > max
    {
        return Some(FieldError::too_long(at, max));
    }
    let detail = match (shape.min, &shape.pattern) {
        (Some(min), _) if length < min => format!("{at} in body should be at least {min} chars long"),
        (_, Some(pattern)) if !pattern.is_match(text) => {
            format!("{at} in body should match '{}'", pattern.source())
        }
        _ => return None,
    };
    Some(FieldError::invalid(at, &text.into(), detail))
}
