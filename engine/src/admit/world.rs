use std::collections::BTreeMap;

use crate::{
    api::{Gateway, GatewayClass, HTTPRoute, Namespace, ReferenceGrant, Service},
    source::DocId,
};

/// Every object that the API server would have taken, by kind.
#[derive(Debug, Default)]
pub struct World {
    pub gateway_classes: Vec<Admitted<GatewayClass>>,
    pub gateways: Vec<Admitted<Gateway>>,
    pub http_routes: Vec<Admitted<HTTPRoute>>,
    pub reference_grants: Vec<Admitted<ReferenceGrant>>,
    pub namespaces: Vec<Admitted<Namespace>>,
    pub services: Vec<Admitted<Service>>,
}

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
    pub name: String,
    /// Empty for a cluster-scoped object.
    pub namespace: String,
    pub generation: i64,
    /// Seconds and nanoseconds since 1970; nothing for an object that was never created.
    pub created: Option<(i64, i32)>,
    pub labels: BTreeMap<String, String>,
}

impl Meta {
    /// `namespace/name`, or the name alone for a cluster-scoped object.
    pub fn full_name(&self) -> String {
        if self.namespace.is_empty() {
            self.name.clone()
        } else {
            format!("{}/{}", self.namespace, self.name)
        }
    }

    pub fn is(&self, namespace: &str, name: &str) -> bool {
        self.namespace == namespace && self.name == name
    }
}

impl World {
    /// The labels of a namespace. The API server gives each one a label with its name; a namespace
    /// that the input does not have is known by that alone.
    pub fn namespace_labels(&self, name: &str) -> BTreeMap<String, String> {
        let known = self.namespaces.iter().find(|namespace| namespace.meta.name == name);
        let mut labels = known.map(|namespace| namespace.meta.labels.clone()).unwrap_or_default();
        labels.insert("kubernetes.io/metadata.name".to_owned(), name.to_owned());
        labels
    }

    pub(super) fn remove(&mut self, document: DocId) {
        self.gateway_classes.retain(|object| object.document != document);
        self.gateways.retain(|object| object.document != document);
        self.http_routes.retain(|object| object.document != document);
        self.reference_grants.retain(|object| object.document != document);
        self.namespaces.retain(|object| object.document != document);
        self.services.retain(|object| object.document != document);
    }
}
