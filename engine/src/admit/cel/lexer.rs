use super::ParseError;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    Identifier(String),
    Int(u64),
    #[cfg(feature = "crds")]
    Literal(super::library::Literal),
    String(String),
    /// An operator or a bracket.
    Symbol(&'static str),
    End,
}

/// Longest first, so that `<=` is not read as `<`.
const SYMBOLS: [&str; 24] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}", "+",
    "-", "*", "/", "%",
];

/// All tokens with the offset of each, [`Token::End`] last.
pub(super) fn lex(source: &str) -> Result<Vec<(usize, Token)>, ParseError> {
    let mut tokens = Vec::new();
    let mut rest = skip(source);
    while !rest.is_empty() {
        let offset = source.len() - rest.len();
        let (token, after) = next(rest).map_err(|message| ParseError { offset, message })?;
        tokens.push((offset, token));
        rest = skip(after);
    }
    tokens.push((source.len(), Token::End));
    Ok(tokens)
}

/// What follows blanks and comments.
fn skip(source: &str) -> &str {
    let mut rest = source.trim_start();
    while let Some(comment) = rest.strip_prefix("//") {
        rest = comment.split_once('\n').map_or("", |(_, after)| after).trim_start();
    }
    rest
}

fn next(source: &str) -> Result<(Token, &str), String> {
    #[cfg(feature = "crds")]
    if let Some((literal, after)) = super::library::literal(source)? {
        return Ok((Token::Literal(literal), after));
    }
    if let Some(string) = string(source)? {
        return Ok(string);
    }
    if source.starts_with(|first: char| first.is_ascii_digit()) {
        let (digits, after) = take_while(source, |character| character.is_ascii_digit());
        let number = digits.parse().map_err(|_| format!("`{digits}` is too large"))?;
        return Ok((Token::Int(number), after));
    }
    // Between backticks stands a name that is none otherwise.
    if let Some((name, after)) = source.strip_prefix('`').and_then(|quoted| quoted.split_once('`')) {
        return Ok((Token::Identifier(name.to_owned()), after));
    }
    if source.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
        let (name, after) =
            take_while(source, |character| character.is_ascii_alphanumeric() || character == '_');
        return Ok((Token::Identifier(name.to_owned()), after));
    }
    let symbol = SYMBOLS.iter().find_map(|symbol| Some((*symbol, source.strip_prefix(symbol)?)));
    match (symbol, source.chars().next()) {
        (Some((symbol, after)), _) => Ok((Token::Symbol(symbol), after)),
        (None, other) => Err(format!("unexpected character `{}`", other.unwrap_or_default())),
    }
}

/// A string literal in any of its four quotes, raw or not, or `None`.
pub(super) fn string(source: &str) -> Result<Option<(Token, &str)>, String> {
    let unprefixed = source.strip_prefix(['r', 'R']);
    let (raw, text) = (unprefixed.is_some(), unprefixed.unwrap_or(source));
    let Some(quote) = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| text.starts_with(quote)) else {
        return Ok(None);
    };
    let mut rest = text.get(quote.len()..).unwrap_or_default();
    let mut value = String::new();
    loop {
        if let Some(after) = rest.strip_prefix(quote) {
            return Ok(Some((Token::String(value), after)));
        }
        let mut characters = rest.chars();
        match characters.next() {
            None => return Err("a string is not closed".to_owned()),
            Some('\\') if !raw => {
                let (character, after) = escape(characters.as_str())?;
                value.push(character);
                rest = after;
            }
            Some(character) => {
                value.push(character);
                rest = characters.as_str();
            }
        }
    }
}

fn escape(source: &str) -> Result<(char, &str), String> {
    let mut characters = source.chars();
    let letter = characters.next().unwrap_or_default();
    let after = characters.as_str();
    let character = match letter {
        '\\' | '\'' | '"' | '`' | '?' => letter,
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        'x' | 'X' => return code_point(after, 2),
        'u' => return code_point(after, 4),
        'U' => return code_point(after, 8),
        '0'..='3' => return octal(source),
        other => return Err(format!("unknown escape `\\{other}`")),
    };
    Ok((character, after))
}

fn octal(source: &str) -> Result<(char, &str), String> {
    source
        .split_at_checked(3)
        .and_then(|(digits, after)| Some((char::from_u32(u32::from_str_radix(digits, 8).ok()?)?, after)))
        .ok_or_else(|| "an escape needs 3 octal digits".to_owned())
}

fn code_point(source: &str, digits: usize) -> Result<(char, &str), String> {
    source
        .split_at_checked(digits)
        .and_then(|(hex, after)| Some((char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, after)))
        .ok_or_else(|| format!("an escape needs {digits} hexadecimal digits"))
}

pub(super) fn take_while(source: &str, accept: impl Fn(char) -> bool) -> (&str, &str) {
    let end = source.find(|character| !accept(character)).unwrap_or(source.len());
    source.split_at_checked(end).unwrap_or((source, ""))
}
