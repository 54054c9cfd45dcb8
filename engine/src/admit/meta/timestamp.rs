use crate::admit::schema::Pattern;

/// RFC 3339 as Go reads it: an hour may have one digit, a fraction may follow a comma.
static FORM: Pattern = Pattern::new(
    r"^([0-9]{4}-[0-9]{2}-[0-9]{2}T)([0-9]{1,2})(:[0-9]{2}:[0-5][0-9])([.,][0-9]+)?(Z|[+-]([01][0-9]|2[0-4]):([0-5][0-9]|60))$",
);

/// Whether the API server can read this as a time.
pub(super) fn is_timestamp(text: &str) -> bool {
    let Some(captures) = FORM.regex().and_then(|regex| regex.captures(text)) else { return false };
    let part = |index| captures.get(index).map_or("", |part| part.as_str());
    // What is left is a matter of the calendar.
    format!("{}{:0>2}{}", part(1), part(2), part(3)).parse::<jiff::civil::DateTime>().is_ok()
}
