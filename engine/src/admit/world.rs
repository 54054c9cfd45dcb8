use std::collections::BTreeMap;

#[cfg(feature = "assist")]
use crate::source::split_off;
use crate::{
    SharedStr,
    api::{
        BackendTLSPolicy, ConfigMap, EndpointSlice, ForeignPolicy, Gateway, GatewayClass, ListenerSet,
        Namespace, ReferenceGrant, Route, Secret, Service, XBackend, XBackendTrafficPolicy, XMesh,
    },
    source::DocId,
};

/// An object that passed admission. Only [`super::admit`] makes one.
#[derive(Debug, Clone)]
pub struct Admitted<T> {
    /// Where it was written.
    pub document: DocId,
    pub meta: Meta,
    pub body: T,
    pub(super) _sealed: Sealed,
}

#[derive(Debug, Clone)]
pub(super) struct Sealed;

/// What the pipeline reads of `metadata`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    pub name: SharedStr,
    /// Empty for a cluster-scoped object.
    pub namespace: SharedStr,
    pub generation: i64,
    pub created: Created,
    /// Of the kinds that are chosen by them, Namespaces and EndpointSlices.
    pub labels: BTreeMap<String, String>,
}

/// When an object was created. One that has no creation time is not created yet, so it is the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Created {
    /// Seconds and nanoseconds since 1970.
    At(i64, i32),
    NotYet,
}

impl Meta {
    /// What decides between two objects that want the same: the lesser one is older, or comes first in
    /// alphabetical order of "{namespace}/{name}".
    pub fn age(&self) -> (Created, String) {
        (self.created, self.full_name())
    }

    /// `namespace/name`, or the name alone for a cluster-scoped object.
    pub fn full_name(&self) -> String {
        let mut name = String::with_capacity(self.namespace.len() + 1 + self.name.len());
        self.write_full_name(&mut name);
        name
    }

    pub(crate) fn write_full_name(&self, text: &mut String) {
        if !self.namespace.is_empty() {
            text.push_str(&self.namespace);
            text.push('/');
        }
        text.push_str(&self.name);
    }

    pub fn is(&self, namespace: &str, name: &str) -> bool {
        self.namespace == *namespace && self.name == *name
    }
}

/// In few bytes, as there are many lists.
fn retain<T>(list: &mut Vec<Admitted<T>>, keep: &mut dyn FnMut(&mut DocId) -> bool) {
    let mut kept = 0;
    for number in 0..list.len() {
        if list.get_mut(number).is_some_and(|object| keep(&mut object.document)) {
            list.swap(kept, number);
            kept += 1;
        }
    }
    list.truncate(kept);
}

macro_rules! world {
    ($($(#[$doc:meta])* $list:ident: $kind:ty,)*) => {
        /// Every object that the API server would have taken, by kind.
        #[derive(Debug, Default)]
        pub struct World {
            $($(#[$doc])* pub $list: Vec<Admitted<$kind>>,)*
        }

        impl World {
            /// Every object, list by list.
            pub fn objects(&self) -> impl Iterator<Item = (DocId, &Meta)> {
                std::iter::empty()$(.chain(self.$list.iter().map(|object| (object.document, &object.meta))))*
            }

            /// Asks about the document of every object, and lets it change.
            pub(super) fn retain(&mut self, keep: &mut dyn FnMut(&mut DocId) -> bool) {
                $(retain(&mut self.$list, keep);)*
            }

            /// Takes the objects off that do not stand before a document.
            #[cfg(feature = "assist")]
            pub(super) fn split_off(&mut self, DocId(document): DocId) -> World {
                World { $($list: split_off(&mut self.$list, |object| object.document.0 < document),)* }
            }

            pub(super) fn append(&mut self, mut behind: World) {
                $(self.$list.append(&mut behind.$list);)*
            }
        }
    };
}

world! {
    gateway_classes: GatewayClass,
    gateways: Gateway,
    listener_sets: ListenerSet,
    /// Routes of every kind.
    routes: Route,
    reference_grants: ReferenceGrant,
    backend_tls_policies: BackendTLSPolicy,
    backend_traffic_policies: XBackendTrafficPolicy,
    backends: XBackend,
    meshes: XMesh,
    namespaces: Namespace,
    services: Service,
    endpoint_slices: EndpointSlice,
    secrets: Secret,
    config_maps: ConfigMap,
    /// Objects of other projects that point at something with a `targetRef`.
    foreign_policies: ForeignPolicy,
    /// Objects of the kinds that [`super::AdmitOptions::custom`] brings along.
    others: serde_json::Value,
}
