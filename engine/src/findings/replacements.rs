//! Replacements of paths that give something else than they seem to (`HTTPPathModifier`).

use super::{
    Findings, codes,
    routes::{Rule, path_modifier},
};
use crate::{api::HTTPPathModifier, source::FieldPath};

pub(super) fn find(rule: &Rule<'_>, found: &mut Findings) {
    for filters in rule.filters() {
        for (number, filter) in filters.list.iter().enumerate() {
            let Some((field, modifier)) = path_modifier(filter) else { continue };
            let path = filters.path.index(number).field(field).field("path");
            match modifier {
                HTTPPathModifier::ReplaceFullPath { replace_full_path } => {
                    let path = path.field("replaceFullPath");
                    text(rule, replace_full_path, replace_full_path, &path, found);
                }
                HTTPPathModifier::ReplacePrefixMatch { replace_prefix_match } => {
                    let path = path.field("replacePrefixMatch");
                    // What follows the prefix begins with a slash, unless it is nothing.
                    let kept = replace_prefix_match.strip_suffix('/').unwrap_or(replace_prefix_match);
                    text(rule, replace_prefix_match, &format!("{kept}/bar"), &path, found);
                }
            }
        }
    }
}

/// `result` is what becomes of a path whose prefix is replaced, or the whole replacement.
fn text(rule: &Rule<'_>, replacement: &str, result: &str, path: &FieldPath, found: &mut Findings) {
    if !replacement.is_empty() && !replacement.starts_with('/') {
        found.warn(
            codes::WITHOUT_SLASH,
            rule.document,
            path.clone(),
            format!("the replacement `{replacement}` begins with no `/`: it is read as `/{replacement}` here, and other implementations join the words"),
            format!("write `/{replacement}`"),
        );
    }
    if result.contains("//") {
        let single = single_slashes(replacement);
        found.warn(
            codes::DOUBLE_SLASH,
            rule.document,
            path.clone(),
            format!("the replacement `{replacement}` makes paths with a double slash, such as `{result}`"),
            format!("write `{single}`"),
        );
    }
    if let Some(mark) = replacement.chars().find(|character| matches!(character, '?' | '#')) {
        let escaped = if mark == '?' { "%3F" } else { "%23" };
        let (plain, _) = replacement.split_once(mark).unwrap_or((replacement, ""));
        found.warn(
            codes::ESCAPED,
            rule.document,
            path.clone(),
            format!("`{mark}` in `{replacement}` becomes `{escaped}`: a replacement is a path and cannot hold a query or a fragment"),
            format!("write `{plain}`; a request keeps the query that it has"),
        );
    }
}

fn single_slashes(text: &str) -> String {
    let mut single = String::with_capacity(text.len());
    for character in text.chars() {
        if character != '/' || !single.ends_with('/') {
            single.push(character);
        }
    }
    single
}
