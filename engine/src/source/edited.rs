use super::DocId;

/// Which documents an edit replaced: those from `start` to before `old_end`, by those from `start` to before `new_end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edited {
    pub(crate) start: usize,
    pub(crate) old_end: usize,
    pub(crate) new_end: usize,
}

// === impl Edited ===

impl Edited {
    /// Gives a document its new number, unless it was replaced.
    pub(crate) fn renumber(&self, DocId(number): &mut DocId) -> bool {
        if *number >= self.old_end {
            *number = *number - self.old_end + self.new_end;
            return true;
        }
        *number < self.start
    }
}

/// Takes the end of a list off, from the first item that is not `before` it.
pub(crate) fn split_off<T>(list: &mut Vec<T>, before: impl Fn(&T) -> bool) -> Vec<T> {
    list.split_off(list.partition_point(before))
}
