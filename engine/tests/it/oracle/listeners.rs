//! `GatewaySpec.listeners`, `GatewaySpec.allowedListeners`, `ListenerSetSpec`: the listeners that a
//! Gateway has in the end.

use engine::{
    admit::{Admitted, Meta, World},
    api::{FromNamespaces, Gateway, LabelSelector, Listener, ListenerSet},
};

use super::age;

/// A listener and the object that has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Owned<'a> {
    pub(crate) kind: &'static str,
    pub(crate) owner: &'a Meta,
    pub(crate) listener: &'a Listener,
}

impl Owned<'_> {
    pub(crate) fn name(&self) -> String {
        format!("{}/{}/{}", self.owner.namespace, self.owner.name, self.listener.name)
    }

    pub(crate) fn same(&self, other: &Owned<'_>) -> bool {
        self.kind == other.kind && self.name() == other.name()
    }
}

/// The listeners of a Gateway and its ListenerSets that are served: "parent" Gateway first, then the
/// sets by age. Of listeners that are not distinct the one of the earlier owner stays; of one owner's
/// own none does, and what they dispute is not free for the owners after it.
pub(crate) fn accepted<'a>(world: &'a World, gateway: &'a Admitted<Gateway>) -> Vec<Owned<'a>> {
    let own = gateway.body.spec.listeners.iter();
    let own = own.map(|listener| Owned { kind: "Gateway", owner: &gateway.meta, listener });
    let mut taken = against(own.collect(), &[]);
    let mut accepted = distinct(&taken);
    if accepted.is_empty() {
        // "At least one distinct Listener MUST be present, or else the Gateway […] must be rejected".
        return accepted;
    }
    let mut sets: Vec<_> = world
        .listener_sets
        .iter()
        .filter(|set| belongs(set, gateway) && allowed(world, set, gateway))
        .collect();
    sets.sort_by(|left, right| age::first(&left.meta, &right.meta));
    for set in sets {
        let listeners = set.body.spec.listeners.iter();
        let own = listeners.map(|listener| Owned { kind: "ListenerSet", owner: &set.meta, listener });
        let left = against(own.collect(), &taken);
        accepted.extend(distinct(&left));
        taken.extend(left);
    }
    accepted
}

/// Those that lose against no earlier owner's.
fn against<'a>(own: Vec<Owned<'a>>, before: &[Owned<'_>]) -> Vec<Owned<'a>> {
    let supported = ["HTTP", "HTTPS", "TLS", "TCP", "UDP"];
    own.into_iter()
        .filter(|one| supported.contains(&one.listener.protocol.as_str()) && !meets(one, before))
        .collect()
}

fn distinct<'a>(own: &[Owned<'a>]) -> Vec<Owned<'a>> {
    own.iter().filter(|one| !meets(one, own)).copied().collect()
}

fn meets(one: &Owned<'_>, others: &[Owned<'_>]) -> bool {
    others.iter().any(|other| !one.same(other) && !are_distinct(one.listener, other.listener))
}

/// HTTP, HTTPS and TLS listeners differ in port or hostname, TCP and UDP listeners in port. A TCP
/// listener shares its port with nobody; ours: those that speak TLS share theirs with each other, and
/// not with HTTP. UDP ports are other ports.
fn are_distinct(one: &Listener, other: &Listener) -> bool {
    let space = |listener: &Listener| listener.protocol == "UDP";
    if one.port != other.port || space(one) != space(other) {
        return true;
    }
    let speaks_tls = |listener: &Listener| ["HTTPS", "TLS"].contains(&listener.protocol.as_str());
    let together = one.protocol == "HTTP" && other.protocol == "HTTP" || speaks_tls(one) && speaks_tls(other);
    together && one.hostname != other.hostname
}

fn belongs(set: &Admitted<ListenerSet>, gateway: &Admitted<Gateway>) -> bool {
    let parent = &set.body.spec.parent_ref;
    parent.group == "gateway.networking.k8s.io"
        && parent.kind == "Gateway"
        && parent.name == gateway.meta.name
        && gateway.meta.namespace == *parent.namespace.as_deref().unwrap_or(&set.meta.namespace)
}

/// Without a word about it, no ListenerSet is.
fn allowed(world: &World, set: &Admitted<ListenerSet>, gateway: &Admitted<Gateway>) -> bool {
    let namespaces = &gateway.body.spec.allowed_listeners.namespaces;
    chosen(world, namespaces.from, namespaces.selector.as_ref(), &gateway.meta.namespace, &set.meta.namespace)
}

/// Whether `from` and `selector`, written in namespace `own`, choose `namespace`.
pub(crate) fn chosen(
    world: &World,
    from: FromNamespaces,
    selector: Option<&LabelSelector>,
    own: &str,
    namespace: &str,
) -> bool {
    match from {
        FromNamespaces::All => true,
        FromNamespaces::None => false,
        FromNamespaces::Same => namespace == own,
        FromNamespaces::Selector => selector.is_some_and(|selector| {
            let LabelSelector { match_labels, match_expressions } = selector;
            assert!(match_expressions.is_empty(), "the random manifests select by matchLabels");
            let known = world.namespaces.iter().find(|one| one.meta.name == namespace);
            let label = |name: &String| known.and_then(|namespace| namespace.meta.labels.get(name));
            match_labels.iter().all(|(name, value)| label(name) == Some(value))
        }),
    }
}
