//! The tables, in the manner of `kubectl get`.

use serde::Serialize;

use crate::{
    SharedStr,
    admit::{Admitted, Meta},
    analysis::Analysis,
    api::{Listener, Route, RouteKind},
    attach::{
        Condition, ListenerSetState, ListenerState, ParentState, Reason, RouteParent, RouteState,
        TargetOutcome, TargetState,
    },
    source::DocId,
};

/// How many host names of a route are listed.
const HOSTS: usize = 3;

/// One table. Cells have the text of the manifests as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// The kind of its rows.
    pub kind: &'static str,
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The id of a graph node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    pub cells: Vec<String>,
}

impl Analysis {
    /// The tables that have rows, of the objects that `wanted` chooses.
    pub fn tables(&self, wanted: impl Fn(DocId) -> bool) -> Vec<Table> {
        let overview = Overview { analysis: self, wanted: &wanted };
        let mut tables =
            vec![overview.classes(), overview.gateways(), overview.listener_sets(), overview.listeners()];
        tables.extend(RouteKind::ALL.map(|kind| overview.routes(kind)));
        tables.push(overview.policies());
        tables.retain(|table| !table.rows.is_empty());
        tables
    }
}

struct Overview<'a> {
    analysis: &'a Analysis,
    wanted: &'a dyn Fn(DocId) -> bool,
}

fn table(kind: &'static str, columns: &[&str], rows: impl IntoIterator<Item = Row>) -> Table {
    let columns = columns.iter().map(|column| (*column).to_owned()).collect();
    Table { kind, columns, rows: rows.into_iter().collect() }
}

impl Overview<'_> {
    fn classes(&self) -> Table {
        let classes = self.analysis.world.gateway_classes.iter().zip(&self.analysis.graph.classes);
        let rows = classes.filter(|(class, _)| (self.wanted)(class.document)).map(|(class, state)| Row {
            node: Some(format!("GatewayClass/{}", class.meta.name)),
            cells: vec![
                class.meta.name.to_string(),
                class.body.spec.controller_name.clone(),
                truth(&state.accepted),
            ],
        });
        table("GatewayClass", &["GATEWAYCLASS", "CONTROLLER", "ACCEPTED"], rows)
    }

    fn gateways(&self) -> Table {
        let gateways = self.analysis.world.gateways.iter().zip(&self.analysis.graph.gateways).enumerate();
        let rows = gateways.filter(|(_, (gateway, _))| (self.wanted)(gateway.document)).map(
            |(number, (gateway, state))| {
                let addresses = gateway.body.spec.addresses.iter().map(|address| address.value.as_str());
                let addresses: Vec<_> = addresses.filter(|value| !value.is_empty()).collect();
                Row {
                    node: self.analysis.gateway_node(number),
                    cells: vec![
                        gateway.meta.namespace.to_string(),
                        gateway.meta.name.to_string(),
                        gateway.body.spec.gateway_class_name.clone(),
                        addresses.join(","),
                        truth(&state.accepted),
                        truth(&state.programmed),
                    ],
                }
            },
        );
        table("Gateway", &["NAMESPACE", "GATEWAY", "CLASS", "ADDRESS", "ACCEPTED", "PROGRAMMED"], rows)
    }

    fn listeners(&self) -> Table {
        let gateways = self.analysis.world.gateways.iter().zip(&self.analysis.graph.gateways).enumerate();
        let wanted = gateways.filter(|(_, (gateway, _))| (self.wanted)(gateway.document));
        let rows = wanted.flat_map(|(number, (gateway, state))| {
            let own = gateway.body.spec.listeners.iter().enumerate().map(move |(index, listener)| {
                let found = state.listeners_of(None).nth(index);
                let node = found.and_then(|(index, _)| self.analysis.listener_node(number, index));
                listener_row(node, &gateway.meta, listener, found.map(|(_, state)| state))
            });
            let of_sets = state.listeners.iter().enumerate().filter_map(move |(index, state)| {
                let set = self.analysis.world.listener_sets.get(state.set?)?;
                let node = self.analysis.listener_node(number, index);
                Some(listener_row(node, &set.meta, &state.spec, Some(state)))
            });
            own.chain(of_sets)
        });
        let columns = ["NAMESPACE", "LISTENER", "PORT", "PROTOCOL", "HOSTNAME", "ROUTES", "PROGRAMMED"];
        table("Listener", &columns, rows)
    }

    fn listener_sets(&self) -> Table {
        let sets =
            self.analysis.world.listener_sets.iter().zip(&self.analysis.graph.listener_sets).enumerate();
        let rows = sets.filter(|(_, (set, _))| (self.wanted)(set.document)).map(|(number, (set, state))| {
            let (accepted, programmed) = match state {
                ListenerSetState::Gateway { accepted, programmed, .. } => {
                    (truth(accepted), truth(programmed))
                }
                ListenerSetState::Elsewhere(_) => ("Unknown".to_owned(), "Unknown".to_owned()),
            };
            let parent = set.body.spec.parent_ref.name.clone();
            Row {
                node: self.analysis.listener_set_node(number),
                cells: vec![
                    set.meta.namespace.to_string(),
                    set.meta.name.to_string(),
                    parent,
                    accepted,
                    programmed,
                ],
            }
        });
        table("ListenerSet", &["NAMESPACE", "LISTENERSET", "GATEWAY", "ACCEPTED", "PROGRAMMED"], rows)
    }

    fn routes(&self, kind: RouteKind) -> Table {
        let routes = self.analysis.world.routes.iter().zip(&self.analysis.graph.routes).enumerate();
        let routes = routes.filter(|(_, (route, _))| route.body.kind == kind);
        let rows =
            routes.filter(|(_, (route, _))| (self.wanted)(route.document)).map(|(number, (route, state))| {
                Row {
                    node: self.analysis.route_node(number),
                    cells: vec![
                        route.meta.namespace.to_string(),
                        route.meta.name.to_string(),
                        hostnames(route),
                        parents(state),
                        accepted(state),
                        truth(&state.resolved_refs),
                    ],
                }
            });
        let name = kind.name().to_ascii_uppercase();
        let columns = ["NAMESPACE", &name, "HOSTNAMES", "PARENTS", "ACCEPTED", "RESOLVEDREFS"];
        table(kind.name(), &columns, rows)
    }

    /// Policies of every kind, with the objects they are about.
    fn policies(&self) -> Table {
        let (world, policies) = (&self.analysis.world, &self.analysis.graph.policies);
        let row = |kind: &str, meta: &Meta, targets: &[TargetState], accepted: String| {
            let targets =
                targets.iter().map(|state| format!("{}/{}", state.target.kind, state.target.full_name()));
            let targets: Vec<_> = targets.collect();
            Row {
                node: Some(format!("{kind}/{}", meta.full_name())),
                cells: vec![
                    meta.namespace.to_string(),
                    kind.to_owned(),
                    meta.name.to_string(),
                    targets.join(","),
                    accepted,
                ],
            }
        };
        let tls = world.backend_tls_policies.iter().zip(&policies.backend_tls);
        let tls = tls.filter(|(policy, _)| (self.wanted)(policy.document)).map(|(policy, state)| {
            row("BackendTLSPolicy", &policy.meta, &state.targets, truth(&state.accepted))
        });
        let traffic = world.backend_traffic_policies.iter().zip(&policies.backend_traffic);
        let traffic = traffic.filter(|(policy, _)| (self.wanted)(policy.document)).map(|(policy, state)| {
            row("XBackendTrafficPolicy", &policy.meta, &state.targets, truth(&state.accepted))
        });
        let foreign = world.foreign_policies.iter().zip(&policies.foreign);
        let foreign =
            foreign.filter(|(policy, _)| (self.wanted)(policy.document)).map(|(policy, targets)| {
                let attached =
                    targets.iter().all(|state| matches!(state.outcome, TargetOutcome::Attached(_)));
                let attached = if attached { "Attached" } else { "-" };
                row(&policy.body.kind, &policy.meta, targets, attached.to_owned())
            });
        let rows = tls.chain(traffic).chain(foreign);
        table("Policy", &["NAMESPACE", "POLICY", "NAME", "TARGETS", "ACCEPTED"], rows)
    }
}

fn listener_row(
    node: Option<String>,
    owner: &Meta,
    listener: &Listener,
    state: Option<&ListenerState>,
) -> Row {
    Row {
        node,
        cells: vec![
            owner.namespace.to_string(),
            format!("{}/{}", owner.name, listener.name),
            listener.port.to_string(),
            listener.protocol.clone(),
            listener.hostname.clone().unwrap_or_else(|| "*".to_owned()),
            state.map_or_else(|| "-".to_owned(), |state| state.attached.len().to_string()),
            state.map_or_else(|| "Unknown".to_owned(), |state| truth(&state.programmed)),
        ],
    }
}

fn truth<R: Reason>(condition: &Condition<R>) -> String {
    condition.reason.truth().as_str().to_owned()
}

fn hostnames(route: &Admitted<Route>) -> String {
    let names = &route.body.hostnames;
    let shown = names.iter().take(HOSTS).map(SharedStr::as_str).collect::<Vec<_>>().join(",");
    match names.len() {
        0 => "*".to_owned(),
        number if number > HOSTS => format!("{shown} +{}", number - HOSTS),
        _ => shown,
    }
}

fn parents(state: &RouteState) -> String {
    let names = state.parents.iter().map(|RouteParent { reference, .. }| {
        let section = reference.section_name.as_ref();
        let section = section.map(|section| format!("/{section}")).unwrap_or_default();
        format!("{}{section}", reference.name)
    });
    names.collect::<Vec<_>>().join(",")
}

/// `True` when all parents agree, else how many do.
fn accepted(state: &RouteState) -> String {
    let parents = state.parents.len();
    let accepted = state.parents.iter().filter(|parent| match &parent.state {
        ParentState::Gateway(parent) => parent.accepted.is_true(),
        ParentState::Elsewhere(_) => false,
    });
    match (accepted.count(), state.parents.as_slice()) {
        (0, [RouteParent { state: ParentState::Elsewhere(_), .. }] | []) => "-".to_owned(),
        (0, _) => "False".to_owned(),
        (accepted, _) if accepted == parents => "True".to_owned(),
        (accepted, _) => format!("{accepted} of {parents}"),
    }
}
