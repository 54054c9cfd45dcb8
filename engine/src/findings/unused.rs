//! Gateways and listeners that no route attaches to.

use super::{Compiled, Findings, codes};
use crate::source::FieldPath;

pub(super) fn find(compiled: &Compiled<'_>, found: &mut Findings) {
    let world = compiled.world;
    for (gateway, state) in world.gateways.iter().zip(&compiled.graph.gateways) {
        if state.class.is_none() {
            continue;
        }
        let listeners = FieldPath::root().field("spec").field("listeners");
        if state.listeners.iter().all(|listener| listener.attached.is_empty()) {
            found.warn(
                codes::GATEWAY_UNUSED,
                gateway.document,
                listeners,
                "no route attaches to this Gateway, so it serves nothing".to_owned(),
                format!("add a route with a parentRef to Gateway `{}`", gateway.meta.full_name()),
            );
            continue;
        }
        for listener in &state.listeners {
            if !listener.accepted.is_true() || !listener.attached.is_empty() {
                continue;
            }
            let set = listener.set.and_then(|set| world.listener_sets.get(set));
            found.note(
                codes::LISTENER_UNUSED,
                set.map_or(gateway.document, |set| set.document),
                listeners.index(listener.number),
                format!("no route attaches to listener `{}`", listener.spec.name),
                "add a route, or remove the listener",
            );
        }
    }
}
