//! Draws a diagnostic: its place, the line of source, a caret and what to do.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};
use engine::{report::Diagnostic, source::Sources};

/// How much of a line is shown before and behind the beginning of the problem, in characters.
const BEFORE: usize = 40;
const WIDEST: usize = 160;

/// Several lines, styled, without a line break at the end.
pub(crate) fn draw(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let level = match diagnostic.severity {
        "error" => Level::ERROR,
        "warning" => Level::WARNING,
        _ => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    let mut group = Group::with_title(title);
    let excerpt = Excerpt::of(diagnostic, sources);
    if let Some(path) = &diagnostic.file {
        let whole = excerpt.as_ref().is_some_and(|excerpt| excerpt.whole);
        if let (false, Some(range)) = (whole, diagnostic.range) {
            let origin = Origin::path(path.as_str());
            group = group.element(origin.line(range.start.line).char_column(range.start.column));
        } else if !whole {
            group = group.element(Origin::path(path.as_str()));
        }
        if let Some(Excerpt { line, text, caret, whole }) = &excerpt {
            let annotation = AnnotationKind::Primary.span(caret.clone()).label(about(diagnostic));
            let snippet = Snippet::source(text.as_str()).line_start(*line).annotation(annotation);
            group = group.element(snippet.path(whole.then_some(path.as_str())));
        }
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(WIDEST + 40);
    renderer.render(&[group])
}

/// The object and the field, to stand beside the caret.
fn about(diagnostic: &Diagnostic) -> Option<String> {
    let object = diagnostic.object.as_ref()?;
    let name = format!("{} {}", object.kind, object.name);
    Some(if diagnostic.field_path.is_empty() { name } else { format!("{name}: {}", diagnostic.field_path) })
}

/// The part of one line that is shown, and the part of that which is meant.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt {
    line: usize,
    text: String,
    caret: std::ops::Range<usize>,
    /// Whether the line is short enough to be shown from its beginning: then columns agree.
    whole: bool,
}

impl Excerpt {
    fn of(diagnostic: &Diagnostic, sources: &Sources) -> Option<Self> {
        let range = diagnostic.range?;
        let text = sources.files.get(diagnostic.file_number?)?.text.as_str();
        let start = text.floor_char_boundary(diagnostic.bytes.start);
        let end = text.ceil_char_boundary(diagnostic.bytes.end.max(start));
        // Of a value that goes on over several lines, its first stands for it.
        let first = text.get(..start)?.rfind('\n').map_or(0, |newline| newline + 1);
        let last = text.get(start..)?.find('\n').map_or(text.len(), |newline| start + newline);
        Some(Excerpt::cut(range.start.line, text.get(first..last)?, start - first, end.min(last) - first))
    }

    /// A window on a line that may be very long.
    fn cut(line: usize, text: &str, start: usize, end: usize) -> Self {
        let text = text.strip_suffix('\r').unwrap_or(text);
        let (start, end) = (start.min(text.len()), end.min(text.len()));
        if text.len() <= WIDEST {
            return Excerpt { line, text: text.to_owned(), caret: start..end, whole: true };
        }
        let from = text[..start].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
        let to = text[from..].char_indices().nth(WIDEST).map_or(text.len(), |(at, _)| from + at);
        let before = if from > 0 { "… " } else { "" };
        let after = if to < text.len() { " …" } else { "" };
        let shift = |at: usize| at.clamp(from, to) - from + before.len();
        Excerpt {
            line,
            text: format!("{before}{}{after}", &text[from..to]),
            caret: shift(start)..shift(end),
            whole: false,
        }
    }
}
