use super::{Attached, GatewayState, ListenerState, ParentState, RouteState, condition::*};
use crate::{
    admit::Admitted,
    api::{self, Gateway, Listener, RouteGroupKind},
    source::FieldPath,
};

/// The state of each listener of one Gateway.
pub(super) fn states(gateway: &Admitted<Gateway>) -> Vec<ListenerState> {
    let listeners = &gateway.body.spec.listeners;
    let path = FieldPath::root().field("spec").field("listeners");
    listeners
        .iter()
        .enumerate()
        .map(|(number, listener)| state(listener, listeners, &path.index(number)))
        .collect()
}

fn state(listener: &Listener, all: &[Listener], path: &FieldPath) -> ListenerState {
    let supported_kinds = supported_kinds(listener);
    let conflict = conflict(listener, all);
    let accepted = match &conflict {
        Some((reason, message)) => Condition::new(*reason, message.clone())
            .at(path.clone())
            .hint("give the listeners different ports, or different hostnames under one protocol"),
        None if listener.protocol != "HTTP" => Condition::new(
            ListenerAccepted::UnsupportedProtocol,
            format!("protocol `{}` is not supported", listener.protocol),
        )
        .at(path.field("protocol"))
        .hint("`HTTP` is supported"),
        None => Condition::new(ListenerAccepted::Accepted, "the listener is accepted"),
    };
    let conflicted = match conflict {
        Some((ListenerAccepted::ProtocolConflict, message)) => {
            Condition::new(ListenerConflicted::ProtocolConflict, message)
        }
        Some((_, message)) => Condition::new(ListenerConflicted::HostnameConflict, message),
        None => Condition::new(ListenerConflicted::NoConflicts, "no other listener is in the way"),
    };
    let programmed = if accepted.is_true() {
        Condition::new(ListenerProgrammed::Programmed, "the listener is programmed")
    } else {
        Condition::new(ListenerProgrammed::Invalid, accepted.message.clone())
    };
    let resolved_refs = resolved_refs(listener, path);
    ListenerState { accepted, conflicted, programmed, resolved_refs, supported_kinds, attached: Vec::new() }
}

/// `ListenerStatus.supportedKinds`: what the protocol can carry, cut down to what
/// `allowedRoutes.kinds` lists.
fn supported_kinds(listener: &Listener) -> Vec<RouteGroupKind> {
    let carried = carried(listener);
    let listed = &listener.allowed_routes.kinds;
    if listed.is_empty() {
        carried
    } else {
        carried.into_iter().filter(|kind| listed.contains(kind)).collect()
    }
}

fn carried(listener: &Listener) -> Vec<RouteGroupKind> {
    match listener.protocol.as_str() {
        "HTTP" => vec![RouteGroupKind { group: api::GROUP.to_owned(), kind: "HTTPRoute".to_owned() }],
        _ => Vec::new(),
    }
}

fn resolved_refs(listener: &Listener, path: &FieldPath) -> Condition<ListenerResolvedRefs> {
    let carried = carried(listener);
    let kinds = &listener.allowed_routes.kinds;
    match kinds.iter().position(|kind| !carried.contains(kind)) {
        Some(number) => {
            let name = kinds.get(number).map(|kind| kind.kind.as_str()).unwrap_or_default();
            let supported: Vec<_> = carried.iter().map(|kind| format!("`{}`", kind.kind)).collect();
            Condition::new(
                ListenerResolvedRefs::InvalidRouteKinds,
                format!("a listener of protocol `{}` does not take kind `{name}`", listener.protocol),
            )
            .at(path.field("allowedRoutes").field("kinds").index(number))
            .hint(match supported.as_slice() {
                [] => "remove the listener".to_owned(),
                supported => format!("it takes {}", supported.join(", ")),
            })
        }
        None => Condition::new(ListenerResolvedRefs::ResolvedRefs, "all references are resolved"),
    }
}

/// What the listeners of one port have to agree on, for all of them to be told apart.
#[derive(PartialEq)]
enum Family {
    Http,
    Tls,
    Tcp,
    Udp,
    Other,
}

fn family(listener: &Listener) -> Family {
    match listener.protocol.as_str() {
        "HTTP" => Family::Http,
        "HTTPS" | "TLS" => Family::Tls,
        "TCP" => Family::Tcp,
        "UDP" => Family::Udp,
        _ => Family::Other,
    }
}

/// `GatewaySpec.listeners`, "Distinct Listeners". All listeners of a conflict lose; none is picked.
fn conflict(listener: &Listener, all: &[Listener]) -> Option<(ListenerAccepted, String)> {
    let mine = family(listener);
    let rivals = || all.iter().filter(|other| other.name != listener.name && other.port == listener.port);
    // UDP ports are a space of their own.
    let other_protocol = rivals().find(|other| {
        let other = family(other);
        other != mine && other != Family::Udp && mine != Family::Udp
    });
    if let Some(other) = other_protocol {
        return Some((
            ListenerAccepted::ProtocolConflict,
            format!("listener `{}` uses port {} for protocol `{}`", other.name, other.port, other.protocol),
        ));
    }
    let by_hostname = matches!(mine, Family::Http | Family::Tls);
    let same = rivals().find(|other| {
        family(other) == mine && (!by_hostname || host(other).eq_ignore_ascii_case(host(listener)))
    })?;
    let what = if by_hostname { "port and hostname" } else { "port" };
    Some((ListenerAccepted::HostnameConflict, format!("listener `{}` has the same {what}", same.name)))
}

fn host(listener: &Listener) -> &str {
    listener.hostname.as_deref().unwrap_or_default()
}

/// Puts an accepted route on the listeners that take it, once each.
pub(super) fn register(gateways: &mut [GatewayState], number: usize, route: &RouteState) {
    for parent in &route.parents {
        let ParentState::Gateway(parent) = parent else { continue };
        if !parent.accepted.is_true() {
            continue;
        }
        let Some(gateway) = gateways.get_mut(parent.gateway) else { continue };
        for (listener, verdict) in gateway.listeners.iter_mut().zip(&parent.listeners) {
            if let Ok(hostnames) = verdict
                && listener.attached.iter().all(|attached| attached.route != number)
            {
                listener.attached.push(Attached { route: number, hostnames: hostnames.clone() });
            }
        }
    }
}
