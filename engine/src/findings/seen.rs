//! The matches of one host that can win, as far as a walk has come, by what they ask for.

use std::{borrow::Cow, collections::HashMap};

use foldhash::fast::FixedState;

use super::{
    language::{Language, Rest},
    predicates::{Predicates, is_subset},
};
use crate::table::ArmId;

/// A path that matches share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Path<'d> {
    Exact(&'d str),
    /// Index into the definition's patterns.
    Pattern(u32),
    /// The key of a prefix.
    Prefix(&'d str),
}

/// What is true of every request that a match takes.
pub(super) struct Wanted<'d> {
    pub(super) path: Path<'d>,
    pub(super) sure: Vec<u32>,
}

/// A match, and whether it stands at the very path that was asked for.
type Found = (ArmId, bool);

#[derive(Default)]
pub(super) struct Seen<'d> {
    /// By path and rarest predicate.
    arms: HashMap<(Path<'d>, Option<u32>), Vec<ArmId>, FixedState>,
    /// Expressions that are known for what they match, by the literals of their forms.
    expressions: HashMap<String, Vec<(ArmId, u32)>, FixedState>,
}

impl<'d> Seen<'d> {
    pub(super) fn insert(
        &mut self,
        arm: ArmId,
        path: Path<'d>,
        predicates: &Predicates,
        languages: &[Language],
    ) {
        let rarest = predicates.of_arm(arm).last().copied();
        self.arms.entry((path, rarest)).or_default().push(arm);
        if let Path::Pattern(pattern) = path
            && let Some(language) = language_of(pattern, languages).filter(|language| language.exact)
        {
            for form in &language.forms {
                self.expressions.entry(form.literal.clone()).or_default().push((arm, pattern));
            }
        }
    }

    /// A match of this host that takes everything wanted. Arms are seen in the order of the walk, so
    /// that whatever kind of path is here already comes before what is wanted; of prefixes the longer
    /// ones do.
    pub(super) fn before(
        &self,
        wanted: &Wanted<'_>,
        predicates: &Predicates,
        languages: &[Language],
    ) -> Option<Found> {
        let same = || Some((self.at(wanted.path, &wanted.sure, predicates)?, true));
        match wanted.path {
            Path::Exact(_) => same(),
            Path::Pattern(_) => same()
                .or_else(|| self.literally(wanted, predicates, languages))
                .or_else(|| self.by_expression(wanted, predicates, languages))
                .or_else(|| self.by_prefix(wanted, predicates, languages)),
            Path::Prefix(_) => self.by_expression(wanted, predicates, languages).or_else(same),
        }
    }

    /// The same, where all of this host is asked before: shorter prefixes count, too.
    pub(super) fn before_all_of(
        &self,
        wanted: &Wanted<'_>,
        predicates: &Predicates,
        languages: &[Language],
    ) -> Option<Found> {
        if self.arms.is_empty() {
            return None;
        }
        self.before(wanted, predicates, languages)
            .or_else(|| self.by_expression(wanted, predicates, languages))
            .or_else(|| self.by_prefix(wanted, predicates, languages))
    }

    /// The best match at a path that wants no more than `sure`.
    fn at(&self, path: Path<'_>, sure: &[u32], predicates: &Predicates) -> Option<ArmId> {
        let rarest = sure.iter().copied().map(Some).chain([None]);
        let lists = rarest.filter_map(|rarest| self.arms.get(&(path, rarest)));
        lists.flatten().copied().filter(|arm| is_subset(predicates.of_arm(*arm), sure)).min()
    }

    /// An exact path that is all an expression matches.
    fn literally(
        &self,
        wanted: &Wanted<'_>,
        predicates: &Predicates,
        languages: &[Language],
    ) -> Option<Found> {
        match language(wanted.path, languages).forms.as_slice() {
            [form] if form.rest == Rest::Nothing => {
                Some((self.at(Path::Exact(&form.literal), &wanted.sure, predicates)?, false))
            }
            _ => None,
        }
    }

    fn by_expression(
        &self,
        wanted: &Wanted<'_>,
        predicates: &Predicates,
        languages: &[Language],
    ) -> Option<Found> {
        if self.expressions.is_empty() {
            return None;
        }
        let theirs = language(wanted.path, languages);
        let literal = theirs.forms.first()?.literal.as_str();
        let ends = literal.char_indices().map(|(at, _)| at).chain([literal.len()]);
        let listed = ends.filter_map(|end| self.expressions.get(literal.get(..end)?)).flatten();
        let covering = listed.filter(|(arm, pattern)| {
            is_subset(predicates.of_arm(*arm), &wanted.sure)
                && language_of(*pattern, languages).is_some_and(|ours| ours.covers(&theirs))
        });
        covering.map(|(arm, _)| (*arm, false)).min()
    }

    fn by_prefix(
        &self,
        wanted: &Wanted<'_>,
        predicates: &Predicates,
        languages: &[Language],
    ) -> Option<Found> {
        let theirs = language(wanted.path, languages);
        let literal = theirs.forms.first()?.literal.as_str();
        let shorter = literal.rmatch_indices('/').filter_map(|(slash, _)| literal.get(..slash));
        // `/` takes what is no path, too.
        std::iter::once(literal).chain(shorter).chain([""]).find_map(|key| {
            let arm = self.at(Path::Prefix(key), &wanted.sure, predicates)?;
            Language::of_prefix(key).covers(&theirs).then_some((arm, false))
        })
    }
}

fn language<'l>(path: Path<'_>, languages: &'l [Language]) -> Cow<'l, Language> {
    match path {
        Path::Exact(path) => Cow::Owned(Language::of_path(path)),
        Path::Prefix(key) => Cow::Owned(Language::of_prefix(key)),
        Path::Pattern(pattern) => match language_of(pattern, languages) {
            Some(language) => Cow::Borrowed(language),
            None => Cow::Owned(Language { exact: false, ..Language::all() }),
        },
    }
}

fn language_of(pattern: u32, languages: &[Language]) -> Option<&Language> {
    languages.get(usize::try_from(pattern).ok()?)
}
