//! The tables, in the manner of `kubectl get`.

use engine::{
    admit::{Admitted, Meta},
    api::{Listener, Route, RouteKind},
    attach::{
        Condition, ListenerSetState, ListenerState, ParentState, Reason, RouteParent, RouteState,
        TargetOutcome, TargetState,
    },
};

use crate::{manifests::Manifests, output::clean, scope::Scope, table::columns};

/// How many host names of a route are listed.
const HOSTS: usize = 3;

pub(super) fn of(manifests: &Manifests) -> String {
    let of_gateways = [classes, gateways, listener_sets, listeners].map(|table| table(manifests));
    let of_routes = RouteKind::ALL.map(|kind| routes(manifests, kind));
    let tables: Vec<_> =
        of_gateways.into_iter().chain(of_routes).chain([policies(manifests)]).flatten().collect();
    if tables.is_empty() {
        return "the input has no GatewayClass, Gateway, route or policy\n".to_owned();
    }
    format!("{}\n", tables.join("\n\n"))
}

fn table(header: &[&str], rows: Vec<Vec<String>>) -> Option<String> {
    let clean_row = |row: Vec<String>| row.iter().map(|cell| clean(cell).into_owned()).collect();
    (!rows.is_empty()).then(|| columns(Some(header), rows.into_iter().map(clean_row)))
}

fn classes(manifests: &Manifests) -> Option<String> {
    let Manifests { analysis, scope, .. } = manifests;
    let classes = analysis.world.gateway_classes.iter().zip(&analysis.graph.classes).enumerate();
    let rows = classes.filter(|(number, _)| scope.has_class(analysis, *number)).map(|(_, (class, state))| {
        vec![class.meta.name.clone(), class.body.spec.controller_name.clone(), truth(&state.accepted)]
    });
    table(&["GATEWAYCLASS", "CONTROLLER", "ACCEPTED"], rows.collect())
}

fn gateways(manifests: &Manifests) -> Option<String> {
    let Manifests { analysis, scope, .. } = manifests;
    let gateways = analysis.world.gateways.iter().zip(&analysis.graph.gateways).enumerate();
    let rows = gateways.filter(|(number, _)| scope.has_gateway(*number)).map(|(_, (gateway, state))| {
        let addresses = gateway.body.spec.addresses.iter().map(|address| address.value.as_str());
        let addresses: Vec<_> = addresses.filter(|value| !value.is_empty()).collect();
        vec![
            gateway.meta.namespace.clone(),
            gateway.meta.name.clone(),
            gateway.body.spec.gateway_class_name.clone(),
            addresses.join(","),
            truth(&state.accepted),
            truth(&state.programmed),
        ]
    });
    table(&["NAMESPACE", "GATEWAY", "CLASS", "ADDRESS", "ACCEPTED", "PROGRAMMED"], rows.collect())
}

fn listeners(manifests: &Manifests) -> Option<String> {
    let Manifests { analysis, scope, .. } = manifests;
    let gateways = analysis.world.gateways.iter().zip(&analysis.graph.gateways).enumerate();
    let rows = gateways.filter(|(number, _)| scope.has_gateway(*number)).flat_map(|(_, (gateway, state))| {
        let own = gateway.body.spec.listeners.iter().enumerate().map(|(number, listener)| {
            let state = state.listeners_of(None).nth(number).map(|(_, state)| state);
            listener_row(&gateway.meta, listener, state)
        });
        let of_sets = state.listeners.iter().filter_map(|state| {
            let set = analysis.world.listener_sets.get(state.set?)?;
            Some(listener_row(&set.meta, &state.spec, Some(state)))
        });
        own.chain(of_sets).collect::<Vec<_>>()
    });
    let header = &["NAMESPACE", "LISTENER", "PORT", "PROTOCOL", "HOSTNAME", "ROUTES", "PROGRAMMED"];
    table(header, rows.collect())
}

fn listener_row(owner: &Meta, listener: &Listener, state: Option<&ListenerState>) -> Vec<String> {
    vec![
        owner.namespace.clone(),
        format!("{}/{}", owner.name, listener.name),
        listener.port.to_string(),
        listener.protocol.clone(),
        listener.hostname.clone().unwrap_or_else(|| "*".to_owned()),
        state.map_or_else(|| "-".to_owned(), |state| state.attached.len().to_string()),
        state.map_or_else(|| "Unknown".to_owned(), |state| truth(&state.programmed)),
    ]
}

fn listener_sets(manifests: &Manifests) -> Option<String> {
    let Manifests { analysis, scope, .. } = manifests;
    let sets = analysis.world.listener_sets.iter().zip(&analysis.graph.listener_sets).enumerate();
    let rows =
        sets.filter(|(number, _)| scope.has_listener_set(analysis, *number)).map(|(_, (set, state))| {
            let (accepted, programmed) = match state {
                ListenerSetState::Gateway { accepted, programmed, .. } => {
                    (truth(accepted), truth(programmed))
                }
                ListenerSetState::Elsewhere(_) => ("Unknown".to_owned(), "Unknown".to_owned()),
            };
            let parent = set.body.spec.parent_ref.name.clone();
            vec![set.meta.namespace.clone(), set.meta.name.clone(), parent, accepted, programmed]
        });
    table(&["NAMESPACE", "LISTENERSET", "GATEWAY", "ACCEPTED", "PROGRAMMED"], rows.collect())
}

fn routes(manifests: &Manifests, kind: RouteKind) -> Option<String> {
    let Manifests { analysis, scope, .. } = manifests;
    let routes = analysis.world.routes.iter().zip(&analysis.graph.routes).enumerate();
    let routes = routes.filter(|(_, (route, _))| route.body.kind == kind);
    let rows = routes.filter(|(number, _)| scope.has_route(analysis, *number)).map(|(_, (route, state))| {
        vec![
            route.meta.namespace.clone(),
            route.meta.name.clone(),
            hostnames(route),
            parents(state),
            accepted(state),
            truth(&state.resolved_refs),
        ]
    });
    let name = kind.name().to_uppercase();
    table(&["NAMESPACE", &name, "HOSTNAMES", "PARENTS", "ACCEPTED", "RESOLVEDREFS"], rows.collect())
}

/// Policies of every kind, with the objects they are about.
fn policies(manifests: &Manifests) -> Option<String> {
    let Manifests { analysis, scope, .. } = manifests;
    let (world, policies) = (&analysis.world, &analysis.graph.policies);
    let row = |kind: &str, meta: &Meta, targets: &[TargetState], accepted: String| {
        let targets =
            targets.iter().map(|state| format!("{}/{}", state.target.kind, state.target.full_name()));
        let targets: Vec<_> = targets.collect();
        vec![meta.namespace.clone(), kind.to_owned(), meta.name.clone(), targets.join(","), accepted]
    };
    let tls = world.backend_tls_policies.iter().zip(&policies.backend_tls);
    let tls = tls
        .filter(|(_, state)| scope.has_policy(&state.ancestors))
        .map(|(policy, state)| row("BackendTLSPolicy", &policy.meta, &state.targets, truth(&state.accepted)));
    let traffic = world.backend_traffic_policies.iter().zip(&policies.backend_traffic);
    let traffic = traffic.filter(|(_, state)| scope.has_policy(&state.ancestors)).map(|(policy, state)| {
        row("XBackendTrafficPolicy", &policy.meta, &state.targets, truth(&state.accepted))
    });
    let foreign = world.foreign_policies.iter().zip(&policies.foreign);
    let foreign = foreign.filter(|_| matches!(scope, Scope::Everything)).map(|(policy, targets)| {
        let attached = targets.iter().all(|state| matches!(state.outcome, TargetOutcome::Attached(_)));
        let attached = if attached { "Attached" } else { "-" };
        row(&policy.body.kind, &policy.meta, targets, attached.to_owned())
    });
    let rows = tls.chain(traffic).chain(foreign).collect();
    table(&["NAMESPACE", "POLICY", "NAME", "TARGETS", "ACCEPTED"], rows)
}

fn truth<R: Reason>(condition: &Condition<R>) -> String {
    condition.reason.truth().as_str().to_owned()
}

fn hostnames(route: &Admitted<Route>) -> String {
    let names = &route.body.hostnames;
    let shown = names.iter().take(HOSTS).map(String::as_str).collect::<Vec<_>>().join(",");
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
