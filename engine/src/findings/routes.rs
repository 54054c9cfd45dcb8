//! What findings ask of routes, and nowhere else.

use crate::{
    SharedStr,
    admit::{Admitted, Created, World},
    api::{
        HTTPPathModifier, HTTPRouteFilter, HTTPRouteMatch, PathMatchType, Route, RouteKind, RouteMatch,
        RouteRule, ValueMatchType,
    },
    source::{DocId, FieldPath},
};

#[derive(Clone, Copy)]
pub(super) struct Routes<'w> {
    pub(super) world: &'w World,
}

/// A rule and where it was written.
#[derive(Clone, Copy)]
pub(super) struct Rule<'w> {
    pub(super) document: DocId,
    pub(super) kind: RouteKind,
    number: usize,
    rule: &'w RouteRule,
}

/// One list of filters of a rule: its own, or a backend's.
pub(super) struct Filters<'w> {
    pub(super) path: FieldPath,
    pub(super) list: &'w [HTTPRouteFilter],
    /// The weight of the backend whose filters they are.
    pub(super) weight: Option<u32>,
}

/// A regular expression in a match.
pub(super) struct Expression<'w> {
    pub(super) path: FieldPath,
    pub(super) of: ExpressionOf<'w>,
    pub(super) value: &'w str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExpressionOf<'w> {
    Path,
    /// By name.
    Header(&'w str),
    Query,
}

impl<'w> Routes<'w> {
    pub(super) fn get(self, route: usize) -> Option<&'w Admitted<Route>> {
        self.world.routes.get(route)
    }

    pub(super) fn document(self, route: usize) -> Option<DocId> {
        Some(self.get(route)?.document)
    }

    /// ``HTTPRoute `namespace/name` ``.
    pub(super) fn name(self, route: usize) -> String {
        let name =
            |route: &Admitted<Route>| format!("{} `{}`", route.body.kind.name(), route.meta.full_name());
        self.get(route).map(name).unwrap_or_default()
    }

    /// Whether the manifest tells when the route was created.
    pub(super) fn has_age(self, route: usize) -> bool {
        self.get(route).is_some_and(|route| route.meta.created != Created::NotYet)
    }

    /// The host names as they are written.
    pub(super) fn hostnames(self, route: usize) -> &'w [SharedStr] {
        self.get(route).map(|route| &*route.body.hostnames).unwrap_or_default()
    }

    pub(super) fn rule(self, route: usize, number: usize) -> Option<Rule<'w>> {
        let object = self.get(route)?;
        Some(Rule {
            document: object.document,
            kind: object.body.kind,
            number,
            rule: object.body.rules.get(number)?,
        })
    }

    /// Every rule of every route, served or not.
    pub(super) fn rules(self) -> impl Iterator<Item = Rule<'w>> {
        self.world.routes.iter().flat_map(|route| {
            let numbered = route.body.rules.iter().enumerate();
            numbered.map(|(number, rule)| Rule {
                document: route.document,
                kind: route.body.kind,
                number,
                rule,
            })
        })
    }
}

/// `spec.rules[1].matches[0]`.
pub(super) fn match_path(rule: usize, number: usize) -> FieldPath {
    rule_path(rule).field("matches").index(number)
}

fn rule_path(number: usize) -> FieldPath {
    FieldPath::root().field("spec").field("rules").index(number)
}

impl<'w> Rule<'w> {
    pub(super) fn path(&self) -> FieldPath {
        rule_path(self.number)
    }

    /// The weights of its backends.
    pub(super) fn weights(&self) -> impl Iterator<Item = u32> {
        self.rule.backend_refs.iter().map(|backend| backend.weight)
    }

    pub(super) fn filters(&self) -> Vec<Filters<'w>> {
        let path = self.path();
        let own = Filters { path: path.field("filters"), list: &self.rule.filters, weight: None };
        let backends = self.rule.backend_refs.iter().enumerate();
        let with_filters = backends.filter(|(_, backend)| !backend.filters.is_empty());
        let of_backends = with_filters.map(|(number, backend)| Filters {
            path: path.field("backendRefs").index(number).field("filters"),
            list: &backend.filters,
            weight: Some(backend.weight),
        });
        Some(own).filter(|own| !own.list.is_empty()).into_iter().chain(of_backends).collect()
    }

    /// The exact path or the prefix of each match; nothing where one has a regular expression.
    pub(super) fn literal_paths(&self) -> Option<Vec<(PathMatchType, &'w str)>> {
        let literal = |one: &'w RouteMatch| match one {
            RouteMatch::Http(one) if one.path.kind != PathMatchType::RegularExpression => {
                Some((one.path.kind, one.path.value.as_str()))
            }
            _ => None,
        };
        self.rule.matches.iter().map(literal).collect()
    }

    pub(super) fn expressions(&self) -> Vec<Expression<'w>> {
        let mut list = Vec::new();
        for (number, one) in self.rule.matches.iter().enumerate() {
            let path = match_path(self.number, number);
            let (headers, queries) = match one {
                RouteMatch::Http(one) => (&one.headers, &*one.query_params),
                RouteMatch::Grpc(one) => (&one.headers, [].as_slice()),
            };
            if let RouteMatch::Http(HTTPRouteMatch { path: of_path, .. }) = one
                && of_path.kind == PathMatchType::RegularExpression
            {
                list.push(Expression {
                    path: path.field("path"),
                    of: ExpressionOf::Path,
                    value: &of_path.value,
                });
            }
            let (headers, queries) = (headers.iter().enumerate(), queries.iter().enumerate());
            let headers =
                headers.map(|(number, test)| ("headers", number, test, ExpressionOf::Header(&test.name)));
            let queries = queries.map(|(number, test)| ("queryParams", number, test, ExpressionOf::Query));
            for (field, number, test, of) in headers.chain(queries) {
                if test.kind == ValueMatchType::RegularExpression {
                    let path = path.field(field).index(number);
                    list.push(Expression { path, of, value: &test.value });
                }
            }
        }
        list
    }
}

/// A path modifier of a filter, and the field that holds it.
pub(super) fn path_modifier(filter: &HTTPRouteFilter) -> Option<(&'static str, &HTTPPathModifier)> {
    match filter {
        HTTPRouteFilter::RequestRedirect { request_redirect } => {
            Some(("requestRedirect", request_redirect.path.as_ref()?))
        }
        HTTPRouteFilter::UrlRewrite { url_rewrite } => Some(("urlRewrite", url_rewrite.path.as_ref()?)),
        _ => None,
    }
}
