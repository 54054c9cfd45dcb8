//! Versions, as semver.org has them.

use std::cmp::Ordering;

use super::{Answer, EvalError, Rich, Val};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Semver {
    numbers: [u64; 3],
    /// What comes before the release; what is built counts for nothing.
    before: Vec<String>,
}

impl Semver {
    fn read(text: &str) -> Option<Self> {
        let (text, build) = match text.split_once('+') {
            Some((text, build)) => (text, Some(build)),
            None => (text, None),
        };
        let (text, before) = match text.split_once('-') {
            Some((text, before)) => (text, before.split('.').map(str::to_owned).collect()),
            None => (text, Vec::new()),
        };
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let plain = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let canonical = |part: &str| part.len() == 1 || !part.starts_with('0');
        if !build.is_none_or(|build| build.split('.').all(plain))
            || !before.iter().all(|part: &String| plain(part) && (!is_number(part) || canonical(part)))
        {
            return None;
        }
        let numbers: Vec<u64> = text
            .split('.')
            .map(|part| part.parse().ok().filter(|_| is_number(part) && canonical(part)))
            .collect::<Option<_>>()?;
        Some(Semver { numbers: numbers.try_into().ok()?, before })
    }

    /// With a `v` in front, zeros before numbers and numbers left out.
    fn read_loosely(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let mut parts: Vec<String> = text.splitn(3, '.').map(without_zeros).collect();
        if parts.len() < 3 {
            let last = parts.last()?;
            if last.contains(['+', '-']) {
                return None;
            }
            parts.resize(3, "0".to_owned());
        }
        Semver::read(&parts.join("."))
    }
}

fn without_zeros(part: &str) -> String {
    let trimmed = part.trim_start_matches('0');
    if part.len() > 1 && !trimmed.starts_with(|first: char| first.is_ascii_digit()) {
        format!("0{trimmed}")
    } else if part.len() > 1 {
        trimmed.to_owned()
    } else {
        part.to_owned()
    }
}

impl PartialOrd for Semver {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Semver {
    /// A release comes after everything that leads to it.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_numbers = self.numbers.cmp(&other.numbers);
        by_numbers.then_with(|| match (self.before.as_slice(), other.before.as_slice()) {
            ([], []) => Ordering::Equal,
            ([], _) => Ordering::Greater,
            (_, []) => Ordering::Less,
            (left, right) => {
                let mut parts = left.iter().zip(right).map(|(left, right)| part_order(left, right));
                parts.find(|order| order.is_ne()).unwrap_or(left.len().cmp(&right.len()))
            }
        })
    }
}

/// Numbers come before words.
fn part_order(left: &str, right: &str) -> Ordering {
    match (left.parse::<u64>(), right.parse::<u64>()) {
        (Ok(left), Ok(right)) => left.cmp(&right),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => left.cmp(right),
    }
}

fn read(arguments: &[Val<'_>]) -> Result<Option<Semver>, EvalError> {
    match arguments {
        [text] | [text, Val::Bool(false)] => Ok(Semver::read(text.as_str()?)),
        [text, Val::Bool(true)] => Ok(Semver::read_loosely(text.as_str()?)),
        _ => Err(EvalError::NoSuchOverload),
    }
}

pub(super) fn semver<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let version = read(arguments)?;
    let invalid = || EvalError::Function("No Major.Minor.Patch elements found".to_owned());
    version.map(|version| Rich::Semver(version).into()).ok_or_else(invalid)
}

pub(super) fn is_semver<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    read(arguments).map(|version| Val::Bool(version.is_some()))
}

fn number<'a>(arguments: &[Val<'a>], index: usize) -> Answer<'a> {
    let [Val::Rich(rich)] = arguments else { return Err(EvalError::NoSuchOverload) };
    match &**rich {
        Rich::Semver(version) => {
            let number = version.numbers.get(index).copied().unwrap_or_default();
            i64::try_from(number).map(Val::Int).map_err(|_| EvalError::IntegerOverflow)
        }
        _ => Err(EvalError::NoSuchOverload),
    }
}

pub(super) fn major<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    number(arguments, 0)
}

pub(super) fn minor<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    number(arguments, 1)
}

pub(super) fn patch<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    number(arguments, 2)
}
