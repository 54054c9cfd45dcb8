use std::ops::Range;

use super::{
    clusters::Clusters,
    id,
    native::{self, Natives},
    percent::percent_encode,
    session, small,
};
use crate::{
    SharedStr,
    admit::{Meta, World},
    api::{HTTPCORSFilter, HTTPHeaderFilter, HTTPPathModifier, HTTPRouteFilter, RouteKind, RouteRule},
    attach::{Carried, Graph, RuleState, session_of},
    table::{
        BackendDefinition, BackendMore, ClusterId, Cors, FiltersDefinition, Label, OperationsDefinition,
        PathModifier, Redirect, Rewrite, RuleDefinition, Scheme, index, prefix_key,
    },
};

/// The rules of all routes while they are gathered, and what they share.
#[derive(Debug)]
pub(super) struct Rules<'g> {
    world: &'g World,
    graph: &'g Graph,
    pub(super) list: Vec<RuleDefinition>,
    pub(super) backends: Vec<BackendDefinition>,
    pub(super) labels: String,
    /// Where the name of the last route stands in the labels.
    route: Range<u32>,
    pub(super) clusters: Clusters<'g>,
    pub(super) natives: Natives,
}

impl<'g> Rules<'g> {
    /// With room for so many rules.
    pub(super) fn new(world: &'g World, graph: &'g Graph, count: usize) -> Self {
        Rules {
            world,
            graph,
            list: Vec::with_capacity(count),
            // Few have more than two.
            backends: Vec::with_capacity(2 * count),
            labels: String::new(),
            route: 0..0,
            clusters: Clusters::default(),
            natives: Natives::default(),
        }
    }

    pub(super) fn next_route(&mut self, meta: &Meta) {
        let start = id(self.labels.len());
        meta.write_full_name(&mut self.labels);
        self.labels.push('/');
        self.route = start..id(self.labels.len());
    }

    /// Takes in the rule that has a number in the last route; answers its number in the table.
    pub(super) fn push(
        &mut self,
        kind: RouteKind,
        number: usize,
        rule: &RouteRule,
        state: &'g RuleState,
    ) -> u32 {
        let first = id(self.backends.len());
        let label = self.label(number, rule.name.as_deref());
        let is_grpc = kind == RouteKind::Grpc;
        let mut own = None;
        if state.broken.is_some() {
            // A filter that cannot be resolved answers for every backend: one that cannot be used.
            self.backends.push(BackendDefinition { weight: 1, ..BackendDefinition::default() });
        } else {
            self.backends_of(&label, is_grpc, rule, state);
            own = filters(&rule.filters);
        }
        self.list.push(RuleDefinition {
            label,
            is_grpc,
            filters: own,
            backends: first..id(self.backends.len()),
        });
        id(self.list.len() - 1)
    }

    fn label(&mut self, number: usize, name: Option<&str>) -> Label {
        let Some(name) = name else {
            return Label { text: self.route.clone(), number: Some(small(number)) };
        };
        let start = id(self.labels.len());
        self.labels.extend_from_within(index(self.route.start)..index(self.route.end));
        self.labels.push_str(name);
        Label { text: start..id(self.labels.len()), number: None }
    }

    fn backends_of(&mut self, label: &Label, is_grpc: bool, rule: &RouteRule, state: &'g RuleState) {
        let carried = if is_grpc { Carried::Calls } else { Carried::Requests };
        for (number, (reference, target)) in rule.backend_refs.iter().zip(&state.backends).enumerate() {
            let target = target.as_deref().ok();
            let of_policy = || session_of(self.world, self.graph, target?);
            let session = match &rule.session_persistence {
                Some(own) => Some(Box::new(session::of(own, &label.of(&self.labels), false))),
                None => {
                    of_policy().map(|policy| Box::new(session::of(policy, &label.of(&self.labels), true)))
                }
            };
            let native = match session.is_some() || native::may_have(rule, state) {
                true => self.natives.id(native::of(rule, state, number, session.is_some())),
                false => None,
            };
            let filters = filters(&reference.filters);
            let has_more = native.is_some() || session.is_some() || filters.is_some();
            self.backends.push(BackendDefinition {
                weight: reference.weight,
                cluster: target.and_then(|target| ClusterId::new(self.clusters.id(target, carried))),
                more: has_more.then(|| Box::new(BackendMore { native, session, filters })),
            });
        }
    }
}

fn filters(list: &[HTTPRouteFilter]) -> Option<Box<FiltersDefinition>> {
    if list.is_empty() { None } else { Some(some_filters(list)) }
}

/// Apart, as most rules have none, and hardly any backend has.
#[inline(never)]
fn some_filters(list: &[HTTPRouteFilter]) -> Box<FiltersDefinition> {
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
    Box::new(filters)
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
