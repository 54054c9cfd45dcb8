use std::{
    cell::RefCell,
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use foldhash::fast::FixedState;

use super::{BackendTarget, BackendTls};
use crate::{
    admit::{Admitted, Meta, World},
    api::{
        ConfigMap, FromNamespaces, Gateway, LabelSelector, ListenerSet, ReferenceGrant, Route, RouteKind,
        Secret, Service, XBackend,
    },
};

/// The world's objects by namespace and name, so that a reference costs no search.
pub(super) struct Lookup<'w> {
    pub(super) world: &'w World,
    gateways: ByName<'w>,
    listener_sets: ByName<'w>,
    routes: BTreeMap<(RouteKind, &'w str, &'w str), &'w Admitted<Route>>,
    services: ByName<'w>,
    backends: ByName<'w>,
    secrets: ByName<'w>,
    config_maps: ByName<'w>,
    pub(super) namespaces: Namespaces<'w>,
    grants: BTreeMap<&'w str, Vec<&'w Admitted<ReferenceGrant>>>,
    /// Empty until the policies are looked at.
    pub(super) backend_tls: BackendTls,
    pub(super) targets: Targets,
}

/// What references have led to, each once.
#[derive(Default)]
pub(super) struct Targets(RefCell<HashSet<Arc<BackendTarget>, FixedState>>);

/// The labels of the namespaces in the input.
pub(super) struct Namespaces<'w> {
    labels: BTreeMap<&'w str, &'w BTreeMap<String, String>>,
}

type ByName<'w> = BTreeMap<(&'w str, &'w str), usize>;
type Found<'w, T> = Option<(usize, &'w Admitted<T>)>;

impl<'w> Lookup<'w> {
    pub(super) fn new(world: &'w World) -> Self {
        let mut grants: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for grant in &world.reference_grants {
            grants.entry(&grant.meta.namespace).or_default().push(grant);
        }
        // A map that grows costs fewer bytes of wasm than one that is collected: nothing is sorted.
        let mut routes = BTreeMap::new();
        for route in &world.routes {
            let Meta { namespace, name, .. } = &route.meta;
            routes.insert((route.body.kind, namespace.as_str(), name.as_str()), route);
        }
        Lookup {
            world,
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

    pub(super) fn gateway(&self, namespace: &str, name: &str) -> Found<'w, Gateway> {
        find(&self.world.gateways, &self.gateways, namespace, name)
    }

    pub(super) fn listener_set(&self, namespace: &str, name: &str) -> Found<'w, ListenerSet> {
        find(&self.world.listener_sets, &self.listener_sets, namespace, name)
    }

    pub(super) fn route(&self, kind: RouteKind, namespace: &str, name: &str) -> Option<&'w Admitted<Route>> {
        self.routes.get(&(kind, namespace, name)).copied()
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
        self.grants.get(namespace).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Targets {
    pub(super) fn share(&self, target: BackendTarget) -> Arc<BackendTarget> {
        let mut known = self.0.borrow_mut();
        if let Some(known) = known.get(&target) {
            return Arc::clone(known);
        }
        let target = Arc::new(target);
        known.insert(Arc::clone(&target));
        target
    }
}

impl<'w> Namespaces<'w> {
    pub(super) fn of(world: &'w World) -> Self {
        let mut labels = BTreeMap::new();
        for Admitted { meta, .. } in &world.namespaces {
            labels.insert(meta.name.as_str(), &meta.labels);
        }
        Namespaces { labels }
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
        let mut labels = self.labels.get(namespace).map(|labels| (*labels).clone()).unwrap_or_default();
        labels.insert("kubernetes.io/metadata.name".to_owned(), namespace.to_owned());
        labels
    }
}

fn by_name<T>(list: &[Admitted<T>]) -> ByName<'_> {
    numbered(&mut list.iter().map(|object| &object.meta))
}

fn numbered<'w>(list: &mut dyn Iterator<Item = &'w Meta>) -> ByName<'w> {
    let mut by_name = BTreeMap::new();
    for (number, meta) in list.enumerate() {
        by_name.insert((meta.namespace.as_str(), meta.name.as_str()), number);
    }
    by_name
}

fn find<'w, T>(list: &'w [Admitted<T>], index: &ByName<'_>, namespace: &str, name: &str) -> Found<'w, T> {
    let number = *index.get(&(namespace, name))?;
    list.get(number).map(|object| (number, object))
}
