//! An object that is valid becomes one of the types of `api`, on the list of its kind.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Admitted, Created, Meta, World, meta, world::Sealed};
use crate::{
    SharedStr,
    api::{
        Route, RouteKind,
        read::{Read, Reader, object},
    },
    source::DocId,
};

object! {
    struct Metadata {
        name: SharedStr = SharedStr::default(),
        namespace: Option<SharedStr>,
        generation: Option<i64>,
        creation_timestamp: Option<String>,
        labels: Option<BTreeMap<String, String>>,
    }
}

/// A valid object on its way to its list.
pub(super) struct Valid {
    pub(super) document: DocId,
    /// Where it goes if it does not say.
    pub(super) namespace: SharedStr,
    /// Whether anybody asks for its labels.
    pub(super) labels: bool,
    pub(super) value: Value,
}

/// The same with its metadata read, of which no type has any of its own.
pub(super) struct Named {
    document: DocId,
    pub(super) meta: Meta,
    value: Value,
}

impl Valid {
    pub(super) fn named(mut self, reader: &mut Reader) -> Result<Named, String> {
        let mut metadata = self.value.get_mut("metadata").map(Value::take).unwrap_or_default();
        let metadata = reader.run(|reader| Metadata::read(&mut metadata, reader))?;
        let created = metadata.creation_timestamp.and_then(|text| meta::since_1970(&text));
        let namespace = metadata.namespace.filter(|name| !name.is_empty());
        let meta = Meta {
            name: metadata.name,
            namespace: namespace.unwrap_or(self.namespace),
            // The API server starts at 1.
            generation: metadata.generation.unwrap_or(1),
            created: created.map_or(Created::NotYet, |(second, nanosecond)| Created::At(second, nanosecond)),
            labels: metadata.labels.filter(|_| self.labels).unwrap_or_default(),
        };
        Ok(Named { document: self.document, meta, value: self.value })
    }
}

impl Named {
    /// Puts the object on a list, as something that needs no reading.
    pub(super) fn put<T>(self, list: &mut Vec<Admitted<T>>, body: T) {
        list.push(Admitted { document: self.document, meta: self.meta, body, _sealed: Sealed });
    }
}

impl World {
    /// Types an object and puts it on the list of its kind, unless the reader complains.
    pub(super) fn push(&mut self, kind: &str, object: Named, reader: &mut Reader) {
        match kind {
            "GatewayClass" => push(&mut self.gateway_classes, object, reader),
            "Gateway" => push(&mut self.gateways, object, reader),
            "ListenerSet" => push(&mut self.listener_sets, object, reader),
            "ReferenceGrant" => push(&mut self.reference_grants, object, reader),
            "BackendTLSPolicy" => push(&mut self.backend_tls_policies, object, reader),
            "XBackendTrafficPolicy" => push(&mut self.backend_traffic_policies, object, reader),
            "XBackend" => push(&mut self.backends, object, reader),
            "XMesh" => push(&mut self.meshes, object, reader),
            "Namespace" => push(&mut self.namespaces, object, reader),
            "Service" => push(&mut self.services, object, reader),
            "EndpointSlice" => push(&mut self.endpoint_slices, object, reader),
            "Secret" => push(&mut self.secrets, object, reader),
            "ConfigMap" => push(&mut self.config_maps, object, reader),
            other => match RouteKind::of(other) {
                Some(kind) => {
                    let read = |value: &mut Value, reader: &mut Reader| Route::read(kind, value, reader);
                    push_read(&mut self.routes, object, reader, read);
                }
                None => reader.complain(|| format!("kind `{other}` has a schema and no use")),
            },
        }
    }
}

fn push<T: Read>(list: &mut Vec<Admitted<T>>, object: Named, reader: &mut Reader) {
    push_read(list, object, reader, T::read);
}

fn push_read<T>(
    list: &mut Vec<Admitted<T>>,
    Named { document, meta, mut value }: Named,
    reader: &mut Reader,
    read: impl FnOnce(&mut Value, &mut Reader) -> T,
) {
    list.push(Admitted { document, meta, body: read(&mut value, reader), _sealed: Sealed });
    if reader.complains() {
        list.pop();
    }
}
