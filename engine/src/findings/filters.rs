//! Filters that change nothing of any request or response.

use super::{
    Findings, codes,
    routes::{Filters, Rule, path_modifier},
};
use crate::{
    api::{HTTPHeaderFilter, HTTPPathModifier, HTTPRouteFilter, PathMatchType},
    source::FieldPath,
    table::{normalize, prefix_key},
};

pub(super) fn find(rule: &Rule<'_>, found: &mut Findings) {
    // With all weights 0 it is not the filters that are wrong.
    let some_weight = rule.weights().any(|weight| weight > 0);
    for filters in rule.filters() {
        if filters.weight == Some(0) && some_weight {
            found.note(
                codes::WITHOUT_EFFECT,
                rule.document,
                filters.path.clone(),
                "the backend's weight is 0, so its filters see no request".to_owned(),
                "give the backend a weight above 0, or remove it",
            );
            continue;
        }
        let mut list = List { rule, filters: &filters, found };
        for (number, filter) in filters.list.iter().enumerate() {
            list.filter(&filters.path.index(number), filter);
        }
    }
}

struct List<'a, 'w> {
    rule: &'a Rule<'w>,
    filters: &'a Filters<'w>,
    found: &'a mut Findings,
}

impl List<'_, '_> {
    fn filter(&mut self, path: &FieldPath, filter: &HTTPRouteFilter) {
        match filter {
            HTTPRouteFilter::RequestHeaderModifier { request_header_modifier } => {
                let path = path.field("requestHeaderModifier");
                if self.redirects() {
                    self.warn(
                        path,
                        "the requests are redirected, so no backend sees the changed headers".to_owned(),
                        "remove the filter, or use ResponseHeaderModifier to change the answer",
                    );
                } else {
                    self.headers(&path, request_header_modifier);
                }
            }
            HTTPRouteFilter::ResponseHeaderModifier { response_header_modifier } => {
                self.headers(&path.field("responseHeaderModifier"), response_header_modifier);
            }
            HTTPRouteFilter::UrlRewrite { url_rewrite } => {
                let empty = url_rewrite.hostname.is_none() && url_rewrite.path.is_none();
                if empty {
                    self.warn(
                        path.field("urlRewrite"),
                        "the filter rewrites neither host nor path".to_owned(),
                        "set `hostname` or `path`, or remove the filter",
                    );
                } else {
                    self.same_path(path, filter);
                }
            }
            HTTPRouteFilter::RequestMirror { request_mirror } => {
                let nothing = request_mirror.percent == Some(0)
                    || request_mirror.fraction.is_some_and(|fraction| fraction.numerator == 0);
                if nothing {
                    self.warn(
                        path.field("requestMirror"),
                        "the filter mirrors no request at all".to_owned(),
                        "set `percent` or `fraction` above 0, or remove the filter",
                    );
                }
            }
            _ => {}
        }
    }

    fn redirects(&self) -> bool {
        self.filters.list.iter().any(|filter| matches!(filter, HTTPRouteFilter::RequestRedirect { .. }))
    }

    /// Headers are set, then added, then removed.
    fn headers(&mut self, path: &FieldPath, filter: &HTTPHeaderFilter) {
        if filter.set.is_empty() && filter.add.is_empty() && filter.remove.is_empty() {
            self.warn(
                path.clone(),
                "the filter changes no header".to_owned(),
                "list headers under `set`, `add` or `remove`, or remove the filter",
            );
        }
        for (field, word, headers) in [("set", "set", &filter.set), ("add", "added", &filter.add)] {
            for (number, header) in headers.iter().enumerate() {
                if filter.remove.iter().any(|name| name.eq_ignore_ascii_case(&header.name)) {
                    self.warn(
                        path.field(field).index(number),
                        format!("header `{}` is {word}, and then `remove` takes it away", header.name),
                        "keep one of the two",
                    );
                }
            }
        }
    }

    /// A rewrite that gives each path that the rule takes back as it is.
    fn same_path(&mut self, path: &FieldPath, filter: &HTTPRouteFilter) {
        let Some((field, modifier)) = path_modifier(filter) else { return };
        let Some(paths) = self.rule.literal_paths().filter(|paths| !paths.is_empty()) else { return };
        let same = paths.iter().all(|(kind, value)| match (kind, modifier) {
            (PathMatchType::PathPrefix, HTTPPathModifier::ReplacePrefixMatch { replace_prefix_match }) => {
                normalize(prefix_key(value)) == prefix_key(replace_prefix_match)
            }
            (PathMatchType::Exact, HTTPPathModifier::ReplaceFullPath { replace_full_path }) => {
                normalize(value) == *replace_full_path
            }
            _ => false,
        });
        if same {
            self.warn(
                path.field(field).field("path"),
                "the rewrite gives every path of this rule back as it is".to_owned(),
                "change the replacement, or remove it",
            );
        }
    }

    fn warn(&mut self, path: FieldPath, message: String, hint: &str) {
        self.found.warn(codes::WITHOUT_EFFECT, self.rule.document, path, message, hint);
    }
}
