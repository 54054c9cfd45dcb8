//! Routes that name the owner of a listener and do not stand on the listener.

use crate::{
    analysis::Analysis,
    attach::{ParentState, Refusal},
    report::{Step, StepKind, Verdict},
};

impl Analysis {
    /// Why a route is not on a listener of a Gateway; both are indexes. Of several parentRefs the one
    /// that came furthest speaks. One that names the Gateway says nothing of a ListenerSet's listeners.
    pub(super) fn not_attached(&self, route: usize, gateway: usize, listener: usize) -> Option<Step> {
        let (object, state) = self.world.routes.get(route).zip(self.graph.routes.get(route))?;
        let named = state.parents.iter().filter_map(|named| match &named.state {
            ParentState::Gateway(parent) if parent.gateway == gateway => {
                let verdict = parent.listeners.iter().find(|verdict| verdict.listener == listener)?;
                Some((named.place.path(), parent, &verdict.result))
            }
            _ => None,
        });
        // The first of equals.
        let furthest = |result: &Result<_, Refusal>| (result.is_ok(), result.as_ref().err().cloned());
        let (path, parent, result) = named.rev().max_by_key(|(.., result)| furthest(result))?;
        let reason = match result {
            Ok(_) if parent.accepted.is_true() => return None,
            // A route for connections, and another listener of the Gateway has it.
            Err(Refusal::Kind(kind)) if !kind.is_http() && parent.accepted.is_true() => return None,
            Ok(_) => parent.accepted.message.clone(),
            Err(refusal) => refusal.to_string(),
        };
        let mut step = Step::new(StepKind::Attachment, object.meta.full_name(), Verdict::Failed, reason);
        step.node = self.route_node(route);
        self.locate(object.document, &path, &mut step);
        Some(step)
    }
}
