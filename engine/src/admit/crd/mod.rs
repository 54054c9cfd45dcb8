//! CustomResourceDefinitions: how somebody brings kinds along that this program does not know.

mod rule;
mod schema;
mod shape;

use std::sync::Arc;

use serde_json::Value;

use super::{
    Channel, Schema, Scope,
    at::At,
    custom::{CustomKind, CustomKinds, CustomVersion},
    known_kinds,
    names::NameRule,
    take::codes,
};
use crate::source::{DocId, FieldPath, Place, Problem, Severity, Sources};

impl CustomKinds {
    /// Reads the CustomResourceDefinitions among these documents, and says what of them is not understood. Of
    /// several for one kind, the last counts; a kind of Gateway API is known better already.
    pub fn read(sources: &Sources, documents: impl Iterator<Item = DocId>) -> (Self, Vec<Problem>) {
        let mut reading = Reading { kinds: Vec::new(), problems: Vec::new() };
        for id in documents {
            if let Some(value) = sources.value(id) {
                reading.document(id, &value);
            }
        }
        (CustomKinds { kinds: reading.kinds }, reading.problems)
    }
}

struct Reading {
    kinds: Vec<Arc<CustomKind>>,
    problems: Vec<Problem>,
}

impl Reading {
    /// Files of CRDs hold other objects as well, which are no concern of ours.
    fn document(&mut self, id: DocId, document: &Value) {
        let text = |field: &str| document.get(field).and_then(Value::as_str).unwrap_or_default();
        if text("kind") != "CustomResourceDefinition" {
            return;
        }
        let api_version = text("apiVersion");
        if api_version != "apiextensions.k8s.io/v1" {
            if api_version.starts_with("apiextensions.k8s.io/") {
                let message = format!("`{api_version}` is not read");
                let place = Place::Field { document: id, path: FieldPath::root().field("apiVersion") };
                let hint = "write the CustomResourceDefinition as `apiextensions.k8s.io/v1`".to_owned();
                self.problem(Severity::Error, codes::CRD_MALFORMED, message, place, Some(hint));
            }
            return;
        }
        if let Some(kind) = self.definition(id, document.get("spec").unwrap_or(&Value::Null)) {
            self.add(id, kind);
        }
    }

    fn definition(&mut self, id: DocId, spec: &Value) -> Option<CustomKind> {
        let group = self.text(id, spec, &["group"])?;
        let kind = self.text(id, spec, &["names", "kind"])?;
        let scope = match self.text(id, spec, &["scope"])?.as_str() {
            "Cluster" => Scope::Cluster,
            _ => Scope::Namespaced,
        };
        let versions = spec.get("versions").and_then(Value::as_array);
        let Some(versions) = versions.filter(|versions| !versions.is_empty()) else {
            self.missing(id, &["versions"]);
            return None;
        };
        let mut served = Vec::new();
        for (index, version) in versions.iter().enumerate() {
            if version.get("served") == Some(&Value::Bool(true)) {
                served.extend(self.version(id, index, version, scope, &group, &kind));
            }
        }
        Some(CustomKind { group, kind, scope, versions: served })
    }

    fn version(
        &mut self,
        id: DocId,
        index: usize,
        version: &Value,
        scope: Scope,
        group: &str,
        kind: &str,
    ) -> Option<CustomVersion> {
        let is = |field: &str| version.get(field) == Some(&Value::Bool(true));
        let Some(name) = version.get("name").and_then(Value::as_str) else {
            self.problem(
                Severity::Error,
                codes::CRD_MALFORMED,
                "a version of the CustomResourceDefinition has no name".to_owned(),
                Place::Field {
                    document: id,
                    path: FieldPath::root().field("spec").field("versions").index(index),
                },
                None,
            );
            return None;
        };
        let spec = At::ROOT.field("spec");
        let versions = spec.field("versions");
        let at = versions.index(index);
        let at = at.field("schema");
        let at = at.field("openAPIV3Schema");
        let mut translation = schema::Translation::new(id, &mut self.problems);
        let has_status = version.pointer("/subresources/status").is_some();
        let declared = version.pointer("/schema/openAPIV3Schema").unwrap_or(&Value::Null);
        let root = translation.resource(declared, has_status, &at);
        let warning = version.get("deprecationWarning").and_then(Value::as_str);
        let deprecated =
            warning.map_or_else(|| format!("{group}/{name} {kind} is deprecated"), str::to_owned);
        Some(CustomVersion {
            name: name.to_owned(),
            deprecated: is("deprecated").then_some(deprecated),
            stored: is("storage"),
            schema: Schema::new(root, NameRule::Subdomain, scope == Scope::Namespaced, Channel::Experimental),
        })
    }

    fn add(&mut self, id: DocId, kind: CustomKind) {
        if known_kinds().iter().any(|known| known.group == kind.group && known.kind == kind.kind) {
            let message =
                format!("`{}` of `{}` is built in: this definition is not used", kind.kind, kind.group);
            let path = FieldPath::root().field("spec").field("names").field("kind");
            let place = Place::Field { document: id, path };
            return self.problem(Severity::Note, codes::CRD_BUILT_IN, message, place, None);
        }
        self.kinds.retain(|known| known.group != kind.group || known.kind != kind.kind);
        self.kinds.push(Arc::new(kind));
    }

    fn text(&mut self, id: DocId, spec: &Value, path: &[&str]) -> Option<String> {
        let text = path.iter().try_fold(spec, |value, field| value.get(field));
        let text = text.and_then(Value::as_str).filter(|text| !text.is_empty());
        if text.is_none() {
            self.missing(id, path);
        }
        text.map(str::to_owned)
    }

    fn missing(&mut self, document: DocId, path: &[&str]) {
        let path = path.iter().fold(FieldPath::root().field("spec"), |path, field| path.field(field));
        let message = format!("a CustomResourceDefinition has `{path}`");
        let place = Place::Field { document, path };
        self.problem(Severity::Error, codes::CRD_MALFORMED, message, place, None);
    }

    fn problem(
        &mut self,
        severity: Severity,
        code: &'static str,
        message: String,
        place: Place,
        hint: Option<String>,
    ) {
        self.problems.push(Problem { severity, code, message, place, hint });
    }
}
