use super::{spans::Span, split};

/// The documents of a file that another text of it changes: a stretch of the old text, and what stands there now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) start: usize,
    pub(crate) old_end: usize,
    pub(crate) new_end: usize,
}

// === impl Stretch ===

impl Stretch {
    /// All of a file.
    pub(crate) fn whole(old: &str, new: &str) -> Self {
        Stretch { start: 0, old_end: old.len(), new_end: new.len() }
    }

    /// From the `---` before the first difference to the one behind the last, and around `with`, a stretch of the old
    /// text. Nothing where the documents of the new text are not read apart.
    pub(crate) fn between(old: &str, new: &str, with: Option<Span>) -> Option<Self> {
        let same = |(left, right): &(u8, u8)| left == right;
        let before = old.bytes().zip(new.bytes()).take_while(same).count();
        let most = old.len().min(new.len()) - before;
        let behind = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(same).count();
        let with = with.map_or(before..before, |span| span.start as usize..span.end as usize);
        let start = split::last_separator(new, before.min(with.start)).unwrap_or_default();
        // Both have the line break in front of the next `---`.
        let behind = old.len() - (old.len() - behind).max(with.end);
        let new_end = split::next_separator(new, new.len() - behind + 1).unwrap_or(new.len());
        let old_end = (old.len() + new_end).checked_sub(new.len())?;
        let changed = new.get(start..new_end)?;
        let is_apart = !split::has_directive(changed) && (start > 0 || !split::begins_like_json(new));
        is_apart.then_some(Stretch { start, old_end, new_end })
    }
}
