//! The tables, in the manner of `kubectl get`.

use engine::{
    admit::Admitted,
    api::HTTPRoute,
    attach::{Condition, ParentState, Reason, RouteState},
};

use crate::{manifests::Manifests, output::clean, table::columns};

/// How many host names of a route are listed.
const HOSTS: usize = 3;

pub(super) fn of(manifests: &Manifests) -> String {
    let tables = [classes(manifests), gateways(manifests), listeners(manifests), routes(manifests)];
    let tables: Vec<_> = tables.into_iter().flatten().collect();
    if tables.is_empty() {
        return "the input has no GatewayClass, Gateway or HTTPRoute\n".to_owned();
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
        gateway.body.spec.listeners.iter().enumerate().map(|(number, listener)| {
            let state = state.listeners.get(number);
            vec![
                gateway.meta.namespace.clone(),
                format!("{}/{}", gateway.meta.name, listener.name),
                listener.port.to_string(),
                listener.protocol.clone(),
                listener.hostname.clone().unwrap_or_else(|| "*".to_owned()),
                state.map_or_else(|| "-".to_owned(), |state| state.attached.len().to_string()),
                state.map_or_else(|| "Unknown".to_owned(), |state| truth(&state.programmed)),
            ]
        })
    });
    let header = &["NAMESPACE", "LISTENER", "PORT", "PROTOCOL", "HOSTNAME", "ROUTES", "PROGRAMMED"];
    table(header, rows.collect())
}

fn routes(manifests: &Manifests) -> Option<String> {
    let Manifests { analysis, scope, .. } = manifests;
    let routes = analysis.world.http_routes.iter().zip(&analysis.graph.routes).enumerate();
    let rows = routes.filter(|(number, _)| scope.has_route(analysis, *number)).map(|(_, (route, state))| {
        vec![
            route.meta.namespace.clone(),
            route.meta.name.clone(),
            hostnames(route),
            parents(route),
            accepted(state),
            truth(&state.resolved_refs),
        ]
    });
    let header = &["NAMESPACE", "HTTPROUTE", "HOSTNAMES", "PARENTS", "ACCEPTED", "RESOLVEDREFS"];
    table(header, rows.collect())
}

fn truth<R: Reason>(condition: &Condition<R>) -> String {
    condition.reason.truth().as_str().to_owned()
}

fn hostnames(route: &Admitted<HTTPRoute>) -> String {
    let names = &route.body.spec.hostnames;
    let shown = names.iter().take(HOSTS).map(String::as_str).collect::<Vec<_>>().join(",");
    match names.len() {
        0 => "*".to_owned(),
        number if number > HOSTS => format!("{shown} +{}", number - HOSTS),
        _ => shown,
    }
}

fn parents(route: &Admitted<HTTPRoute>) -> String {
    let names = route.body.spec.parent_refs.iter().map(|parent| {
        let section = parent.section_name.as_ref().map(|section| format!("/{section}")).unwrap_or_default();
        format!("{}{section}", parent.name)
    });
    names.collect::<Vec<_>>().join(",")
}

/// `True` when all parents agree, else how many do.
fn accepted(state: &RouteState) -> String {
    let parents = state.parents.len();
    let accepted = state.parents.iter().filter(|parent| match parent {
        ParentState::Gateway(parent) => parent.accepted.is_true(),
        ParentState::Elsewhere(_) => false,
    });
    match (accepted.count(), state.parents.as_slice()) {
        (0, [ParentState::Elsewhere(_)] | []) => "-".to_owned(),
        (0, _) => "False".to_owned(),
        (accepted, _) if accepted == parents => "True".to_owned(),
        (accepted, _) => format!("{accepted} of {parents}"),
    }
}
