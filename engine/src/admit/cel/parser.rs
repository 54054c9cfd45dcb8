use super::{
    ParseError,
    ast::{Expr, Format, Function, Item, Macro, Operator, Quantifier},
    lexer::{Token, lex},
};
use crate::admit::schema::{Pattern, known::known};

/// How deep expressions may nest, so that neither the parser nor the evaluator can run out of stack.
const MAX_DEPTH: usize = 96;

const OPERATORS: [&[(&str, Operator)]; 3] = [
    &[
        ("==", Operator::Equal),
        ("!=", Operator::NotEqual),
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ],
    &[("+", Operator::Add), ("-", Operator::Subtract)],
    &[("*", Operator::Multiply), ("/", Operator::Divide), ("%", Operator::Modulo)],
];

/// The expression, and whether it mentions `oldSelf`.
pub(super) fn parse(source: &str) -> Result<(Expr, bool), ParseError> {
    let mut parser = Parser {
        tokens: lex(source)?,
        next: 0,
        variables: vec!["self".to_owned(), "oldSelf".to_owned()],
        depth: 0,
        transition: false,
    };
    let expr = parser.expression()?;
    match parser.peek() {
        Token::End => Ok((expr, parser.transition)),
        _ => Err(parser.error("expected an operator or the end")),
    }
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    /// The names in scope: what a rule is given, then the variables of the macros around.
    variables: Vec<String>,
    depth: usize,
    transition: bool,
}

type Parsed = Result<Expr, ParseError>;

impl Parser {
    fn expression(&mut self) -> Parsed {
        self.nested(Parser::conditional)
    }

    fn conditional(&mut self) -> Parsed {
        let condition = self.disjunction()?;
        if !self.accept("?") {
            return Ok(condition);
        }
        let then = self.nested(Parser::disjunction)?;
        self.expect(":")?;
        let otherwise = self.expression()?;
        Ok(Expr::Conditional {
            condition: Box::new(condition),
            then: Box::new(then),
            otherwise: Box::new(otherwise),
        })
    }

    fn disjunction(&mut self) -> Parsed {
        self.chain("||", Parser::conjunction, Expr::Or)
    }

    fn conjunction(&mut self) -> Parsed {
        self.chain("&&", |parser| parser.binary(0), Expr::And)
    }

    fn chain(
        &mut self,
        symbol: &str,
        operand: impl Fn(&mut Self) -> Parsed,
        join: impl Fn(Box<Expr>, Box<Expr>) -> Expr,
    ) -> Parsed {
        let entered = self.depth;
        let mut left = operand(self)?;
        while self.accept(symbol) {
            self.deepen()?;
            left = join(Box::new(left), Box::new(operand(self)?));
        }
        self.depth = entered;
        Ok(left)
    }

    /// Operators of one level of precedence, from the loosest, 0, to the tightest.
    fn binary(&mut self, level: usize) -> Parsed {
        let Some(operators) = OPERATORS.get(level) else { return self.unary() };
        let entered = self.depth;
        let mut left = self.binary(level + 1)?;
        while let Some(operator) = self.accept_operator(operators, level) {
            self.deepen()?;
            let right = self.binary(level + 1)?;
            left = Expr::Binary { operator, left: Box::new(left), right: Box::new(right) };
        }
        self.depth = entered;
        Ok(left)
    }

    fn accept_operator(&mut self, operators: &[(&str, Operator)], level: usize) -> Option<Operator> {
        if level == 0 && self.peek() == &Token::Identifier("in".to_owned()) {
            self.next += 1;
            return Some(Operator::In);
        }
        operators.iter().find_map(|(symbol, operator)| self.accept(symbol).then_some(*operator))
    }

    fn unary(&mut self) -> Parsed {
        if self.accept("!") {
            return Ok(Expr::Not(Box::new(self.nested(Parser::unary)?)));
        }
        if self.accept("-") {
            if self.peek() == &Token::Int(i64::MIN.unsigned_abs()) {
                self.next += 1;
                return Ok(Expr::Int(i64::MIN));
            }
            return Ok(Expr::Negate(Box::new(self.nested(Parser::unary)?)));
        }
        self.member()
    }

    fn member(&mut self) -> Parsed {
        let entered = self.depth;
        let mut operand = self.primary()?;
        loop {
            self.deepen()?;
            if self.accept(".") {
                let optional = cfg!(feature = "crds") && self.accept("?");
                let name = self.identifier()?;
                operand = if optional {
                    optional_field(operand, &name)
                } else if self.accept("(") {
                    self.method(operand, &name)?
                } else {
                    Expr::Select { operand: Box::new(operand), field: unescape(&name) }
                };
            } else if self.accept("[") {
                let optional = cfg!(feature = "crds") && self.accept("?");
                let index = Box::new(self.expression()?);
                self.expect("]")?;
                operand = indexed(operand, index, optional);
            } else {
                self.depth = entered;
                return Ok(operand);
            }
        }
    }

    fn primary(&mut self) -> Parsed {
        match self.peek().clone() {
            Token::Int(number) => {
                let number = i64::try_from(number).map_err(|_| self.error("an `int` is too large"))?;
                self.next += 1;
                Ok(Expr::Int(number))
            }
            Token::String(text) => {
                self.next += 1;
                Ok(Expr::String(text))
            }
            Token::Symbol("(") => {
                self.next += 1;
                let inner = self.expression()?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Symbol("[") => {
                self.next += 1;
                self.list()
            }
            #[cfg(feature = "crds")]
            Token::Symbol("{") => {
                self.next += 1;
                self.map()
            }
            #[cfg(feature = "crds")]
            Token::Literal(literal) => {
                self.next += 1;
                Ok(Expr::Literal(literal))
            }
            Token::Identifier(name) => {
                self.next += 1;
                if self.accept("(") { self.function(&name) } else { self.word(name) }
            }
            Token::Symbol(_) | Token::End => Err(self.error("expected a value")),
        }
    }

    fn word(&mut self, name: String) -> Parsed {
        match name.as_str() {
            "null" => Ok(Expr::Null),
            "true" => Ok(Expr::Bool(true)),
            "false" => Ok(Expr::Bool(false)),
            "format" if !self.variables.contains(&name) => self.format(),
            _ if self.variables.contains(&name) => {
                self.transition |= name == "oldSelf";
                Ok(Expr::Variable(name))
            }
            #[cfg(feature = "crds")]
            _ => self.library(&name),
            #[cfg(not(feature = "crds"))]
            _ => Err(self.undeclared(&name)),
        }
    }

    fn undeclared(&self, name: &str) -> ParseError {
        self.error(&format!("undeclared reference to `{name}`"))
    }

    /// A type, or a function that stands behind the name of its library.
    #[cfg(feature = "crds")]
    fn library(&mut self, name: &str) -> Parsed {
        if let Some(literal) = super::library::Literal::type_named(name) {
            return Ok(Expr::Literal(literal));
        }
        if !super::library::NAMESPACES.contains(&name) || !self.accept(".") {
            return Err(self.undeclared(name));
        }
        let function = self.identifier()?;
        self.expect("(")?;
        let arguments = self.arguments(")")?;
        self.call(&format!("{name}.{function}"), arguments, false)
    }

    fn list(&mut self) -> Parsed {
        let mut items = Vec::new();
        while !self.accept("]") {
            if !items.is_empty() {
                self.expect(",")?;
                if self.accept("]") {
                    break;
                }
            }
            items.push(self.item()?);
        }
        Ok(Expr::List(items))
    }

    fn item(&mut self) -> Result<Item, ParseError> {
        let optional = cfg!(feature = "crds") && self.accept("?");
        Ok(Item { optional, value: self.expression()? })
    }

    #[cfg(feature = "crds")]
    fn map(&mut self) -> Parsed {
        let mut entries = Vec::new();
        while !self.accept("}") {
            if !entries.is_empty() {
                self.expect(",")?;
                if self.accept("}") {
                    break;
                }
            }
            let Item { value: key, optional } = self.item()?;
            self.expect(":")?;
            entries.push((key, Item { value: self.expression()?, optional }));
        }
        Ok(Expr::Map(entries))
    }

    fn format(&mut self) -> Parsed {
        self.expect(".")?;
        let name = self.identifier()?;
        self.expect("(")?;
        if cfg!(feature = "crds") && name == "named" {
            let arguments = self.arguments(")")?;
            return self.call("format.named", arguments, false);
        }
        let format = Format::named(&name).ok_or_else(|| self.error(&format!("unknown format `{name}`")))?;
        self.expect(")")?;
        Ok(Expr::Format(format))
    }

    fn function(&mut self, name: &str) -> Parsed {
        let arguments = self.arguments(")")?;
        if name != "has" {
            return self.call(name, arguments, false);
        }
        let mut arguments = arguments.into_iter();
        match (arguments.next(), arguments.next()) {
            (Some(Expr::Select { operand, field }), None) => Ok(Expr::Has { operand, field }),
            _ => Err(self.error("`has` takes one field selection")),
        }
    }

    fn method(&mut self, receiver: Expr, name: &str) -> Parsed {
        if let Some((quantifier, variables, condition)) = Quantifier::named(name, self.arguments_ahead()) {
            return self.quantified(receiver, quantifier, variables, condition);
        }
        let mut arguments = vec![receiver];
        arguments.extend(self.arguments(")")?);
        self.call(name, arguments, true)
    }

    fn quantified(
        &mut self,
        range: Expr,
        quantifier: Quantifier,
        variables: usize,
        has_condition: bool,
    ) -> Parsed {
        let outside = self.variables.len();
        for _ in 0..variables {
            let name = self.identifier()?;
            self.expect(",")?;
            self.variables.push(name);
        }
        let variables = self.variables.get(outside..).unwrap_or_default().to_vec();
        let condition = if has_condition { Some(self.expression()?) } else { None };
        if has_condition {
            self.expect(",")?;
        }
        let body = self.expression()?;
        self.variables.truncate(outside);
        self.expect(")")?;
        Ok(Expr::Macro(Box::new(Macro { quantifier, range, variables, condition, body })))
    }

    /// How many arguments stand before the bracket that closes the one just read.
    fn arguments_ahead(&self) -> usize {
        let mut depth = 0_usize;
        let mut arguments = 1;
        for (_, token) in self.tokens.iter().skip(self.next) {
            match token {
                Token::Symbol("(" | "[" | "{") => depth += 1,
                Token::Symbol(")" | "]" | "}") if depth == 0 => break,
                Token::Symbol(")" | "]" | "}") => depth -= 1,
                Token::Symbol(",") if depth == 0 => arguments += 1,
                _ => {}
            }
        }
        arguments
    }

    fn call(&mut self, name: &str, mut arguments: Vec<Expr>, method: bool) -> Parsed {
        let function = Function::named(name, arguments.len(), method)
            .ok_or_else(|| self.error(&format!("unknown function `{name}`")))?;
        #[cfg(feature = "crds")]
        if let (Function::Library(library), [_, Expr::String(zone)]) = (function, arguments.as_slice())
            && library.takes_zone()
            && !super::library::is_offset(zone)
        {
            return Err(self.error(&format!("time zone `{zone}` is not known")));
        }
        if function == Function::Matches
            && let Some(Expr::String(pattern)) = arguments.last()
        {
            let pattern = match known(pattern) {
                Some(_) => Pattern::of(pattern.clone().into()),
                None => self.pattern(pattern)?,
            };
            arguments.pop();
            if let Some(text) = arguments.pop() {
                return Ok(Expr::Matches { text: Box::new(text), pattern: Box::new(pattern) });
            }
        }
        Ok(Expr::Call { function, arguments })
    }

    #[cfg(feature = "crds")]
    fn pattern(&self, source: &str) -> Result<Pattern, ParseError> {
        Pattern::read(source).map_err(|error| self.error(&error.to_string()))
    }

    #[cfg(not(feature = "crds"))]
    fn pattern(&self, source: &str) -> Result<Pattern, ParseError> {
        super::regex(source).map_err(|error| self.error(&error))?;
        Ok(Pattern::of(source.to_owned().into()))
    }

    /// Expressions between commas, up to the closing bracket.
    fn arguments(&mut self, close: &'static str) -> Result<Vec<Expr>, ParseError> {
        let mut arguments = Vec::new();
        while !self.accept(close) {
            if !arguments.is_empty() {
                self.expect(",")?;
            }
            arguments.push(self.expression()?);
        }
        Ok(arguments)
    }

    fn identifier(&mut self) -> Result<String, ParseError> {
        match self.peek().clone() {
            Token::Identifier(name) => {
                self.next += 1;
                Ok(name)
            }
            _ => Err(self.error("expected a name")),
        }
    }

    fn peek(&self) -> &Token {
        self.tokens.get(self.next).map_or(&Token::End, |(_, token)| token)
    }

    fn accept(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek(), Token::Symbol(found) if *found == symbol);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, symbol: &str) -> Result<(), ParseError> {
        if self.accept(symbol) { Ok(()) } else { Err(self.error(&format!("expected `{symbol}`"))) }
    }

    fn nested(&mut self, parse: impl Fn(&mut Self) -> Parsed) -> Parsed {
        self.deepen()?;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    fn deepen(&mut self) -> Result<(), ParseError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(self.error("nested too deeply")) } else { Ok(()) }
    }

    fn error(&self, message: &str) -> ParseError {
        let offset = self.tokens.get(self.next).map_or(0, |(offset, _)| *offset);
        ParseError { offset, message: message.to_owned() }
    }
}

fn indexed(operand: Expr, index: Box<Expr>, optional: bool) -> Expr {
    let operand = Box::new(operand);
    #[cfg(feature = "crds")]
    if optional {
        return Expr::Optional { operand, index };
    }
    debug_assert!(!optional);
    Expr::Index { operand, index }
}

fn optional_field(operand: Expr, name: &str) -> Expr {
    indexed(operand, Box::new(Expr::String(unescape(name))), true)
}

/// A field whose name is a word of CEL is written `__namespace__` in a rule, and a character that no name of
/// CEL has as a word: `a__dot__b`.
fn unescape(name: &str) -> String {
    let escaped = name.strip_prefix("__").and_then(|name| name.strip_suffix("__"));
    match escaped {
        Some(word) if RESERVED.contains(&word) => word.to_owned(),
        _ if name.contains("__") => {
            let name = name.replace("__dot__", ".").replace("__dash__", "-").replace("__slash__", "/");
            name.replace("__underscores__", "__")
        }
        _ => name.to_owned(),
    }
}

/// The words that no field can be called by in CEL.
const RESERVED: [&str; 21] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "false",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "namespace",
    "null",
    "package",
    "return",
    "true",
    "var",
    "void",
    "while",
];
