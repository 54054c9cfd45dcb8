#[cfg(test)]
mod tests;

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
        let before = shared_start(old.as_bytes(), new.as_bytes());
        let rest = (old.as_bytes().get(before..)?, new.as_bytes().get(before..)?);
        let behind = shared_end(rest.0, rest.1);
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

/// How many bytes two texts begin with alike; eight are compared at once.
fn shared_start(left: &[u8], right: &[u8]) -> usize {
    let eights = left.as_chunks::<8>().0.iter().zip(right.as_chunks::<8>().0);
    let known = eights.take_while(|(left, right)| left == right).count() * 8;
    let rest = left.iter().zip(right).skip(known);
    known + rest.take_while(|(left, right)| left == right).count()
}

/// How many they end with.
fn shared_end(left: &[u8], right: &[u8]) -> usize {
    let eights = left.as_rchunks::<8>().1.iter().rev().zip(right.as_rchunks::<8>().1.iter().rev());
    let known = eights.take_while(|(left, right)| left == right).count() * 8;
    let rest = left.iter().rev().zip(right.iter().rev()).skip(known);
    known + rest.take_while(|(left, right)| left == right).count()
}
