use crate::{
    Dictionary,
    analysis::Analysis,
    attach::BackendKind,
    source::{DocId, FieldPath},
};

/// What a node stands for, by the indexes of the world and of its graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Subject {
    GatewayClass(usize),
    Gateway(usize),
    ListenerSet(usize),
    Listener {
        gateway: usize,
        /// In the Gateway's merged list.
        listener: usize,
    },
    Route(usize),
    Rule {
        route: usize,
        rule: usize,
    },
    Backend {
        object: Option<(BackendKind, usize)>,
        /// The first backendRef that names it: route, rule, number.
        reference: (usize, usize, usize),
    },
    Grant(usize),
    BackendTlsPolicy(usize),
    BackendTrafficPolicy(usize),
    ForeignPolicy(usize),
    /// An object that nothing but a policy names.
    Target(DocId),
    #[default]
    Missing,
}

impl Subject {
    /// Whether something names it that is not in the input.
    pub(crate) fn is_missing(self) -> bool {
        matches!(self, Subject::Missing | Subject::Backend { object: None, .. })
    }

    /// Where it is written.
    pub(super) fn place(self, analysis: &Analysis) -> Option<(DocId, FieldPath)> {
        let spec = || FieldPath::root().field("spec");
        let rule_path = |rule: usize| spec().field("rules").index(rule);
        let path = match self {
            Subject::Listener { gateway, listener } => {
                let state = analysis.graph.gateways.get(gateway)?.listeners.get(listener)?;
                spec().field("listeners").index(state.number)
            }
            Subject::Rule { rule, .. } => rule_path(rule),
            Subject::Backend { object: None, reference: (_, rule, number) } => {
                rule_path(rule).field("backendRefs").index(number)
            }
            _ => FieldPath::root(),
        };
        Some((self.document(analysis)?, path))
    }

    pub(crate) fn document(self, analysis: &Analysis) -> Option<DocId> {
        let world = &analysis.world;
        Some(match self {
            Subject::GatewayClass(number) => world.gateway_classes.get(number)?.document,
            Subject::Gateway(number) => world.gateways.get(number)?.document,
            Subject::ListenerSet(number) => world.listener_sets.get(number)?.document,
            Subject::Listener { gateway, listener } => {
                match analysis.graph.gateways.get(gateway)?.listeners.get(listener)?.set {
                    Some(set) => world.listener_sets.get(set)?.document,
                    None => world.gateways.get(gateway)?.document,
                }
            }
            Subject::Route(number)
            | Subject::Rule { route: number, .. }
            | Subject::Backend { object: None, reference: (number, ..) } => {
                world.routes.get(number)?.document
            }
            Subject::Backend { object: Some((BackendKind::Service, number)), .. } => {
                world.services.get(number)?.document
            }
            Subject::Backend { object: Some((BackendKind::XBackend, number)), .. } => {
                world.backends.get(number)?.document
            }
            Subject::Grant(number) => world.reference_grants.get(number)?.document,
            Subject::BackendTlsPolicy(number) => world.backend_tls_policies.get(number)?.document,
            Subject::BackendTrafficPolicy(number) => world.backend_traffic_policies.get(number)?.document,
            Subject::ForeignPolicy(number) => world.foreign_policies.get(number)?.document,
            Subject::Target(document) => document,
            Subject::Missing => return None,
        })
    }
}

/// Services and XBackends by name, so that a reference costs no search.
pub(super) struct Backends<'a> {
    by_name: Dictionary<(BackendKind, &'a str, &'a str), usize>,
}

impl<'a> Backends<'a> {
    pub(super) fn of(analysis: &'a Analysis) -> Self {
        let services =
            analysis.world.services.iter().map(|service| (BackendKind::Service, &service.meta)).enumerate();
        let backends =
            analysis.world.backends.iter().map(|backend| (BackendKind::XBackend, &backend.meta)).enumerate();
        let named = |(number, (kind, meta)): (usize, (BackendKind, &'a crate::admit::Meta))| {
            ((kind, meta.namespace.as_str(), meta.name.as_str()), number)
        };
        Backends { by_name: services.chain(backends).map(named).collect() }
    }

    /// The object of a backend, by the `kind` that a reference writes.
    pub(super) fn find(&self, kind: &str, namespace: &str, name: &str) -> Option<(BackendKind, usize)> {
        let kind = match kind {
            "Service" => BackendKind::Service,
            "XBackend" => BackendKind::XBackend,
            _ => return None,
        };
        self.by_name.get(&(kind, namespace, name)).map(|number| (kind, *number))
    }
}
