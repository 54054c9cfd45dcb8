//! What to tell somebody whose YAML does not parse.

use crate::source::codes;
use granit_parser::ErrorKind;

/// An explanation of a syntax error.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) hint: &'static str,
    pub(crate) offset: usize,
}

pub(crate) const TEMPLATE_HINT: &str =
    "this looks like a template; give the rendered manifest, for example the output of `helm template`";

/// Explains an error that the parser met at an offset of a text.
pub(crate) fn explain(kind: &ErrorKind, text: &str, offset: usize) -> Fault {
    if let ErrorKind::UnexpectedCharacter { character } = kind
        && character.is_control()
    {
        return control_character(*character, text, offset);
    }
    let line = line_around(text, offset);
    let (code, message, hint) = match describe(kind) {
        (message, Advice::Flatten) => (codes::TOO_DEEP, message, "flatten the value"),
        (_, _) if is_indented_by_tab(line) => tab(),
        (message, _) if line.contains("{{") => (codes::SYNTAX, message, TEMPLATE_HINT),
        (_, Advice::Tab) => tab(),
        (message, Advice::Hint(hint)) => (codes::SYNTAX, message, hint),
    };
    Fault { code, message, hint, offset }
}

/// The parser names the start of the text that holds the character.
fn control_character(character: char, text: &str, offset: usize) -> Fault {
    let ahead = text.get(offset..).and_then(|rest| rest.find(character)).unwrap_or_default();
    Fault {
        code: codes::CONTROL_CHARACTER,
        message: format!("the control character U+{:04X} stands here", u32::from(character)),
        hint: "delete it, or write it as an escape in double quotes",
        offset: offset + ahead,
    }
}

enum Advice {
    Hint(&'static str),
    Tab,
    Flatten,
}

fn tab() -> (&'static str, String, &'static str) {
    (
        codes::TAB_INDENTATION,
        "a tab is used for indentation".to_owned(),
        "indent with spaces, YAML takes no tabs there",
    )
}

fn describe(kind: &ErrorKind) -> (String, Advice) {
    use ErrorKind::*;
    let (message, hint) = match kind {
        UnclosedFlowCollection { open } => {
            let close = if *open == '[' { ']' } else { '}' };
            return (format!("the `{open}` that opens here is never closed"), close_with(close));
        }
        MismatchedFlowCollectionEnd { open, close } => {
            return (
                format!("`{close}` closes what `{open}` opened"),
                Advice::Hint("make the brackets match"),
            );
        }
        UnexpectedCharacter { character } => {
            let message = match character {
                '`' => "no value starts with a backtick".to_owned(),
                _ => format!("no value starts with `{}`", character.escape_default()),
            };
            return (message, Advice::Hint("put the value in quotes"));
        }
        TabNotAllowed
        | TabInBlockIndentation
        | TabInIndentation
        | TabAtBlockScalarStart
        | TabInPlainScalar => {
            return (String::new(), Advice::Tab);
        }
        RecursionLimitExceeded => return ("values are nested too deep".to_owned(), Advice::Flatten),

        UnexpectedEofFlowSequence
        | UnexpectedEofFlowMapping
        | UnexpectedEofImplicitFlowMapping
        | UnexpectedEofBlockSequence
        | UnexpectedEofBlockMapping
        | UnexpectedEof => {
            ("the document ends in the middle of a value", "complete it; the file may be cut off")
        }
        UnclosedQuotedScalar | DocumentIndicatorInQuotedScalar => {
            ("the quote that opens here is never closed", "add the closing quote")
        }
        InvalidTrailingSingleQuotedScalar | InvalidTrailingDoubleQuotedScalar => (
            "something stands behind the closing quote",
            "quote the whole value, and escape quotes within it",
        ),
        UnknownQuotedScalarEscape => {
            ("double quotes have no such escape", "write `\\\\` for a backslash, or use single quotes")
        }
        InvalidQuotedScalarHexEscape
        | InvalidLowSurrogateHexEscape
        | InvalidLowSurrogate
        | MissingLowSurrogate
        | UnpairedLowSurrogate
        | InvalidUnicodeEscape => ("this escape is no character", "write the character itself"),
        InvalidQuotedScalarIndent => {
            ("a quoted text goes on with too little indentation", "indent the line further than its key")
        }

        MappingValueNotAllowed | InvalidColonPlacement | FlowMappingValueAdjacentCollection => {
            ("a `:` does not belong here", "check the indentation, or put a text with `: ` in it in quotes")
        }
        InvalidMappingValueWhitespace => ("a `:` needs a space behind it", "add the space"),
        SimpleKeyExpected | InvalidSimpleKey | ExpectedBlockMappingKey | MappingKeyNotAllowed => {
            ("a key with a `:` is expected here", "write `key: value`, or check the indentation")
        }
        BlockSequenceEntryNotAllowed | BlockEntryInFlowCollection => {
            ("a list item does not belong here", "start the list in a line of its own, below its key")
        }
        InvalidBlockEntryWhitespace => ("a `-` needs a space behind it", "add the space"),
        ExpectedBlockSequenceEntry => {
            ("a list item with `-` is expected here", "start the line with `- `, or check the indentation")
        }
        ExpectedFlowMappingSeparator => ("`,` or `}` is expected here", "separate or close the entries"),
        ExpectedFlowSequenceSeparator => ("`,` or `]` is expected here", "separate or close the items"),
        MisplacedFlowCollectionEnd => ("this bracket closes nothing", "delete it, or open it before"),
        InvalidIndentation | InvalidFlowScalarIndent => {
            ("the indentation fits nothing above", "align the line with its neighbours")
        }
        PlainScalarStartsWithDashFlowIndicator => ("no text starts like this", "put the value in quotes"),
        ExpectedNodeContent | UnexpectedEndOfPlainScalar => {
            ("a value is expected here", "write one, or `null`")
        }

        ZeroBlockScalarIndent | InvalidBlockScalarHeader => {
            ("`|` or `>` is followed by something else", "start the text in the next line")
        }
        InvalidBlockScalarIndent => {
            ("a line of the text is indented less than its first line", "align the text's lines")
        }
        CommentNotSeparated => ("a comment needs a space before its `#`", "add the space, or quote the text"),
        CommentInterceptedScalar => ("a comment stands within a text", "quote the text, or move the comment"),
        BomInsideDocument => ("an invisible byte order mark stands here", "delete it"),

        ExpectedDocumentStart | MissingDocumentEndBeforeDirective | InvalidDocumentEnd => {
            ("a new document starts here without a `---`", "add a line `---`, or check the indentation")
        }
        ExpectedTagBang
        | InvalidGlobalTagCharacter
        | InvalidTagTerminator
        | MissingTagUri
        | UnclosedVerbatimTag
        | InvalidTagEscape
        | InvalidTagUtf8LeadingByte
        | InvalidTagUtf8TrailingByte
        | InvalidTagUtf8
        | UndeclaredTagHandle => ("`!` starts a tag, and this is none", "put the text in quotes"),
        MissingAnchorOrAliasName => {
            ("`&` and `*` start a name, and there is none", "put the text in quotes, or write the name")
        }
        AnchorCountOverflow => ("there are too many anchors", "write the values out"),
        DuplicateVersionDirective
        | UnsupportedYamlMajorVersion
        | DuplicateTagDirective
        | ExpectedTagDirectiveBang
        | InvalidDirectiveTerminator
        | DirectiveDisallowed
        | MissingYamlVersionSeparator
        | MissingDirectiveName
        | InvalidDirectiveName
        | DirectiveByteLimitExceeded { .. }
        | TooManyReservedDirectiveParams { .. }
        | YamlVersionTooLong
        | MissingYamlVersion
        | InvalidTagDirectiveTerminator => ("`%` starts a directive, and this is none", "delete the line"),
        // What is left concerns the parser's own plumbing, or what a later version may add.
        _ => ("this is not YAML", "check the line and the one above it"),
    };
    (message.to_owned(), Advice::Hint(hint))
}

fn close_with(bracket: char) -> Advice {
    Advice::Hint(if bracket == ']' { "add the `]`" } else { "add the `}`" })
}

/// Whether the space before a line's first word holds a tab.
fn is_indented_by_tab(line: &str) -> bool {
    line.chars().take_while(|character| character.is_whitespace()).any(|character| character == '\t')
}

fn line_around(text: &str, offset: usize) -> &str {
    let (before, after) = text.split_at(text.floor_char_boundary(offset));
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let end = after.find('\n').map_or(text.len(), |newline| before.len() + newline);
    text.get(start..end).unwrap_or_default()
}
