use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use super::{BackendTarget, BackendTls};
use crate::{
    admit::{Admitted, Meta, World},
    api::{
        ConfigMap, FromNamespaces, Gateway, LabelSelector, ListenerSet, Namespace, ReferenceGrant, Route,
        RouteKind, Secret, Service, XBackend,
    },
    keyed::{ByName, Keyed},
    map::Map,
    source::REPORTS,
};

/// The world's objects by namespace and name, so that a reference costs no search.
pub(super) struct Lookup<'w> {
    pub(super) world: &'w World,
    classes: ByName<'w>,
    gateways: ByName<'w>,
    listener_sets: ByName<'w>,
    /// By kind.
    routes: [ByName<'w>; RouteKind::ALL.len()],
    services: ByName<'w>,
    backends: ByName<'w>,
    secrets: ByName<'w>,
    config_maps: ByName<'w>,
    pub(super) namespaces: Namespaces<'w>,
    /// By namespace.
    grants: Keyed<'w, Vec<&'w Admitted<ReferenceGrant>>>,
    /// Empty until the policies are looked at.
    pub(super) backend_tls: BackendTls,
    pub(super) targets: Targets,
}

/// What references have led to, each once where there is room for the code.
#[derive(Default)]
pub(super) struct Targets(RefCell<Map<Arc<BackendTarget>, ()>>);

/// The labels of the namespaces in the input.
pub(super) struct Namespaces<'w> {
    list: &'w [Admitted<Namespace>],
    by_name: ByName<'w>,
}

type Found<'w, T> = Option<(usize, &'w Admitted<T>)>;

impl<'w> Lookup<'w> {
    pub(super) fn new(world: &'w World) -> Self {
        let mut grants: Keyed<'_, Vec<_>> = Keyed::default();
        for grant in &world.reference_grants {
            grants.entry((&grant.meta.namespace, "")).into_iter().for_each(|list| list.push(grant));
        }
        let routes = RouteKind::ALL.map(|kind| {
            let routes = world.routes.iter().enumerate().filter(|(_, route)| route.body.kind == kind);
            numbered(&mut routes.map(|(number, route)| (number, &route.meta)))
        });
        Lookup {
            world,
            classes: by_name(&world.gateway_classes),
            gateways: by_name(&world.gateways),
            listener_sets: by_name(&world.listener_sets),
            routes,
            services: by_name(&world.services),
            backends: by_name(&world.backends),
            secrets: by_name(&world.secrets),
            config_maps: by_name(&world.config_maps),
            namespaces: Namespaces::of(world),
            grants,
            backend_tls: BackendTls::default(),
            targets: Targets::default(),
        }
    }

    pub(super) fn class(&self, name: &str) -> Option<usize> {
        self.classes.get(&("", name)).copied()
    }

    pub(super) fn gateway(&self, namespace: &str, name: &str) -> Found<'w, Gateway> {
        find(&self.world.gateways, &self.gateways, namespace, name)
    }

    pub(super) fn listener_set(&self, namespace: &str, name: &str) -> Found<'w, ListenerSet> {
        find(&self.world.listener_sets, &self.listener_sets, namespace, name)
    }

    pub(super) fn route(&self, kind: RouteKind, namespace: &str, name: &str) -> Option<&'w Admitted<Route>> {
        let number = *self.routes.get(kind as usize)?.get(&(namespace, name))?;
        self.world.routes.get(number)
    }

    pub(super) fn service(&self, namespace: &str, name: &str) -> Found<'w, Service> {
        find(&self.world.services, &self.services, namespace, name)
    }

    pub(super) fn backend(&self, namespace: &str, name: &str) -> Found<'w, XBackend> {
        find(&self.world.backends, &self.backends, namespace, name)
    }

    pub(super) fn secret(&self, namespace: &str, name: &str) -> Found<'w, Secret> {
        find(&self.world.secrets, &self.secrets, namespace, name)
    }

    pub(super) fn config_map(&self, namespace: &str, name: &str) -> Found<'w, ConfigMap> {
        find(&self.world.config_maps, &self.config_maps, namespace, name)
    }

    /// The ReferenceGrants in a namespace.
    pub(super) fn grants(&self, namespace: &str) -> &[&'w Admitted<ReferenceGrant>] {
        self.grants.get((namespace, "")).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Targets {
    pub(super) fn share(&self, target: BackendTarget) -> Arc<BackendTarget> {
        // Of few references, each may have its own.
        if !REPORTS {
            return Arc::new(target);
        }
        let mut known = self.0.borrow_mut();
        if let Some((known, ())) = known.get_key_value(&target) {
            return Arc::clone(known);
        }
        let target = Arc::new(target);
        known.insert(Arc::clone(&target), ());
        target
    }
}

impl<'w> Namespaces<'w> {
    pub(super) fn of(world: &'w World) -> Self {
        Namespaces { list: &world.namespaces, by_name: by_name(&world.namespaces) }
    }

    /// Whether a namespace is one of those that `from` and `selector` choose (`RouteNamespaces`,
    /// `ListenerNamespaces`).
    pub(super) fn chooses(
        &self,
        (from, selector): (FromNamespaces, Option<&LabelSelector>),
        own: &str,
        namespace: &str,
    ) -> bool {
        match from {
            FromNamespaces::All => true,
            FromNamespaces::Same => namespace == own,
            FromNamespaces::None => false,
            FromNamespaces::Selector => {
                selector.is_some_and(|selector| selector.matches(&self.labels(namespace)))
            }
        }
    }

    /// The labels of a namespace. The API server gives each one a label with its name; a namespace
    /// that the input does not have is known by that alone.
    fn labels(&self, namespace: &str) -> BTreeMap<String, String> {
        let known = find(self.list, &self.by_name, "", namespace);
        let mut labels = known.map(|(_, known)| known.meta.labels.clone()).unwrap_or_default();
        labels.insert("kubernetes.io/metadata.name".to_owned(), namespace.to_owned());
        labels
    }
}

fn by_name<T>(list: &[Admitted<T>]) -> ByName<'_> {
    numbered(&mut list.iter().map(|object| &object.meta).enumerate())
}

fn numbered<'w>(list: &mut dyn Iterator<Item = (usize, &'w Meta)>) -> ByName<'w> {
    // A map that grows costs fewer bytes of wasm than one that is collected: nothing is sorted.
    let mut by_name = Map::default();
    for (number, meta) in list {
        by_name.insert((meta.namespace.as_str(), meta.name.as_str()), number);
    }
    by_name
}

fn find<'w, T>(list: &'w [Admitted<T>], index: &ByName<'_>, namespace: &str, name: &str) -> Found<'w, T> {
    let number = *index.get(&(namespace, name))?;
    list.get(number).map(|object| (number, object))
}
