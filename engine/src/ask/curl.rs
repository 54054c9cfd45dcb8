//! Reads a request as curl's command line writes it.

use crate::base64;

/// What a command line asks for, before its URL is read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) method: Option<String>,
    pub(super) url: String,
    /// In the order given; a name without a value takes away a header that curl would send.
    pub(super) headers: Vec<(String, Option<String>)>,
    /// What curl sends for other options, unless a header says otherwise.
    pub(super) implied: Vec<(&'static str, String)>,
    /// The body, as far as the command line has it.
    pub(super) body: Option<String>,
    /// `-G`: the body goes to the query.
    pub(super) body_in_query: bool,
    /// `--request-target`: what is sent in place of the URL's path.
    pub(super) target: Option<String>,
}

/// What an option does.
#[derive(Debug, Clone, Copy)]
enum Effect {
    Method,
    Header,
    Data {
        encode: bool,
        raw: bool,
    },
    Json,
    Form,
    Upload,
    Get,
    Head,
    User,
    Bearer,
    Compressed,
    Implied(&'static str),
    Url,
    UrlQuery,
    Target,
    /// Of no consequence for routing, without and with a value.
    Ignored,
    IgnoredValue,
}

/// Short name, long name, effect.
const OPTIONS: &[(Option<char>, &str, Effect)] = &[
    (Some('X'), "request", Effect::Method),
    (Some('H'), "header", Effect::Header),
    (Some('d'), "data", Effect::Data { encode: false, raw: false }),
    (None, "data-ascii", Effect::Data { encode: false, raw: false }),
    (None, "data-binary", Effect::Data { encode: false, raw: false }),
    (None, "data-raw", Effect::Data { encode: false, raw: true }),
    (None, "data-urlencode", Effect::Data { encode: true, raw: false }),
    (None, "json", Effect::Json),
    (Some('F'), "form", Effect::Form),
    (None, "form-string", Effect::Form),
    (Some('T'), "upload-file", Effect::Upload),
    (Some('G'), "get", Effect::Get),
    (Some('I'), "head", Effect::Head),
    (Some('u'), "user", Effect::User),
    (None, "oauth2-bearer", Effect::Bearer),
    (None, "compressed", Effect::Compressed),
    (Some('b'), "cookie", Effect::Implied("cookie")),
    (Some('A'), "user-agent", Effect::Implied("user-agent")),
    (Some('e'), "referer", Effect::Implied("referer")),
    (Some('r'), "range", Effect::Implied("range")),
    (None, "url", Effect::Url),
    (None, "url-query", Effect::UrlQuery),
    (None, "request-target", Effect::Target),
    (Some('k'), "insecure", Effect::Ignored),
    (Some('s'), "silent", Effect::Ignored),
    (Some('S'), "show-error", Effect::Ignored),
    (Some('L'), "location", Effect::Ignored),
    (None, "location-trusted", Effect::Ignored),
    (Some('i'), "include", Effect::Ignored),
    (None, "show-headers", Effect::Ignored),
    (Some('v'), "verbose", Effect::Ignored),
    (Some('f'), "fail", Effect::Ignored),
    (None, "fail-with-body", Effect::Ignored),
    (Some('g'), "globoff", Effect::Ignored),
    (Some('N'), "no-buffer", Effect::Ignored),
    (Some('O'), "remote-name", Effect::Ignored),
    (Some('J'), "remote-header-name", Effect::Ignored),
    (Some('#'), "progress-bar", Effect::Ignored),
    (Some('4'), "ipv4", Effect::Ignored),
    (Some('6'), "ipv6", Effect::Ignored),
    (Some('0'), "http1.0", Effect::Ignored),
    (None, "http1.1", Effect::Ignored),
    (None, "http2", Effect::Ignored),
    (None, "http2-prior-knowledge", Effect::Ignored),
    (None, "http3", Effect::Ignored),
    (None, "path-as-is", Effect::Ignored),
    (None, "no-progress-meter", Effect::Ignored),
    (Some('o'), "output", Effect::IgnoredValue),
    (Some('w'), "write-out", Effect::IgnoredValue),
    (Some('m'), "max-time", Effect::IgnoredValue),
    (None, "connect-timeout", Effect::IgnoredValue),
    (None, "retry", Effect::IgnoredValue),
    (None, "resolve", Effect::IgnoredValue),
    (None, "connect-to", Effect::IgnoredValue),
    (Some('E'), "cert", Effect::IgnoredValue),
    (None, "key", Effect::IgnoredValue),
    (None, "cacert", Effect::IgnoredValue),
    (Some('c'), "cookie-jar", Effect::IgnoredValue),
    (Some('D'), "dump-header", Effect::IgnoredValue),
    (None, "interface", Effect::IgnoredValue),
    (None, "max-redirs", Effect::IgnoredValue),
];

impl Effect {
    fn takes_value(self) -> bool {
        !matches!(self, Effect::Get | Effect::Head | Effect::Compressed | Effect::Ignored)
    }
}

impl Command {
    pub(super) fn parse(words: &[String]) -> Result<Self, String> {
        let words = unquoted(words)?;
        let mut words = words.into_iter().peekable();
        words.next_if(|word| word == "curl");
        let mut parser = Parser::default();
        let mut only_positions = false;
        while let Some(word) = words.next() {
            if only_positions || !word.starts_with('-') || word == "-" {
                parser.position(word)?;
            } else if word == "--" {
                only_positions = true;
            } else if let Some(long) = word.strip_prefix("--") {
                let (name, value) = match long.split_once('=') {
                    Some((name, value)) => (name, Some(value.to_owned())),
                    None => (long, None),
                };
                let effect = find(|(_, known, _)| *known == name).ok_or_else(|| unknown(&word))?;
                let value = if effect.takes_value() { value.or_else(|| words.next()) } else { None };
                parser.option(&format!("--{name}"), effect, value)?;
            } else {
                // Short options stand together, and the last may have its value right behind it.
                let mut letters = word.chars().skip(1);
                while let Some(letter) = letters.next() {
                    let effect = find(|(known, _, _)| *known == Some(letter))
                        .ok_or_else(|| unknown(&format!("-{letter}")))?;
                    let value = if effect.takes_value() {
                        let rest: String = letters.by_ref().collect();
                        if rest.is_empty() { words.next() } else { Some(rest) }
                    } else {
                        None
                    };
                    parser.option(&format!("-{letter}"), effect, value)?;
                }
            }
        }
        parser.finish()
    }
}

/// One word with spaces is a command that was quoted as a whole.
fn unquoted(words: &[String]) -> Result<Vec<String>, String> {
    match words {
        [only] if only.contains(char::is_whitespace) => split(only),
        words => Ok(words.to_vec()),
    }
}

/// The words of a command as somebody pastes it.
pub(super) fn split(command: &str) -> Result<Vec<String>, String> {
    // It goes on behind a backslash at the end of its line.
    let joined = command.replace("\\\r\n", " ").replace("\\\n", " ");
    shlex::split(&joined).ok_or_else(|| "the request has a quote that does not end".to_owned())
}

fn find(which: impl Fn(&&(Option<char>, &str, Effect)) -> bool) -> Option<Effect> {
    OPTIONS.iter().find(which).map(|(_, _, effect)| *effect)
}

fn unknown(option: &str) -> String {
    format!("the request has an unknown option `{option}`: leave it out if it does not change what is sent")
}

#[derive(Default)]
struct Parser {
    command: Command,
    positions: Vec<String>,
    data: Vec<String>,
    head: bool,
    upload: bool,
    queries: Vec<String>,
}

impl Parser {
    fn position(&mut self, word: String) -> Result<(), String> {
        self.positions.push(word);
        match self.positions.as_slice() {
            [_] => Ok(()),
            [method, _] if is_method(method) && self.command.method.is_none() => Ok(()),
            [.., extra] => {
                Err(format!("the request has two URLs, the second is `{extra}`: explain one at a time"))
            }
            [] => Ok(()),
        }
    }

    fn option(&mut self, name: &str, effect: Effect, value: Option<String>) -> Result<(), String> {
        let value = match value {
            Some(value) => value,
            None if effect.takes_value() => {
                return Err(format!("option `{name}` of the request needs a value"));
            }
            None => String::new(),
        };
        let command = &mut self.command;
        let mut imply = |name: &'static str, value: String| command.implied.push((name, value));
        match effect {
            Effect::Method => command.method = Some(value),
            Effect::Header => command.headers.push(header(&value)?),
            Effect::Data { encode, raw } => {
                let value = if encode { encoded(&value) } else { value };
                if !raw && value.starts_with('@') {
                    return Err(format!("`{name} {value}`: files are not read, write the data itself"));
                }
                imply("content-type", "application/x-www-form-urlencoded".to_owned());
                self.data.push(value);
            }
            Effect::Json => {
                imply("content-type", "application/json".to_owned());
                imply("accept", "application/json".to_owned());
                self.data.push(value);
            }
            Effect::Form => {
                imply("content-type", "multipart/form-data; boundary=boundary".to_owned());
                self.data.push(value);
            }
            Effect::Upload => self.upload = true,
            Effect::Get => command.body_in_query = true,
            Effect::Head => self.head = true,
            Effect::User => imply("authorization", basic(&value)),
            Effect::Bearer => imply("authorization", format!("Bearer {value}")),
            Effect::Compressed => imply("accept-encoding", "deflate, gzip, br, zstd".to_owned()),
            Effect::Implied("cookie") if !value.contains('=') => {
                return Err(format!(
                    "`{name} {value}`: files are not read, write the cookie itself, `name=value`"
                ));
            }
            Effect::Implied("range") => imply("range", format!("bytes={value}")),
            Effect::Implied(header) => imply(header, value),
            Effect::Url => self.position(value)?,
            Effect::UrlQuery => self.queries.push(encoded(&value)),
            Effect::Target => command.target = Some(value),
            Effect::Ignored | Effect::IgnoredValue => {}
        }
        Ok(())
    }

    fn finish(self) -> Result<Command, String> {
        let Parser { mut command, mut positions, data, head, upload, queries } = self;
        command.url = positions.pop().ok_or("the request has no URL: write for example `GET /login`")?;
        if let Some(method) = positions.pop() {
            command.method = Some(method);
        }
        // A host name could be written like a method, but hardly is.
        if is_method(&command.url) {
            return Err(format!(
                "the request has no URL behind `{0}`: write for example `{0} /login`",
                command.url
            ));
        }
        if !queries.is_empty() {
            let separator = if command.url.contains('?') { '&' } else { '?' };
            let (url, fragment) = command.url.split_once('#').unwrap_or((&command.url, ""));
            command.url = format!("{url}{separator}{}#{fragment}", queries.join("&"));
        }
        if !data.is_empty() {
            command.body = Some(data.join("&"));
        }
        let default = match () {
            () if head => Some("HEAD"),
            () if upload => Some("PUT"),
            () if command.body.is_some() && !command.body_in_query => Some("POST"),
            () => None,
        };
        command.method = command.method.or(default.map(str::to_owned));
        Ok(command)
    }
}

fn is_method(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-')
}

/// `Name: value`; `Name:` takes a header away, `Name;` sends it empty.
fn header(text: &str) -> Result<(String, Option<String>), String> {
    let (name, value) = match (text.split_once(':'), text.strip_suffix(';')) {
        (Some((name, value)), _) => (name, Some(value.trim()).filter(|value| !value.is_empty())),
        (None, Some(name)) => (name, Some("")),
        (None, None) => return Err(format!("header `{text}` has no colon: write `name: value`")),
    };
    let name = field_name(name).ok_or_else(|| format!("header `{text}` has no name: write `name: value`"))?;
    Ok((name, value.map(str::to_owned)))
}

/// The name of a header field in lower case, if it is one.
pub(super) fn field_name(text: &str) -> Option<String> {
    let name = text.trim().to_ascii_lowercase();
    (!name.is_empty() && !name.contains(char::is_whitespace)).then_some(name)
}

/// curl's `content`, `=content` and `name=content`; of these only content is encoded.
fn encoded(text: &str) -> String {
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    match text.split_once('=') {
        Some(("", content)) => encode(content),
        Some((name, content)) => format!("{name}={}", encode(content)),
        None if text.starts_with('@') => text.to_owned(),
        None => encode(text),
    }
}

pub(super) fn basic(user: &str) -> String {
    let user = if user.contains(':') { user.to_owned() } else { format!("{user}:") };
    format!("Basic {}", base64::encode(user.as_bytes()))
}
