use super::{Carried, RefFault, Resolved, RuleFault, RuleState, backend, condition::*, lookup::Lookup};
use crate::{
    admit::{Admitted, At},
    api::{
        BackendReference, GRPCMethodMatch, HTTPPathModifier, HTTPRouteFilter, PathMatchType, Route,
        RouteKind, RouteMatch, RouteRule, ValueMatch, ValueMatchType,
    },
    pattern::Pattern,
    source::{FieldPath, hint},
};

pub(super) fn state(
    route: &Admitted<Route>,
    rule: &RouteRule,
    path: &At<'_>,
    lookup: &Lookup<'_>,
) -> RuleState {
    let mut backends: Box<[_]> = rule
        .backend_refs
        .iter()
        .enumerate()
        .map(|(number, reference)| {
            let path = path.field("backendRefs");
            let path = path.index(number);
            let target = backend::resolve(route, &reference.reference, &path, lookup)?;
            match extension(route.body.kind, &reference.filters, &path.field("filters")) {
                Some(fault) => Err(Box::new(fault)),
                None => Ok(target),
            }
        })
        .collect();
    let mut broken = extension(route.body.kind, &rule.filters, &path.field("filters"));
    let named = filter_backends(rule, Some(path));
    let of_filters = of_filters(route, &named, lookup);
    // Nobody gets by an authorizer that cannot be asked (`HTTPRouteFilter.externalAuth`).
    for (FilterBackend { authorizer, of, .. }, (_, target)) in named.iter().zip(&of_filters) {
        let (Some(_), Err(fault)) = (authorizer, target) else { continue };
        match of.and_then(|number| backends.get_mut(number)) {
            Some(backend) if backend.is_ok() => *backend = Err(fault.clone()),
            Some(_) => {}
            None => broken = broken.or_else(|| Some((**fault).clone())),
        }
    }
    let invalid = unsupported(rule, &named, path).map(Box::new);
    RuleState { invalid, broken: broken.map(Box::new), backends, of_filters }
}

fn of_filters(
    route: &Admitted<Route>,
    named: &[FilterBackend<'_>],
    lookup: &Lookup<'_>,
) -> Box<[(Carried, Resolved)]> {
    let resolved = |backend: &FilterBackend<'_>| {
        // A mirror gets what the backend gets; an authorizer is asked in its own way.
        let carried = match (backend.authorizer, route.body.kind) {
            (Some("GRPC"), _) | (None, RouteKind::Grpc) => Carried::Calls,
            _ => Carried::Requests,
        };
        (carried, backend::resolve(route, backend.reference, &backend.path, lookup))
    };
    named.iter().map(resolved).collect()
}

/// A backend that a filter names.
pub(super) struct FilterBackend<'a> {
    pub(super) path: FieldPath,
    pub(super) reference: &'a BackendReference,
    /// The protocol of an authorizer; nothing for a mirror.
    authorizer: Option<&'a str>,
    /// The number of the backend whose filter it is; nothing for the rule's own.
    of: Option<usize>,
}

/// The backends that filters name, of the rule and of its backends: mirrors and authorizers. Where the rule's place does
/// not matter, it need not be known.
pub(super) fn filter_backends<'a>(rule: &'a RouteRule, path: Option<&At<'_>>) -> Vec<FilterBackend<'a>> {
    let of_rule = std::iter::once((None, &*rule.filters));
    let of_backends = rule.backend_refs.iter().enumerate();
    let of_backends = of_backends.map(|(number, backend)| (Some(number), &*backend.filters));
    let mut found = Vec::new();
    for (of, filters) in of_rule.chain(of_backends) {
        for (number, filter) in filters.iter().enumerate() {
            let (field, reference, authorizer) = match filter {
                HTTPRouteFilter::RequestMirror { request_mirror } => {
                    ("requestMirror", &request_mirror.backend_ref, None)
                }
                HTTPRouteFilter::ExternalAuth { external_auth } => {
                    ("externalAuth", &external_auth.backend_ref, Some(external_auth.protocol.as_str()))
                }
                _ => continue,
            };
            let root = path.map(At::path).unwrap_or_default();
            let owner = of.map_or(root.clone(), |of| root.field("backendRefs").index(of));
            let path = owner.field("filters").index(number).field(field).field("backendRef");
            found.push(FilterBackend { path, reference, authorizer, of });
        }
    }
    found
}

/// An ExtensionRef that cannot be resolved must not be skipped: its requests get an error
/// (`HTTPRouteFilter.type`). No extension is known here.
fn extension(kind: RouteKind, filters: &[HTTPRouteFilter], path: &At<'_>) -> Option<RefFault> {
    filters.iter().enumerate().find_map(|(number, filter)| match filter {
        HTTPRouteFilter::ExtensionRef { extension_ref } => Some(RefFault {
            reason: RouteResolvedRefs::InvalidKind,
            message: format!(
                "filter {} `{}` of group {} is not supported, so its {}",
                extension_ref.kind,
                extension_ref.name,
                extension_ref.group,
                kind.without_backend()
            ),
            path: path.index(number).field("extensionRef").path(),
            hint: hint(|| "remove the filter, or run the implementation that it belongs to".to_owned()),
        }),
        _ => None,
    })
}

/// The first thing in a rule that drops it.
fn unsupported(rule: &RouteRule, named: &[FilterBackend<'_>], path: &At<'_>) -> Option<RuleFault> {
    let backends = path.field("backendRefs");
    let mut listed = rule.backend_refs.iter().enumerate();
    let mut of_backends = || {
        listed.find_map(|(number, backend)| {
            filters(rule, &backend.filters, &backends.index(number).field("filters"))
        })
    };
    patterns(rule, path)
        .or_else(|| filters(rule, &rule.filters, &path.field("filters")))
        .or_else(&mut of_backends)
        .or_else(|| authorizers(rule, named))
}

/// One authorizer is asked about a request, and before anything answers it.
fn authorizers(rule: &RouteRule, named: &[FilterBackend<'_>]) -> Option<RuleFault> {
    let mut authorizers = named.iter().filter(|one| one.authorizer.is_some()).enumerate();
    let all = std::iter::once(&rule.filters).chain(rule.backend_refs.iter().map(|backend| &backend.filters));
    let redirects = all.flatten().any(|filter| matches!(filter, HTTPRouteFilter::RequestRedirect { .. }));
    authorizers.find_map(|(number, one)| {
        let before = named.iter().filter(|other| other.authorizer.is_some()).take(number);
        let several = before.into_iter().any(|other| other.of.is_none() || other.of == one.of);
        let (reason, message, what) = if several {
            let what = "keep one ExternalAuth filter for a request";
            (RouteAccepted::UnsupportedValue, "a request has several authorizers", what)
        } else if redirects {
            let what = "redirect in a rule of its own, without ExternalAuth";
            (RouteAccepted::IncompatibleFilters, "a redirect is answered before an authorizer is asked", what)
        } else {
            return None;
        };
        let path = one.path.clone();
        Some(RuleFault { reason, message: message.to_owned(), path, hint: hint(|| what.to_owned()) })
    })
}

fn patterns(rule: &RouteRule, path: &At<'_>) -> Option<RuleFault> {
    let bad = |value: &str, path: At<'_>| {
        let error = Pattern::new(value).err()?;
        Some(RuleFault {
            reason: RouteAccepted::UnsupportedValue,
            message: format!("regular expression `{value}` cannot be used: {error}"),
            path: path.path(),
            hint: hint(|| "write it in RE2's syntax; the whole value has to match".to_owned()),
        })
    };
    let values = |list: &[ValueMatch], path: At<'_>| {
        list.iter().enumerate().find_map(|(number, test)| match test.kind {
            ValueMatchType::RegularExpression => bad(&test.value, path.index(number).field("value")),
            ValueMatchType::Exact => None,
        })
    };
    let method = |method: &GRPCMethodMatch, path: At<'_>| {
        let parts = [("service", &method.service), ("method", &method.method)];
        let mut written = parts.into_iter().filter_map(|(field, value)| Some((field, value.as_deref()?)));
        match method.kind {
            ValueMatchType::RegularExpression => {
                written.find_map(|(field, value)| bad(value, path.field(field)))
            }
            ValueMatchType::Exact => None,
        }
    };
    rule.matches.iter().enumerate().find_map(|(number, one)| {
        let path = path.field("matches");
        let path = path.index(number);
        match one {
            RouteMatch::Http(one) => {
                let own = match one.path.kind {
                    PathMatchType::RegularExpression => {
                        bad(&one.path.value, path.field("path").field("value"))
                    }
                    PathMatchType::Exact | PathMatchType::PathPrefix => None,
                };
                own.or_else(|| values(&one.headers, path.field("headers")))
                    .or_else(|| values(&one.query_params, path.field("queryParams")))
            }
            RouteMatch::Grpc(one) => {
                let own = one.method.as_ref().and_then(|one| method(one, path.field("method")));
                // Two expressions that are good alone may be too much together.
                let both = || bad(&one.path_pattern()?, path.field("method"));
                own.or_else(both).or_else(|| values(&one.headers, path.field("headers")))
            }
        }
    })
}

fn filters(rule: &RouteRule, filters: &[HTTPRouteFilter], path: &At<'_>) -> Option<RuleFault> {
    filters.iter().enumerate().find_map(|(number, filter)| {
        let path = path.index(number);
        let modifier = match filter {
            HTTPRouteFilter::RequestRedirect { request_redirect } => {
                request_redirect.path.as_ref().map(|path| ("requestRedirect", path))
            }
            HTTPRouteFilter::UrlRewrite { url_rewrite } => {
                url_rewrite.path.as_ref().map(|path| ("urlRewrite", path))
            }
            _ => None,
        };
        // Admission sees one such filter in a list; of two it sees none, so we look again
        // (`HTTPPathModifier.replacePrefixMatch`).
        let prefixes = rule.matches.iter().all(|one| match one {
            RouteMatch::Http(one) => one.path.kind == PathMatchType::PathPrefix,
            RouteMatch::Grpc(_) => false,
        });
        match modifier {
            Some((field, HTTPPathModifier::ReplacePrefixMatch { .. })) if !prefixes => Some(RuleFault {
                reason: RouteAccepted::IncompatibleFilters,
                message: "`ReplacePrefixMatch` needs a match of type `PathPrefix`".to_owned(),
                path: path.field(field).field("path").field("type").path(),
                hint: None,
            }),
            _ => None,
        }
    })
}
