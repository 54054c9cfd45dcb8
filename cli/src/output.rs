//! Standard output and standard error: colours, broken pipes, and nothing in a manifest that can
//! drive a terminal.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use anyhow::Context;

use crate::exit::Failure;

/// Prints text, with its colours where they are wanted.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = anstream::stdout().lock();
    sent(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
}

pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_string_pretty(value).context("cannot write JSON")?;
    text.push('\n');
    write(text.as_bytes())
}

/// Writes bytes as they are.
pub(crate) fn write(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    sent(stdout.write_all(bytes).and_then(|()| stdout.flush()))
}

/// A line on standard error. There is nobody to tell when that fails.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// Who reads has gone when the pipe is broken: they have seen what they wanted (`… | head`).
fn sent(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Outside(anyhow::Error::new(error).context("cannot write to standard output")))
        }
        _ => Ok(()),
    }
}

/// Text of the input on one line, without anything that a terminal would obey.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    replaced(text, is_control)
}

/// The same, keeping line breaks.
pub(crate) fn clean_lines(text: &str) -> Cow<'_, str> {
    replaced(text, |character| character != '\n' && is_control(character))
}

fn replaced(text: &str, unwanted: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&unwanted) {
        return Cow::Borrowed(text);
    }
    let shown = |character| if unwanted(character) { char::REPLACEMENT_CHARACTER } else { character };
    Cow::Owned(text.chars().map(shown).collect())
}

/// Control characters, and those that turn the direction of writing.
fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `1 error`, `2 errors`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
