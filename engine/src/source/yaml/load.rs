//! YAML events become values and their spans.

use super::{
    Lines,
    budget::Budget,
    mapping::{Inherited, MapBuilder},
    node::{ListBuilder, Node},
    scalar::{self, Scalar},
    spans::Span,
    split::{self, Chunk},
    syntax,
};
use crate::source::{Draft, Findings, Severity, codes, excerpt, object::noun};
use granit_parser::{Event, Parser, ScalarStyle, StrInput, StructureStyle, Tag};
use serde_json::Value;

/// Why nothing more comes of a document, of a chunk, or of the whole file. A problem is reported already.
enum Stop {
    Document,
    Chunk,
    File,
}

pub(crate) struct Loader<'a> {
    text: &'a str,
    lines: &'a Lines,
    chunk: Chunk,
    parser: Parser<'a, StrInput<'a>>,
    /// Where the parser's text starts in the file.
    offset: usize,
    /// Behind the start of the current document: what ends it comes later.
    inside: usize,
    /// Anchors of the current document. `None` while the anchored value is still being read.
    anchors: Vec<(usize, Option<Node>)>,
    /// The document has a problem that leaves no faithful value.
    broken: bool,
    budget: &'a mut Budget,
    findings: &'a mut Findings,
}

/// What `!!` stands for.
const CORE: &str = "tag:yaml.org,2002:";

// === impl Loader ===

impl<'a> Loader<'a> {
    /// Nested lists and mappings: the API server's own decoders stop in the same order of magnitude.
    pub(crate) const DEPTH: usize = 128;

    pub(crate) fn new(
        text: &'a str,
        lines: &'a Lines,
        chunk: Chunk,
        budget: &'a mut Budget,
        findings: &'a mut Findings,
    ) -> Self {
        let offset = chunk.range.start;
        let parser = parser(text, offset, &chunk);
        Loader {
            text,
            lines,
            chunk,
            parser,
            offset,
            inside: offset + 1,
            anchors: Vec::new(),
            broken: false,
            budget,
            findings,
        }
    }

    /// Reads every document that can be read. After a bad one it goes on behind the next `---`. Answers whether more of
    /// the file may be read.
    pub(crate) fn load(mut self, mut emit: impl FnMut(Draft, &mut Findings)) -> bool {
        loop {
            match self.next_document() {
                Ok(Some(document)) => emit(document, self.findings),
                Ok(None) => {}
                Err(Stop::Document) if self.resume() => {}
                Err(stop) => return !matches!(stop, Stop::File),
            }
        }
    }

    /// One document; `None` where it is empty or has a problem that is reported.
    fn next_document(&mut self) -> Result<Option<Draft>, Stop> {
        loop {
            match self.next()? {
                (Event::StreamStart, _) => {}
                (Event::DocumentStart(..), span) => self.inside = span.end as usize,
                (Event::StreamEnd, _) => return Err(Stop::Chunk),
                (event, span) => return self.document(event, span),
            }
        }
    }

    fn document(&mut self, event: Event<'a>, span: Span) -> Result<Option<Draft>, Stop> {
        self.anchors.clear();
        self.broken = false;
        let Node { value, spans, .. } = self.node(event, span, 1)?;
        // What follows is the document's end.
        self.next()?;
        let usable = !self.broken && !value.is_null();
        Ok(usable.then(|| Draft { file: self.findings.file(), value, spans }))
    }

    /// Leaves the current document behind, however it ends.
    fn resume(&mut self) -> bool {
        let text = self.text.get(..self.chunk.range.end).unwrap_or_default();
        let Some(boundary) = split::next_boundary(text, self.inside) else { return false };
        self.parser = parser(self.text, boundary, &self.chunk);
        self.offset = boundary;
        self.inside = boundary + 1;
        true
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), Stop> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, self.span(span))),
            Some(Err(error)) => Err(self.syntax_error(&error)),
            None => Err(Stop::Chunk),
        }
    }

    fn span(&self, span: granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or_default();
        Span { start: (self.offset + range.start) as u32, end: (self.offset + range.end) as u32 }
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, Stop> {
        if self.budget.values.spend(1).is_err() {
            let message = format!("the file has more than {} values", self.budget.values.most);
            self.error(span, codes::TOO_MANY_VALUES, message, "split it into several files");
            return Err(Stop::File);
        }
        match event {
            Event::Alias(anchor) => self.alias(anchor, span, depth),
            Event::UnresolvedAlias(name) => {
                let name = excerpt(&name);
                let message = format!("`*{name}` refers to an anchor that is not defined before it");
                let hint = format!("write `&{name}` before a value earlier in the same document");
                Ok(self.unusable(span, codes::UNKNOWN_ANCHOR, message, &hint))
            }
            Event::Scalar(text, style, anchor, tag) => {
                let node = self.scalar(&text, style, tag.as_deref(), span);
                self.keep(anchor, &node, span)?;
                Ok(node)
            }
            Event::SequenceStart(style, anchor, _) => {
                self.open(anchor, span, depth)?;
                let node = self.list(style, span, depth)?;
                self.keep(anchor, &node, span)?;
                Ok(node)
            }
            Event::MappingStart(style, anchor, _) => {
                self.open(anchor, span, depth)?;
                let node = self.mapping(style, span, depth)?;
                self.keep(anchor, &node, span)?;
                Ok(node)
            }
            // The parser promises a value here.
            _ => Err(Stop::Chunk),
        }
    }

    fn list(&mut self, style: StructureStyle, start: Span, depth: usize) -> Result<Node, Stop> {
        let mut list = ListBuilder::default();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                let end = match style {
                    StructureStyle::Flow => span.end,
                    StructureStyle::Block => list.end().unwrap_or(start.end),
                };
                return Ok(list.finish(Span { start: start.start, end }));
            }
            list.push(self.node(event, span, depth + 1)?);
        }
    }

    fn mapping(&mut self, style: StructureStyle, start: Span, depth: usize) -> Result<Node, Stop> {
        let mut map = MapBuilder::default();
        // Not what the entries say: aliases and merges bring in places from elsewhere.
        let mut extent = None;
        loop {
            let (event, key_span) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                return Ok(map.finish(match style {
                    StructureStyle::Flow => Span { start: start.start, end: key_span.end },
                    StructureStyle::Block => extent.unwrap_or(start),
                }));
            }
            let merges = is_merge(&event);
            let plain = matches!(&event, Event::Scalar(_, ScalarStyle::Plain, _, None));
            let key = self.node(event, key_span, depth + 1)?;
            let (event, span) = self.next()?;
            let mut value = self.node(event, span, depth + 1)?;
            if value.spans.value.is_empty() {
                // `name:` with nothing behind it: the key is what can be shown.
                value.spans.value = key_span;
            }
            let begin = extent.map_or(key_span.start, |extent: Span| extent.start);
            extent = Some(Span { start: begin, end: value.spans.value.end.max(key_span.end) });
            if merges {
                self.merge(&mut map, value, key_span);
            } else if let Some(key) = self.key(&key, key_span, plain) {
                self.set(&mut map, key, key_span, value);
            }
        }
    }

    fn set(&mut self, map: &mut MapBuilder, key: String, key_span: Span, value: Node) {
        if let Some(earlier) = map.set(key, key_span, value)
            && !self.findings.is_full()
        {
            let first = self.lines.position(self.text, earlier.start as usize);
            let key = excerpt(key_span.slice(self.text));
            let message =
                format!("the key `{key}` is already set in line {}, column {}", first.line, first.column);
            let hint = "keep one of the two; the last one counts";
            self.error(key_span, codes::DUPLICATE_KEY, message, hint);
        }
    }

    fn merge(&mut self, map: &mut MapBuilder, value: Node, key_span: Span) {
        let (height, weight) = (value.height, value.weight);
        let Some(sources) = Inherited::from_node(value) else {
            let message = "`<<` merges mappings, and this is something else".to_owned();
            let hint = "write `<<: *name`, where `&name` marks a mapping, or quote the key";
            self.unusable(key_span, codes::INVALID_MERGE, message, hint);
            return;
        };
        map.account(height, weight);
        for source in sources {
            if let Some(key) = map.inherit(source) {
                let key = excerpt(&key);
                let message = format!("`<<` replaces the value of `{key}` that is set above it");
                let hint = "write `<<` first, so that the keys below it win";
                self.warning(key_span, codes::MERGE_OVERRIDES, message, hint);
            }
        }
    }

    /// The text that a key becomes in JSON.
    fn key(&mut self, key: &Node, span: Span, plain: bool) -> Option<String> {
        let Some(text) = scalar::key(&key.value) else {
            let message = format!("a key is a text, and this is {}", noun(&key.value));
            let hint = match self.text.get(span.start as usize..) {
                Some(rest) if rest.starts_with('{') => syntax::TEMPLATE_HINT,
                _ => "put the key in quotes",
            };
            self.unusable(span, codes::INVALID_KEY, message, hint);
            return None;
        };
        let written = span.slice(self.text);
        if plain && key.value.is_boolean() && written != text {
            let message = format!("the key `{written}` is a boolean in YAML and becomes `{text}`");
            let hint = format!("write `\"{written}\"` if that is the field's name");
            self.warning(span, codes::BOOLEAN_KEY, message, &hint);
        }
        Some(text)
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Node {
        // The parser writes `~` for a value that is not there.
        let text = if span.is_empty() { "" } else { text };
        let trimmed = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.without_trailing_space(span),
            _ => span,
        };
        let untagged = if style == ScalarStyle::Plain { scalar::resolve(text) } else { Scalar::Text };
        let scalar = match tag {
            None => Some(untagged),
            Some(tag) => scalar::resolve_tagged(tag.suffix_in_namespace(CORE).as_deref(), text),
        };
        let Some(scalar) = scalar else {
            let tag = tag.map(Tag::original).unwrap_or_default();
            let message = format!("`{}` is no `{}`", excerpt(text), excerpt(&tag));
            return self.unusable(
                span,
                codes::INVALID_TAG,
                message,
                "leave the tag out, or write a value that fits it",
            );
        };
        match scalar.value(text) {
            Some(value) => Node::scalar(value, trimmed),
            None => {
                let message = format!("JSON has no number `{}`", excerpt(text));
                self.unusable(span, codes::INVALID_NUMBER, message, "put it in quotes if it is a text")
            }
        }
    }

    fn without_trailing_space(&self, span: Span) -> Span {
        let text = span.slice(self.text);
        Span { start: span.start, end: span.start + text.trim_end().len() as u32 }
    }

    /// Before the inside of a list or mapping is read.
    fn open(&mut self, anchor: usize, span: Span, depth: usize) -> Result<(), Stop> {
        if anchor != 0 {
            self.set_anchor(anchor, None);
        }
        if depth > Self::DEPTH { Err(self.too_deep(span)) } else { Ok(()) }
    }

    /// Keeps a value that has an anchor, for the aliases that may follow.
    fn keep(&mut self, anchor: usize, node: &Node, span: Span) -> Result<(), Stop> {
        if anchor != 0 {
            self.spend(node.weight, span)?;
            self.set_anchor(anchor, Some(node.clone()));
        }
        Ok(())
    }

    fn set_anchor(&mut self, anchor: usize, node: Option<Node>) {
        let place = self.anchors.partition_point(|(known, _)| *known < anchor);
        match self.anchors.get_mut(place) {
            Some((known, kept)) if *known == anchor => *kept = node,
            _ => self.anchors.insert(place, (anchor, node)),
        }
    }

    fn anchored(&self, anchor: usize) -> Option<&Node> {
        let place = self.anchors.binary_search_by_key(&anchor, |(known, _)| *known).ok()?;
        self.anchors.get(place)?.1.as_ref()
    }

    fn alias(&mut self, anchor: usize, span: Span, depth: usize) -> Result<Node, Stop> {
        let Some(node) = self.anchored(anchor) else {
            let message = "this alias stands inside the value that it refers to".to_owned();
            return Ok(self.unusable(span, codes::UNKNOWN_ANCHOR, message, "write the value out"));
        };
        // Depth counts lists and mappings, and a text adds none.
        if depth + node.height > Self::DEPTH + 1 {
            return Err(self.too_deep(span));
        }
        let weight = node.weight;
        self.spend(weight, span)?;
        let copy = self.anchored(anchor).cloned();
        let mut node = copy.unwrap_or_else(|| Node::scalar(Value::Null, span));
        node.spans.value = span;
        Ok(node)
    }

    fn spend(&mut self, weight: usize, span: Span) -> Result<(), Stop> {
        self.budget.copied_bytes.spend(weight).map_err(|_| {
            let most = self.budget.copied_bytes.most >> 20;
            let message = format!("the anchors and aliases of this file copy more than {most} MiB");
            self.error(span, codes::TOO_MANY_ALIASES, message, "write the values out, or split the file");
            Stop::Document
        })
    }

    fn too_deep(&mut self, span: Span) -> Stop {
        let message = format!("values are nested more than {} deep", Self::DEPTH);
        self.error(span, codes::TOO_DEEP, message, "no Kubernetes object needs that; flatten the value");
        Stop::Document
    }

    fn syntax_error(&mut self, error: &granit_parser::ScanError) -> Stop {
        let offset = self.offset + error.marker().byte_offset().unwrap_or_default();
        let fault = syntax::explain(error.kind(), self.text, offset);
        let offset = fault.offset as u32;
        self.error(Span { start: offset, end: offset }, fault.code, fault.message, fault.hint);
        Stop::Document
    }

    /// Reports a value that cannot be kept. The document is read on for more problems and then left out.
    fn unusable(&mut self, span: Span, code: &'static str, message: String, hint: &str) -> Node {
        self.broken = true;
        self.error(span, code, message, hint);
        Node::scalar(Value::Null, span)
    }

    fn error(&mut self, span: Span, code: &'static str, message: String, hint: &str) {
        self.findings.error(span.place(self.findings.file()), code, message, hint);
    }

    fn warning(&mut self, span: Span, code: &'static str, message: String, hint: &str) {
        self.findings.push(Severity::Warning, span.place(self.findings.file()), code, message, hint);
    }
}

fn parser<'a>(text: &'a str, offset: usize, chunk: &Chunk) -> Parser<'a, StrInput<'a>> {
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        block_scalar_eof_without_line_feed: true,
        // JSON knows no limit for a key's length.
        simple_key_max_lookahead: if chunk.json { usize::MAX } else { 1024 },
    };
    Parser::new_from_str_with_options(text.get(offset..chunk.range.end).unwrap_or_default(), options)
}

/// A plain `<<` in the place of a key.
fn is_merge(event: &Event<'_>) -> bool {
    matches!(event, Event::Scalar(text, ScalarStyle::Plain, _, None) if text == "<<")
}
