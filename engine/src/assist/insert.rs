//! What has to be written so that a key or a value stands where the cursor is: quotes, colons, lines and
//! their indentation.

use super::{
    outline::{Outline, Shape, Side, Step},
    place::Place,
    schema::Form,
    text,
};

/// The place of an insertion.
#[derive(Debug)]
pub(super) struct Insertion {
    /// From here to the cursor is replaced.
    pub(super) from: usize,
    quotes: Quotes,
    json: bool,
    flow: bool,
    /// Whether the key has its colon already.
    has_colon: bool,
    /// What comes before the key or the value.
    lead: String,
    /// Where a key will stand in its line.
    column: usize,
    list_indent: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quotes {
    None,
    /// The closing one is missing.
    Open(char),
    Closed,
}

impl Insertion {
    pub(super) fn at(place: &Place<'_, '_>, cursor: usize) -> Option<Self> {
        let outline = place.outline;
        let part = outline.get(place.part)?;
        let token = match (&part.step, place.side) {
            (Step::Field { key, .. }, Side::Key) => key.clone(),
            _ if part.shape == Shape::Scalar => part.value.clone(),
            _ => cursor..cursor,
        };
        let written = outline.text.get(token.clone()).unwrap_or_default();
        let (from, quotes) = match written.chars().next() {
            Some(quote @ ('"' | '\'')) if cursor > token.start => {
                let closed = token.end > token.start + 1 && written.ends_with(quote) && cursor < token.end;
                (token.start + 1, if closed { Quotes::Closed } else { Quotes::Open(quote) })
            }
            _ => (token.start, Quotes::None),
        };
        let has_colon = place.side == Side::Key && outline.is_complete(place.part);
        let mut insertion = Insertion {
            from,
            quotes,
            json: part.flow && outline.get(0).is_some_and(|root| root.flow),
            flow: part.flow,
            has_colon,
            lead: String::new(),
            column: text::column(outline.text, from),
            list_indent: outline.list_indent().unwrap_or(0),
        };
        insertion.lead(place, cursor);
        Some(insertion)
    }

    /// Whether an object or a list can begin here: not behind a key in brackets.
    pub(super) fn can_nest(&self) -> bool {
        !self.flow
    }

    pub(super) fn is_bracketed(&self) -> bool {
        self.flow
    }

    /// Leads from behind a key or a dash to where the value goes.
    fn lead(&mut self, place: &Place<'_, '_>, cursor: usize) {
        let Some(part) = place.outline.get(place.part) else { return };
        let Some(form) = place.spot().and_then(|spot| spot.content).map(|content| content.form()) else {
            return;
        };
        let before = place.outline.text.get(..cursor).unwrap_or_default();
        match (&part.step, place.side) {
            (Step::Field { key, colon: true }, Side::Value) if !self.flow => {
                let column = text::column(place.outline.text, key.start);
                let own_line =
                    place.outline.text.get(key.end..self.from).is_some_and(|text| text.contains('\n'));
                match form {
                    Form::List if own_line => self.dash(),
                    Form::List => {
                        self.line(column + self.list_indent);
                        self.dash();
                    }
                    Form::Object | Form::Map if !own_line => self.line(column + 2),
                    _ if !own_line && before.ends_with(':') => self.blank(),
                    _ => {}
                }
            }
            (Step::Field { colon: true, .. }, Side::Value) if before.ends_with(':') && !self.json => {
                self.blank()
            }
            (Step::Item { dash: false }, _) => self.dash(),
            (Step::Item { dash: true }, _) if !self.flow && before.ends_with('-') => self.blank(),
            _ => {}
        }
    }

    fn line(&mut self, column: usize) {
        self.lead.push('\n');
        self.lead.push_str(&" ".repeat(column));
        self.column = column;
    }

    fn dash(&mut self) {
        self.lead.push_str("- ");
        self.column += 2;
    }

    fn blank(&mut self) {
        self.lead.push(' ');
        self.column += 1;
    }

    /// A key, and what its value begins with.
    pub(super) fn key(&self, name: &str, form: Form) -> String {
        let lead = &self.lead;
        let quoted = match self.quotes {
            Quotes::None if self.json => format!("\"{name}\""),
            Quotes::None => plain(name),
            Quotes::Open(quote) => format!("{name}{quote}"),
            Quotes::Closed => return name.to_owned(),
        };
        let column = self.column;
        let value = match form {
            _ if self.has_colon => return format!("{lead}{quoted}"),
            Form::Object | Form::Map if !self.flow => format!("\n{}", " ".repeat(column + 2)),
            Form::List if !self.flow => format!("\n{}- ", " ".repeat(column + self.list_indent)),
            _ => " ".to_owned(),
        };
        format!("{lead}{quoted}:{value}")
    }

    /// A text as a value.
    pub(super) fn text(&self, text: &str) -> String {
        let lead = &self.lead;
        match self.quotes {
            Quotes::None if self.json => format!("{lead}\"{text}\""),
            Quotes::None => format!("{lead}{}", plain(text)),
            Quotes::Open(quote) => format!("{text}{quote}"),
            Quotes::Closed => text.to_owned(),
        }
    }

    /// A number or a boolean.
    pub(super) fn literal(&self, text: &str) -> String {
        format!("{}{text}", self.lead)
    }

    /// A text as a value, and another field of the same object behind it.
    pub(super) fn text_and_field(
        &self,
        text: &str,
        (field, value): (&str, &str),
        key_column: usize,
    ) -> String {
        let written = self.text(text);
        match self.quotes {
            Quotes::Closed => written,
            _ if self.json => format!("{written}, \"{field}\": \"{value}\""),
            _ if self.flow => format!("{written}, {field}: {value}"),
            _ => format!("{written}\n{}{field}: {}", " ".repeat(key_column), plain(value)),
        }
    }
}

/// The column of an entry's key.
pub(super) fn key_column(outline: &Outline<'_>, part: usize) -> usize {
    match outline.get(part).map(|part| &part.step) {
        Some(Step::Field { key, .. }) => text::column(outline.text, key.start),
        _ => 0,
    }
}

/// A text without quotes, if YAML takes it for a text then.
fn plain(text: &str) -> String {
    let is_word = |word: &str| {
        ["true", "false", "null", "yes", "no", "on", "off", "~"]
            .iter()
            .any(|other| word.eq_ignore_ascii_case(other))
    };
    let starts_well = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/');
    let goes_on_well = !text.contains(": ") && !text.contains(" #") && !text.ends_with(':');
    if starts_well && goes_on_well && !is_word(text) { text.to_owned() } else { format!("\"{text}\"") }
}
