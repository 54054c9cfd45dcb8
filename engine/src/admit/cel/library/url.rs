use super::{Answer, EvalError, Rich, Val};
use crate::admit::{
    formats, literal,
    schema::{Format, OtherFormat},
};

/// A URL in its parts, as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Url {
    scheme: String,
    /// With the port.
    host: String,
    path: String,
    query: String,
    fragment: String,
}

impl Url {
    fn read(text: &str) -> Option<Self> {
        if !formats::holds(Format::Other(OtherFormat::Uri), text) {
            return None;
        }
        let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (text, query) = text.split_once('?').unwrap_or((text, ""));
        let (scheme, rest) = match text.split_once(':') {
            Some((scheme, rest)) if !text.starts_with('/') => (scheme.to_ascii_lowercase(), rest),
            _ => (String::new(), text),
        };
        let (host, path) = match rest.strip_prefix("//") {
            Some(rest) => rest.split_at_checked(rest.find('/').unwrap_or(rest.len()))?,
            None => ("", rest),
        };
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let path = if rest.starts_with('/') { path } else { "" };
        Some(Url {
            scheme,
            host: host.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            fragment: fragment.to_owned(),
        })
    }

    fn hostname(&self) -> &str {
        match self.host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((address, _)) => address,
            None => self.host.split(':').next().unwrap_or_default(),
        }
    }

    fn port(&self) -> &str {
        let behind = self.host.rsplit_once(']').map_or(self.host.as_str(), |(_, behind)| behind);
        behind.split_once(':').map_or("", |(_, port)| port)
    }
}

fn of<'v>(arguments: &'v [Val<'_>]) -> Result<&'v Url, EvalError> {
    match arguments {
        [Val::Rich(rich)] => match &**rich {
            Rich::Url(url) => Ok(url),
            _ => Err(EvalError::NoSuchOverload),
        },
        _ => Err(EvalError::NoSuchOverload),
    }
}

pub(super) fn url<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text] = arguments else { return Err(EvalError::NoSuchOverload) };
    let text = text.as_str()?;
    Url::read(text).map(|url| Rich::Url(url).into()).ok_or_else(|| {
        EvalError::Function(format!(
            "URL parse error during conversion from string: parse {}: invalid URI for request",
            literal::quote(text)
        ))
    })
}

pub(super) fn is_url<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text] = arguments else { return Err(EvalError::NoSuchOverload) };
    Ok(Val::Bool(Url::read(text.as_str()?).is_some()))
}

pub(super) fn scheme<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    of(arguments).map(|url| Val::owned(&*url.scheme))
}

pub(super) fn host<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    of(arguments).map(|url| Val::owned(&*url.host))
}

pub(super) fn hostname<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    of(arguments).map(|url| Val::owned(url.hostname()))
}

pub(super) fn port<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    of(arguments).map(|url| Val::owned(url.port()))
}

pub(super) fn escaped_path<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    of(arguments).map(|url| Val::owned(&*url.path))
}

/// All values of each name, in order.
pub(super) fn query<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let mut entries: Vec<(String, Vec<String>)> = Vec::new();
    for pair in of(arguments)?.query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (unescaped(name), unescaped(value));
        match entries.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => entries.push((name, vec![value])),
        }
    }
    let entries = entries
        .into_iter()
        .map(|(name, values)| (Val::owned(name), Val::list(values.into_iter().map(Val::owned))));
    Ok(Rich::Map(entries.collect()).into())
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
                let code = digit().zip(digit()).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
                code.unwrap_or(b'%')
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
