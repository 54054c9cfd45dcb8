//! Regular expressions of routes: RE2's dialect, whole-value matches.
//!
//! `RegularExpression` is implementation-specific in Gateway API (`HTTPPathMatch.type`,
//! `HTTPHeaderMatch.type`, `HTTPQueryParamMatch.type`). Envoy-based implementations take RE2 and
//! match the whole value; manifests are written for that, so we do the same.

use std::fmt;

use regex_lite::{Regex, RegexBuilder};

/// A compiled regular expression. It matches a whole value, never a part of one.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

/// Why a regular expression cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError(String);

/// What a compiled expression may weigh. A rule's value has at most 4,096 characters, and a
/// hostile one like `(((a{99}){99}){99}` must end in an error, not in gigabytes.
const SIZE_LIMIT: usize = 1 << 18;

impl Pattern {
    pub fn new(source: &str) -> Result<Self, PatternError> {
        build(&format!("^(?:{})$", translate(source)?)).map(Pattern)
    }

    pub fn matches(&self, value: &str) -> bool {
        self.0.is_match(value)
    }

    /// The elements of a path that stand before the first operator, and so before all that it matches; empty where there
    /// may be alternatives.
    pub(crate) fn directory(&self) -> &str {
        let source = self.0.as_str().strip_prefix("^(?:").unwrap_or_default();
        let literal = if source.contains('|') { "" } else { source };
        let end = literal.find(['\\', '.', '+', '*', '?', '(', ')', '[', '{', '^', '$']).unwrap_or_default();
        let slash = literal.get(..end).and_then(|literal| literal.rfind('/')).unwrap_or_default();
        literal.get(..slash).unwrap_or_default()
    }
}

/// An expression that may match a part of a value, as those of schemas do.
#[cfg(feature = "crds")]
pub(crate) fn part(source: &str) -> Result<Regex, PatternError> {
    build(&translate(source)?)
}

fn build(translated: &str) -> Result<Regex, PatternError> {
    RegexBuilder::new(translated)
        .size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| PatternError(error.to_string()))
}

// === impl PatternError ===

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// === RE2's dialect in the terms of `regex-lite` ===

/// Rewrites what RE2 allows and `regex-lite` reads differently or refuses: a brace that opens no
/// repetition (`/users/{id}`), `\Q…\E`, octal escapes, and the bracket and set operators inside a
/// class (`[[a]`, `[a&&b]`), which are plain characters in RE2.
fn translate(source: &str) -> Result<String, PatternError> {
    let mut out = String::with_capacity(source.len() + 8);
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        let after = rest.get(next.len_utf8()..).unwrap_or_default();
        rest = match next {
            '\\' => escape(after, &mut out)?,
            '[' => class(after, &mut out)?,
            '{' if !opens_repetition(after) => {
                out.push_str("\\{");
                after
            }
            _ => {
                out.push(next);
                after
            }
        };
    }
    Ok(out)
}

/// `{2}`, `{2,}` and `{2,5}` repeat; any other brace is itself.
pub(crate) fn opens_repetition(after: &str) -> bool {
    let Some((inside, _)) = after.split_once('}') else { return false };
    let (low, high) = inside.split_once(',').unwrap_or((inside, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !low.is_empty() && digits(low) && digits(high)
}

/// What stands behind a backslash; answers what is left to read.
fn escape<'a>(after: &'a str, out: &mut String) -> Result<&'a str, PatternError> {
    let Some(next) = after.chars().next() else {
        return Err(PatternError("trailing backslash at the end of the expression".to_owned()));
    };
    let rest = after.get(next.len_utf8()..).unwrap_or_default();
    match next {
        'Q' => {
            let (literal, rest) = rest.split_once("\\E").unwrap_or((rest, ""));
            out.push_str(&regex_lite::escape(literal));
            Ok(rest)
        }
        '0'..='7' => {
            let digits = after.bytes().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
            // RE2 reads `\1` as a backreference, which it does not have; `\0` and `\12` are octal.
            if next != '0' && digits < 2 {
                return Err(PatternError(format!("backreference `\\{next}` is not part of RE2")));
            }
            let (octal, rest) = after.split_at_checked(digits).unwrap_or((after, ""));
            let code = u32::from_str_radix(octal, 8).unwrap_or_default();
            out.push_str(&format!("\\x{{{code:x}}}"));
            Ok(rest)
        }
        'C' | 'p' | 'P' => {
            Err(PatternError(format!("`\\{next}` is not supported: write the characters as a class")))
        }
        _ => {
            out.push('\\');
            out.push(next);
            Ok(rest)
        }
    }
}

/// A bracketed class, copied up to its end with RE2's plain characters escaped.
fn class<'a>(after: &'a str, out: &mut String) -> Result<&'a str, PatternError> {
    out.push('[');
    let mut rest = after;
    if let Some(negated) = rest.strip_prefix('^') {
        out.push('^');
        rest = negated;
    }
    let mut first = true;
    while let Some(next) = rest.chars().next() {
        let after = rest.get(next.len_utf8()..).unwrap_or_default();
        rest = match next {
            ']' if first => {
                out.push_str("\\]");
                after
            }
            ']' => {
                out.push(']');
                return Ok(after);
            }
            '[' if after.starts_with(':') => match after.split_once(":]") {
                Some((name, rest)) => {
                    out.push('[');
                    out.push_str(name);
                    out.push_str(":]");
                    rest
                }
                None => {
                    out.push_str("\\[");
                    after
                }
            },
            '\\' => escape(after, out)?,
            '[' | '&' | '~' => {
                out.push('\\');
                out.push(next);
                after
            }
            '-' if after.starts_with('-') => {
                out.push_str("\\-");
                after
            }
            _ => {
                out.push(next);
                after
            }
        };
        first = false;
    }
    Err(PatternError("missing closing `]` of a character class".to_owned()))
}

#[cfg(test)]
mod tests;
