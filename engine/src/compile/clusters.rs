use std::marker::PhantomData;

use super::Interned;
use crate::{
    admit::Meta,
    attach::{BackendTarget, BackendTlsOf, Carried, cluster_of},
    keyed::at,
    map::Map,
    source::REPORTS,
};

/// The clusters of all rules, numbered in the order of their first use.
#[derive(Debug, Default)]
pub(super) struct Clusters<'g> {
    names: Interned,
    /// Those that have been asked for, by where their target is in the graph, which has each of them once: to name one
    /// takes longer, which the filter has the time for.
    known: Map<(*const BackendTarget, Carried), u32>,
    graph: PhantomData<&'g BackendTarget>,
    /// Those where a Gateway shows its own certificate, if it has one. An XBackend says for itself.
    with_tls: Vec<bool>,
}

/// The list of [`crate::table::Definition::clusters`].
#[derive(Debug)]
pub(super) struct ClusterList {
    names: Vec<String>,
    /// How many of them are for every Gateway.
    shared: usize,
    with_tls: Vec<bool>,
}

impl<'g> Clusters<'g> {
    pub(super) fn id(&mut self, target: &'g BackendTarget, carried: Carried) -> u32 {
        let place = std::ptr::from_ref(target);
        if REPORTS && let Some(id) = self.known.get(&(place, carried)) {
            return *id;
        }
        let id = self.names.id(&target.cluster(carried));
        if let (Some(BackendTlsOf::Policy(_)), Ok(number)) = (target.tls, usize::try_from(id))
            && let Some(with_tls) = at(&mut self.with_tls, number)
        {
            *with_tls = true;
        }
        if REPORTS {
            self.known.insert((place, carried), id);
        }
        id
    }

    pub(super) fn shared(self) -> ClusterList {
        let names = self.names.into_list();
        ClusterList { shared: names.len(), names, with_tls: self.with_tls }
    }
}

impl ClusterList {
    /// Where the part of a Gateway with a certificate of its own begins.
    pub(super) fn of_gateway(&mut self, gateway: &Meta) -> u32 {
        if self.with_tls.is_empty() {
            return 0;
        }
        let from = super::id(self.names.len());
        let gateway = gateway.full_name();
        let shared = self.names.iter().take(self.shared).enumerate();
        let own: Vec<_> = shared
            .map(|(number, name)| match self.with_tls.get(number).is_some_and(|with_tls| *with_tls) {
                true => cluster_of(&gateway, name),
                false => name.clone(),
            })
            .collect();
        self.names.extend(own);
        from
    }

    pub(super) fn into_list(self) -> Vec<String> {
        self.names
    }
}
