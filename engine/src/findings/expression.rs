//! Regular expressions that are literals with a plain end: `/foo`, `/foo/.*`, `/foo(/.*)?`.

use std::str::Chars;

use super::language::{Form, Rest};
use crate::pattern::opens_repetition;

/// How deep groups are followed, and how many forms are kept.
const DEEPEST: usize = 16;
const MOST: usize = 32;

/// The forms of an expression, and whether they are just what it matches. Nothing for an expression
/// that is read differently from here on, such as one with flags.
pub(super) fn forms(source: &str) -> Option<(Vec<Form>, bool)> {
    let mut parser = Parser { rest: source.chars() };
    let alternatives = parser.alternatives(0)?;
    if parser.rest.next().is_some() {
        return None;
    }
    let mut reader = Reader { exact: true };
    let start = Partial { literal: String::new(), rest: Rest::Nothing, ended: false };
    let partials = reader.any_of(vec![start], &alternatives)?;
    let forms = partials.into_iter().map(|Partial { literal, rest, .. }| Form { literal, rest }).collect();
    Some((forms, reader.exact))
}

enum Node {
    Literal(char),
    /// `.*`
    Anything,
    /// `.+`
    Something,
    /// `^`
    Start,
    /// `$`
    End,
    Maybe(Box<Node>),
    /// Alternatives, each a sequence.
    Group(Vec<Vec<Node>>),
    /// Whatever it matches, nobody here knows.
    Other,
}

// === reading the text ===

struct Parser<'a> {
    rest: Chars<'a>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn take(&mut self, text: &str) -> bool {
        match self.rest.as_str().strip_prefix(text) {
            Some(rest) => {
                self.rest = rest.chars();
                true
            }
            None => false,
        }
    }

    /// Up to the end or a closing parenthesis.
    fn alternatives(&mut self, depth: usize) -> Option<Vec<Vec<Node>>> {
        if depth > DEEPEST {
            return None;
        }
        let mut all = vec![Vec::new()];
        while let Some(next) = self.peek() {
            match next {
                ')' => break,
                '|' => {
                    self.rest.next();
                    all.push(Vec::new());
                }
                _ => {
                    let node = self.repeated(depth)?;
                    all.last_mut()?.push(node);
                }
            }
        }
        Some(all)
    }

    /// An atom and what is said of its number.
    fn repeated(&mut self, depth: usize) -> Option<Node> {
        let dot = self.peek() == Some('.');
        let atom = self.atom(depth)?;
        let mut node = match self.quantifier() {
            None => return Some(atom),
            Some('*') if dot => Node::Anything,
            Some('+') if dot => Node::Something,
            Some('?') if !matches!(atom, Node::Start | Node::End) => Node::Maybe(Box::new(atom)),
            Some(_) => Node::Other,
        };
        // Of a lazy repetition the whole value matches just as much.
        self.take("?");
        while self.quantifier().is_some() {
            node = Node::Other;
        }
        Some(node)
    }

    fn quantifier(&mut self) -> Option<char> {
        let next = self.peek()?;
        match next {
            '*' | '+' | '?' => self.rest.next(),
            '{' => {
                let (_, after) = self.rest.as_str().split_once('{')?;
                if !opens_repetition(after) {
                    return None;
                }
                let (_, after) = after.split_once('}')?;
                self.rest = after.chars();
                Some('{')
            }
            _ => None,
        }
    }

    fn atom(&mut self, depth: usize) -> Option<Node> {
        Some(match self.rest.next()? {
            '.' => Node::Other,
            '^' => Node::Start,
            '$' => Node::End,
            '\\' => match self.rest.next()? {
                'Q' => return None,
                'A' => Node::Start,
                'z' => Node::End,
                escaped if escaped.is_ascii_punctuation() => Node::Literal(escaped),
                _ => Node::Other,
            },
            '[' => self.class()?,
            '(' => {
                if self.take("?P<") || self.take("?<") {
                    self.rest.find(|character| *character == '>')?;
                } else if !self.take("?:") && self.peek() == Some('?') {
                    return None;
                }
                let group = self.alternatives(depth + 1)?;
                if !self.take(")") {
                    return None;
                }
                Node::Group(group)
            }
            '*' | '+' | '?' => return None,
            literal => Node::Literal(literal),
        })
    }

    /// What follows `[`. A class of one character is that character.
    fn class(&mut self) -> Option<Node> {
        let negated = self.take("^");
        let mut only = None;
        let mut members = 0;
        loop {
            members += 1;
            match self.rest.next()? {
                ']' if members > 1 => break,
                '[' if self.peek() == Some(':') => {
                    let (_, after) = self.rest.as_str().split_once(":]")?;
                    self.rest = after.chars();
                    members += 1;
                }
                '\\' => {
                    only = self.rest.next().filter(char::is_ascii_punctuation);
                }
                member => only = Some(member),
            }
        }
        Some(match only {
            Some(literal) if members == 2 && !negated => Node::Literal(literal),
            _ => Node::Other,
        })
    }
}

// === what it matches ===

/// A form that is being written.
#[derive(Clone)]
struct Partial {
    literal: String,
    rest: Rest,
    /// Behind `$`: only what matches nothing may follow.
    ended: bool,
}

struct Reader {
    exact: bool,
}

impl Reader {
    fn any_of(&mut self, before: Vec<Partial>, alternatives: &[Vec<Node>]) -> Option<Vec<Partial>> {
        let mut all = Vec::new();
        for sequence in alternatives {
            let mut partials = before.clone();
            for node in sequence {
                partials = self.then(partials, node)?;
            }
            all.extend(partials);
            if all.len() > MOST {
                return None;
            }
        }
        Some(all)
    }

    fn then(&mut self, mut partials: Vec<Partial>, node: &Node) -> Option<Vec<Partial>> {
        match node {
            Node::Group(alternatives) => return self.any_of(partials, alternatives),
            Node::Maybe(inner) => {
                let with = self.then(partials.clone(), inner)?;
                partials.extend(with);
                return (partials.len() <= MOST).then_some(partials);
            }
            Node::Literal(_) | Node::Something => partials.retain(|partial| !partial.ended),
            Node::Start => {
                partials.retain(|partial| partial.literal.is_empty() && partial.rest != Rest::Something);
            }
            Node::Anything | Node::End | Node::Other => {}
        }
        for partial in &mut partials {
            self.extend(partial, node);
        }
        Some(partials)
    }

    fn extend(&mut self, partial: &mut Partial, node: &Node) {
        let open = partial.rest == Rest::Nothing;
        match node {
            Node::Literal(literal) if open => partial.literal.push(*literal),
            Node::Start if open => {}
            Node::End => partial.ended = true,
            Node::Anything if partial.ended || !open => {}
            Node::Anything => partial.rest = Rest::Anything,
            Node::Something => {
                self.exact &= partial.rest != Rest::Something;
                partial.rest = Rest::Something;
            }
            // From here on only the beginning is known.
            Node::Literal(_) | Node::Start | Node::Other | Node::Maybe(_) | Node::Group(_) => {
                self.exact = false;
                if open && !partial.ended {
                    partial.rest = Rest::Anything;
                }
            }
        }
    }
}
