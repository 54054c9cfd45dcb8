//! How wide a text is drawn, near enough: nobody can measure it here.

/// The sizes of the two lines of a node, against the widths below.
pub(super) const LABEL: f64 = 1.0;
pub(super) const DETAIL: f64 = 0.86;

/// What is beside the text of a node: its edge and a sign of its state.
const PADDING: f64 = 34.0;
const MIN: f64 = 96.0;
const MAX: f64 = 248.0;

/// The width of a node with two lines of text.
pub(super) fn width(label: &str, detail: &str) -> i32 {
    let text = drawn(label, LABEL).max(drawn(detail, DETAIL));
    (text + PADDING).clamp(MIN, MAX).ceil() as i32
}

/// The text as far as it fits into a node.
pub(super) fn cut(text: &str, width: i32, size: f64) -> String {
    let room = f64::from(width) - PADDING;
    if drawn(text, size) <= room {
        return text.to_owned();
    }
    let mut left = room - advance('…') * size;
    let fits = |character: &char| {
        left -= advance(*character) * size;
        left >= 0.0
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

fn drawn(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// Of a sans-serif of 13 px, on the generous side.
fn advance(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 4.0,
        'f' | 't' | 'r' | '/' | '(' | ')' | '[' | ']' | '-' | ' ' | '*' | '`' | '"' => 5.4,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 11.6,
        'A'..='Z' => 9.2,
        character if character.is_ascii() => 7.5,
        // East Asian scripts and signs are square.
        character if character >= '\u{1100}' => 13.5,
        _ => 8.5,
    }
}
