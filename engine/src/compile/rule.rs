use super::{
    clusters::Clusters,
    native::{self, Natives},
    percent::percent_encode,
    session,
};
use crate::{
    SharedStr,
    api::{
        HTTPCORSFilter, HTTPHeaderFilter, HTTPPathModifier, HTTPRouteFilter, RouteKind, RouteRule,
        SessionPersistence,
    },
    attach::{BackendTarget, Carried, RuleState},
    table::{
        BackendDefinition, Cors, FiltersDefinition, OperationsDefinition, PathModifier, Redirect, Rewrite,
        RuleDefinition, Scheme, prefix_key,
    },
};

pub(super) fn of<'g>(
    label: String,
    kind: RouteKind,
    rule: &RouteRule,
    state: &'g RuleState,
    of_policy: &dyn Fn(&BackendTarget) -> Option<SessionPersistence>,
    clusters: &mut Clusters<'g>,
    natives: &mut Natives,
) -> RuleDefinition {
    let is_grpc = kind == RouteKind::Grpc;
    if state.broken.is_some() {
        // A filter that cannot be resolved answers for every backend: one that cannot be used.
        let unusable = BackendDefinition { weight: 1, ..BackendDefinition::default() };
        return RuleDefinition {
            label,
            is_grpc,
            backends: Box::new([unusable]),
            ..RuleDefinition::default()
        };
    }
    let carried = if is_grpc { Carried::Calls } else { Carried::Requests };
    let listed = rule.backend_refs.iter().zip(&state.backends).enumerate();
    let backends = listed
        .map(|(number, (reference, target))| {
            let own = rule.session_persistence.as_ref().map(|own| session::of(own, &label, false));
            let of_policy = || of_policy(target.as_ref().ok()?).map(|own| session::of(&own, &label, true));
            let session = own.or_else(of_policy);
            BackendDefinition {
                weight: reference.weight,
                cluster: target.as_ref().ok().map(|target| clusters.id(target, carried)),
                native: native::of(rule, state, number, session.is_some())
                    .and_then(|native| natives.id(native)),
                session: session.map(Box::new),
                filters: filters(&reference.filters),
            }
        })
        .collect();
    RuleDefinition { label, is_grpc, filters: filters(&rule.filters), backends }
}

fn filters(list: &[HTTPRouteFilter]) -> Option<Box<FiltersDefinition>> {
    if list.is_empty() {
        return None;
    }
    let mut filters = FiltersDefinition::default();
    for filter in list {
        match filter {
            HTTPRouteFilter::RequestHeaderModifier { request_header_modifier } => {
                filters.request_headers = operations(request_header_modifier);
            }
            HTTPRouteFilter::ResponseHeaderModifier { response_header_modifier } => {
                filters.response_headers = operations(response_header_modifier);
            }
            HTTPRouteFilter::UrlRewrite { url_rewrite } => {
                filters.rewrite = Some(Box::new(Rewrite {
                    hostname: url_rewrite.hostname.clone(),
                    path: url_rewrite.path.as_ref().map(path),
                }));
            }
            HTTPRouteFilter::RequestRedirect { request_redirect } => {
                filters.redirect = Some(Box::new(Redirect {
                    scheme: request_redirect.scheme.as_deref().map(|scheme| match scheme {
                        "https" => Scheme::Https,
                        _ => Scheme::Http,
                    }),
                    hostname: request_redirect.hostname.clone(),
                    path: request_redirect.path.as_ref().map(path),
                    port: request_redirect.port,
                    status: request_redirect.status_code,
                }));
            }
            HTTPRouteFilter::Cors { cors } => filters.cors = Some(Box::new(self::cors(cors))),
            // Those of the first two are the proxy's; attachment has broken the rules that have one of the last.
            HTTPRouteFilter::RequestMirror { .. }
            | HTTPRouteFilter::ExternalAuth { .. }
            | HTTPRouteFilter::ExtensionRef { .. } => {}
        }
    }
    Some(Box::new(filters))
}

fn cors(filter: &HTTPCORSFilter) -> Cors {
    // A response for requests with credentials cannot say `*` (`HTTPCORSFilter.exposeHeaders`).
    let exposed = filter.expose_headers.iter().filter(|name| !(filter.allow_credentials && *name == "*"));
    Cors {
        origins: filter.allow_origins.join(" "),
        credentials: filter.allow_credentials,
        methods: filter.allow_methods.join(", "),
        headers: filter.allow_headers.join(", "),
        exposed: exposed.cloned().collect::<Vec<_>>().join(", "),
        max_age: filter.max_age,
    }
}

fn operations(filter: &HTTPHeaderFilter) -> OperationsDefinition {
    // Of entries with one name, in whatever case, the first counts (`HTTPHeader.name`).
    let pairs = |headers: &[crate::api::HTTPHeader]| {
        let mut pairs: Vec<(SharedStr, SharedStr)> = Vec::with_capacity(headers.len());
        for header in headers {
            let name = header.name.lower();
            if pairs.iter().all(|(known, _)| *known != name) {
                pairs.push((name, header.value.clone()));
            }
        }
        pairs.into()
    };
    OperationsDefinition {
        set: pairs(&filter.set),
        add: pairs(&filter.add),
        remove: filter.remove.iter().map(SharedStr::lower).collect(),
    }
}

fn path(modifier: &HTTPPathModifier) -> PathModifier {
    match modifier {
        HTTPPathModifier::ReplaceFullPath { replace_full_path } => {
            PathModifier::Full(percent_encode(replace_full_path))
        }
        HTTPPathModifier::ReplacePrefixMatch { replace_prefix_match } => {
            PathModifier::Prefix(prefix_key(&percent_encode(replace_prefix_match)).to_owned())
        }
    }
}
