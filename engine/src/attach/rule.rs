use super::{RefFault, RuleFault, RuleState, backend, condition::*};
use crate::{
    admit::{Admitted, World},
    api::{
        HTTPPathModifier, HTTPRoute, HTTPRouteFilter, HTTPRouteRule, PathMatchType, ValueMatch,
        ValueMatchType,
    },
    pattern::Pattern,
    source::FieldPath,
};

pub(super) fn state(
    route: &Admitted<HTTPRoute>,
    rule: &HTTPRouteRule,
    path: &FieldPath,
    world: &World,
) -> RuleState {
    let backends: Vec<_> = rule
        .backend_refs
        .iter()
        .enumerate()
        .map(|(number, reference)| {
            let path = path.field("backendRefs").index(number);
            let target = backend::resolve(route, &reference.reference, &path, world)?;
            match extension(&reference.filters, &path.field("filters")) {
                Some(fault) => Err(fault),
                None => Ok(target),
            }
        })
        .collect();
    RuleState {
        invalid: unsupported(rule, path),
        broken: extension(&rule.filters, &path.field("filters")),
        backends,
    }
}

/// An ExtensionRef that cannot be resolved must not be skipped: its requests get an error
/// (`HTTPRouteFilter.type`). No extension is known here.
fn extension(filters: &[HTTPRouteFilter], path: &FieldPath) -> Option<RefFault> {
    filters.iter().enumerate().find_map(|(number, filter)| match filter {
        HTTPRouteFilter::ExtensionRef { extension_ref } => Some(RefFault {
            reason: RouteResolvedRefs::InvalidKind,
            message: format!(
                "filter {} `{}` of group {} is not supported, so its requests are answered with 500",
                extension_ref.kind, extension_ref.name, extension_ref.group
            ),
            path: path.index(number).field("extensionRef"),
            hint: Some("remove the filter, or run the implementation that it belongs to".to_owned()),
        }),
        _ => None,
    })
}

/// The first thing in a rule that drops it.
fn unsupported(rule: &HTTPRouteRule, path: &FieldPath) -> Option<RuleFault> {
    let backends = rule.backend_refs.iter().enumerate().map(|(number, backend)| {
        (path.field("backendRefs").index(number).field("filters"), backend.filters.as_slice())
    });
    patterns(rule, path)
        .or_else(|| filters(rule, &rule.filters, &path.field("filters")))
        .or_else(|| backends.into_iter().find_map(|(path, list)| filters(rule, list, &path)))
}

fn patterns(rule: &HTTPRouteRule, path: &FieldPath) -> Option<RuleFault> {
    let bad = |value: &str, path: FieldPath| {
        let error = Pattern::new(value).err()?;
        Some(RuleFault {
            reason: RouteAccepted::UnsupportedValue,
            message: format!("regular expression `{value}` cannot be used: {error}"),
            path,
            hint: Some("write it in RE2's syntax; the whole value has to match".to_owned()),
        })
    };
    let values = |list: &[ValueMatch], path: FieldPath| {
        list.iter().enumerate().find_map(|(number, test)| match test.kind {
            ValueMatchType::RegularExpression => bad(&test.value, path.index(number).field("value")),
            ValueMatchType::Exact => None,
        })
    };
    rule.matches.iter().enumerate().find_map(|(number, route_match)| {
        let path = path.field("matches").index(number);
        let own = match route_match.path.kind {
            PathMatchType::RegularExpression => {
                bad(&route_match.path.value, path.field("path").field("value"))
            }
            PathMatchType::Exact | PathMatchType::PathPrefix => None,
        };
        own.or_else(|| values(&route_match.headers, path.field("headers")))
            .or_else(|| values(&route_match.query_params, path.field("queryParams")))
    })
}

fn filters(rule: &HTTPRouteRule, filters: &[HTTPRouteFilter], path: &FieldPath) -> Option<RuleFault> {
    filters.iter().enumerate().find_map(|(number, filter)| {
        let path = path.index(number);
        let fault = |name: &str| {
            Some(RuleFault {
                reason: RouteAccepted::UnsupportedValue,
                message: format!("filter `{name}` is not supported"),
                path: path.field("type"),
                hint: Some("remove the filter; the rule is not served with it".to_owned()),
            })
        };
        let modifier = match filter {
            HTTPRouteFilter::RequestMirror {} => return fault("RequestMirror"),
            HTTPRouteFilter::Cors {} => return fault("CORS"),
            HTTPRouteFilter::ExternalAuth {} => return fault("ExternalAuth"),
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
        let prefixes = rule.matches.iter().all(|one| one.path.kind == PathMatchType::PathPrefix);
        match modifier {
            Some((field, HTTPPathModifier::ReplacePrefixMatch { .. })) if !prefixes => Some(RuleFault {
                reason: RouteAccepted::IncompatibleFilters,
                message: "`ReplacePrefixMatch` needs a match of type `PathPrefix`".to_owned(),
                path: path.field(field).field("path").field("type"),
                hint: None,
            }),
            _ => None,
        }
    })
}
