//! `Listener.allowedRoutes`, `ListenerSetSpec.listeners`: which of two objects comes first.

use std::cmp::Ordering;

use engine::admit::{Created, Meta};

/// `Less` for the one that was created first. Ours: one that no API server has created is the newest.
pub(crate) fn created(left: &Meta, right: &Meta) -> Ordering {
    match (left.created, right.created) {
        (Created::At(left, left_nanos), Created::At(right, right_nanos)) => {
            (left, left_nanos).cmp(&(right, right_nanos))
        }
        (Created::At(..), Created::NotYet) => Ordering::Less,
        (Created::NotYet, Created::At(..)) => Ordering::Greater,
        (Created::NotYet, Created::NotYet) => Ordering::Equal,
    }
}

/// In alphabetical order by "{namespace}/{name}".
pub(crate) fn name(left: &Meta, right: &Meta) -> Ordering {
    let text = |meta: &Meta| format!("{}/{}", meta.namespace, meta.name);
    text(left).cmp(&text(right))
}

pub(crate) fn first(left: &Meta, right: &Meta) -> Ordering {
    created(left, right).then(name(left, right))
}
