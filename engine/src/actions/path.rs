//! New paths for rewrites and redirects.

use crate::table::{ArmPath, PathModifier};

/// The path after `HTTPPathModifier`. `ReplacePrefixMatch` works on whole elements and ignores
/// trailing slashes of the match and of the replacement, as its table of examples shows.
pub(super) fn modified(modifier: PathModifier<&str>, matched: ArmPath, path: &str) -> String {
    match modifier {
        PathModifier::Full(full) => absolute(full),
        PathModifier::Prefix(replacement) => {
            let cut = match matched {
                ArmPath::Prefix { length } => usize::try_from(length).unwrap_or(usize::MAX),
                // Admission allows the replacement of a prefix beside a prefix match only.
                ArmPath::Exact | ArmPath::Pattern(_) => path.len(),
            };
            let rest = path.get(cut..).unwrap_or_default();
            absolute(&format!("{replacement}{rest}"))
        }
    }
}

pub(super) fn with_query(mut path: String, query: &str) -> String {
    if !query.is_empty() {
        path.push('?');
        path.push_str(query);
    }
    path
}

fn absolute(path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}
