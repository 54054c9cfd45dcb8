//! Which paths a match takes, as far as that can be told without running it.

use super::expression;

/// A set of texts: the union of its forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Language {
    pub(super) forms: Vec<Form>,
    /// Whether the forms are the whole truth; else the set only lies within them.
    pub(super) exact: bool,
}

/// A literal and what may follow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) literal: String,
    pub(super) rest: Rest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    Nothing,
    /// At least one character.
    Something,
    Anything,
}

impl Language {
    pub(super) fn all() -> Self {
        Language { forms: vec![Form::new("", Rest::Anything)], exact: true }
    }

    /// The path of an exact match.
    pub(super) fn of_path(path: &str) -> Self {
        Language { forms: vec![Form::new(path, Rest::Nothing)], exact: true }
    }

    /// A prefix, by its key in the table; the empty one takes every request.
    pub(super) fn of_prefix(key: &str) -> Self {
        if key.is_empty() {
            return Language::all();
        }
        let below = Form { literal: format!("{key}/"), rest: Rest::Anything };
        Language { forms: vec![Form::new(key, Rest::Nothing), below], exact: true }
    }

    /// A regular expression, which has to match the whole value.
    pub(super) fn of_expression(source: &str) -> Self {
        match expression::forms(source) {
            Some((forms, exact)) => Language { forms: reduced(forms), exact },
            None => Language { exact: false, ..Language::all() },
        }
    }

    /// Whether every text of `other` is one of these.
    pub(super) fn covers(&self, other: &Language) -> bool {
        self.exact && other.forms.iter().all(|theirs| self.forms.iter().any(|form| form.covers(theirs)))
    }
}

impl Form {
    pub(super) fn new(literal: &str, rest: Rest) -> Self {
        Form { literal: literal.to_owned(), rest }
    }

    fn covers(&self, other: &Form) -> bool {
        let Some(more) = other.literal.strip_prefix(self.literal.as_str()) else { return false };
        match self.rest {
            Rest::Nothing => more.is_empty() && other.rest == Rest::Nothing,
            Rest::Something => !more.is_empty() || other.rest == Rest::Something,
            Rest::Anything => true,
        }
    }
}

/// Without the forms that lie within others.
fn reduced(forms: Vec<Form>) -> Vec<Form> {
    let mut kept: Vec<Form> = Vec::new();
    for form in forms {
        if kept.iter().any(|other| other.covers(&form)) {
            continue;
        }
        kept.retain(|other| !form.covers(other));
        kept.push(form);
    }
    kept
}

#[cfg(test)]
mod tests;
