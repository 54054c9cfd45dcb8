use super::{
    Elsewhere, ElsewhereReason, GatewayState, ListenerSetState,
    condition::*,
    listener::{self, Entry},
    lookup::Lookup,
};
use crate::{
    admit::{Admitted, World},
    api::{self, ListenerSet},
    sort::sort_by_key,
    source::{FieldPath, hint},
};

/// The Gateway of a ListenerSet, and whether it takes the set.
pub(super) struct Membership {
    gateway: usize,
    refusal: Option<Condition<ListenerSetAccepted>>,
}

/// Finds the Gateway of each set (`ListenerSetSpec.parentRef`, `GatewaySpec.allowedListeners`).
/// `claimed` tells which Gateways a controller has taken.
pub(super) fn memberships(
    lookup: &Lookup<'_>,
    claimed: &dyn Fn(usize) -> bool,
) -> Vec<Result<Membership, Elsewhere>> {
    lookup.world.listener_sets.iter().map(|set| membership(set, lookup, claimed)).collect()
}

fn membership(
    set: &Admitted<ListenerSet>,
    lookup: &Lookup<'_>,
    claimed: &dyn Fn(usize) -> bool,
) -> Result<Membership, Elsewhere> {
    let reference = &set.body.spec.parent_ref;
    let elsewhere = |why, message: String, hint: Option<String>| Err(Elsewhere { why, message, hint });
    if reference.group != api::GROUP || reference.kind != "Gateway" {
        return elsewhere(
            ElsewhereReason::NotAGateway,
            format!(
                "parent `{}` is a {}, and ListenerSets belong to Gateways",
                reference.name, reference.kind
            ),
            None,
        );
    }
    let namespace = reference.namespace.as_deref().unwrap_or(&set.meta.namespace);
    let name = format!("{namespace}/{}", reference.name);
    let Some((number, gateway)) = lookup.gateway(namespace, &reference.name) else {
        return elsewhere(
            ElsewhereReason::NotFound,
            format!("Gateway `{name}` does not exist, so the listeners are nobody's"),
            hint(|| super::parent::known_gateways(&reference.name, lookup)),
        );
    };
    if !claimed(number) {
        return elsewhere(
            ElsewhereReason::NotManaged,
            format!("no controller takes Gateway `{name}`, so the listeners are not served"),
            None,
        );
    }
    let allowed = &gateway.body.spec.allowed_listeners.namespaces;
    let choice = (allowed.from, allowed.selector.as_ref());
    let taken = lookup.namespaces.chooses(choice, &gateway.meta.namespace, &set.meta.namespace);
    let refusal = (!taken).then(|| {
        Condition::new(
            ListenerSetAccepted::NotAllowed,
            format!("Gateway `{name}` takes no ListenerSets from namespace `{}`", set.meta.namespace),
        )
        .at(FieldPath::root().field("spec").field("parentRef"))
        .hint("set `allowedListeners.namespaces.from` of the Gateway to `Same`, `All`, or `Selector` with a selector that the namespace's labels match")
    });
    Ok(Membership { gateway: number, refusal })
}

/// The listeners that ListenerSets add to each Gateway, in the order of precedence: the oldest set
/// first, then by namespace and name.
pub(super) fn entries<'w>(
    world: &'w World,
    members: &[Result<Membership, Elsewhere>],
) -> Vec<Vec<Entry<'w>>> {
    let mut sets: Vec<_> = world.listener_sets.iter().zip(members).enumerate().collect();
    sort_by_key(&mut sets, |(_, (set, _))| set.meta.age());
    let mut entries: Vec<Vec<Entry<'_>>> = world.gateways.iter().map(|_| Vec::new()).collect();
    for (index, (set, member)) in sets {
        let Some(member) = member.as_ref().ok().filter(|member| member.refusal.is_none()) else { continue };
        let listeners = set.body.spec.listeners.iter().enumerate().map(|(number, spec)| Entry {
            set: Some((index, set.meta.name.as_str())),
            namespace: &set.meta.namespace,
            number,
            spec: spec.clone(),
        });
        if let Some(entries) = entries.get_mut(member.gateway) {
            entries.extend(listeners);
        }
    }
    entries
}

/// The state of each set, once the listeners of all Gateways are known.
pub(super) fn states(
    members: Vec<Result<Membership, Elsewhere>>,
    gateways: &[GatewayState],
) -> Vec<ListenerSetState> {
    let state = |(set, member): (usize, Result<Membership, Elsewhere>)| match member {
        Err(elsewhere) => ListenerSetState::Elsewhere(elsewhere),
        Ok(Membership { gateway, refusal }) => {
            let accepted = refusal.unwrap_or_else(|| accepted(set, gateways.get(gateway)));
            let programmed = programmed(&accepted, gateways.get(gateway));
            ListenerSetState::Gateway { gateway, accepted, programmed }
        }
    };
    members.into_iter().enumerate().map(state).collect()
}

fn accepted(set: usize, gateway: Option<&GatewayState>) -> Condition<ListenerSetAccepted> {
    let Some(gateway) = gateway.filter(|gateway| gateway.accepted.is_true()) else {
        let why = gateway.map(|gateway| gateway.accepted.message.as_str()).unwrap_or_default();
        let message = format!("the Gateway is not accepted: {why}");
        return Condition::new(ListenerSetAccepted::ParentNotAccepted, message);
    };
    let (good, bad) = listener::by_use(gateway.listeners_of(Some(set)).map(|(_, listener)| listener));
    if bad.is_empty() {
        return Condition::new(ListenerSetAccepted::Accepted, "the Gateway has all listeners of the set");
    }
    let reason = if good.is_empty() {
        ListenerSetAccepted::ListenersNotValid
    } else {
        ListenerSetAccepted::SomeListenersNotValid
    };
    Condition::new(reason, listener::told_by_use(&good, &bad))
}

fn programmed(
    accepted: &Condition<ListenerSetAccepted>,
    gateway: Option<&GatewayState>,
) -> Condition<ListenerSetProgrammed> {
    let reason = match accepted.reason {
        ListenerSetAccepted::NotAllowed => ListenerSetProgrammed::NotAllowed,
        ListenerSetAccepted::ListenersNotValid => ListenerSetProgrammed::ListenersNotValid,
        ListenerSetAccepted::ParentNotAccepted => ListenerSetProgrammed::ParentNotProgrammed,
        ListenerSetAccepted::Accepted | ListenerSetAccepted::SomeListenersNotValid => {
            return match gateway.filter(|gateway| !gateway.programmed.is_true()) {
                Some(gateway) => {
                    Condition::new(ListenerSetProgrammed::ParentNotProgrammed, &gateway.programmed.message)
                }
                None => Condition::new(ListenerSetProgrammed::Programmed, "the listeners are programmed"),
            };
        }
    };
    Condition::new(reason, &accepted.message)
}
