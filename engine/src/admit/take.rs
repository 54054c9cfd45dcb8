use std::ops::Range;

use serde_json::Value;

use super::{
    Channel, CustomKinds, FieldError, FieldErrorKind, KindInfo, Scope,
    custom::CustomKind,
    notes,
    strangers::{self, join},
    taken::{Names, Taken},
    typed::Valid,
};
use crate::{
    SharedStr,
    api::{ForeignPolicy, read::Reader},
    source::{DocId, FieldPath, Place, Problem, REPORTS, Severity, Sources},
};

/// How objects are admitted.
#[derive(Debug, Clone)]
pub struct AdmitOptions {
    pub channel: Channel,
    /// Of namespaced objects that name none.
    pub namespace: String,
    /// Kinds beside the built-in ones.
    pub custom: CustomKinds,
}

impl Default for AdmitOptions {
    fn default() -> Self {
        AdmitOptions {
            channel: Channel::default(),
            namespace: "default".to_owned(),
            custom: CustomKinds::default(),
        }
    }
}

/// The codes of this step; what a schema finds brings codes of its own.
pub(super) mod codes {
    pub(in crate::admit) const KIND_UNKNOWN: &str = "kind-unknown";
    pub(in crate::admit) const VERSION_UNKNOWN: &str = "version-unknown";
    pub(in crate::admit) const VERSION_DEPRECATED: &str = "version-deprecated";
    pub(in crate::admit) const ONLY_EXPERIMENTAL: &str = "only-experimental";
    #[cfg(feature = "crds")]
    pub(in crate::admit) const CRD_MALFORMED: &str = "crd-malformed";
    #[cfg(feature = "crds")]
    pub(in crate::admit) const CRD_NOT_CHECKED: &str = "crd-not-checked";
    #[cfg(feature = "crds")]
    pub(in crate::admit) const CRD_BUILT_IN: &str = "crd-built-in";
    pub(in crate::admit) const GROUP_UNEXPECTED: &str = "group-unexpected";
    pub(in crate::admit) const DUPLICATE_OBJECT: &str = "duplicate-object";
    pub(in crate::admit) const NOT_UNDERSTOOD: &str = "object-not-understood";
}

/// Takes what the API server would take. An object that it would refuse is reported and left out;
/// objects of kinds that no route needs are left out in silence.
pub fn admit(sources: &Sources, options: &AdmitOptions) -> Taken {
    let mut taken = Taken::default();
    taken.take(sources, options, 0..sources.documents.len());
    taken.drop_older();
    taken
}

/// The same for some of the documents, which several threads may do beside each other. [`join_parts`] takes the parts.
pub fn admit_part(sources: &Sources, options: &AdmitOptions, documents: Range<usize>) -> TakenPart {
    let mut taken = Taken::default();
    taken.take(sources, options, documents);
    TakenPart(taken)
}

/// What [`admit`] makes of all documents, from parts in their order.
pub fn join_parts(parts: impl IntoIterator<Item = TakenPart>) -> Taken {
    let mut parts = parts.into_iter();
    let mut all = parts.next().map(|TakenPart(taken)| taken).unwrap_or_default();
    for TakenPart(mut part) in parts {
        all.world.append(part.world);
        all.problems.append(&mut part.problems);
        all.names.append(part.names);
    }
    all.drop_older();
    all
}

/// What came of some of the documents; objects with one name may be among them.
#[derive(Debug)]
pub struct TakenPart(Taken);

impl Taken {
    /// Admits some of the documents. There may be several objects of one name then.
    pub(super) fn take(&mut self, sources: &Sources, options: &AdmitOptions, documents: Range<usize>) {
        let namespace = options.namespace.as_str().into();
        let mut taking = Taking { options, namespace, reader: Reader::default(), taken: self };
        for id in documents.map(DocId) {
            if let Some(value) = sources.value(id) {
                taking.document(id, value);
            }
        }
    }
}

struct Taking<'a> {
    options: &'a AdmitOptions,
    /// Of namespaced objects that name none.
    namespace: SharedStr,
    reader: Reader,
    taken: &'a mut Taken,
}

impl Taking<'_> {
    fn document(&mut self, id: DocId, value: Value) {
        let text = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (api_version, kind) = (text("apiVersion"), text("kind"));
        let (group, version) = api_version.split_once('/').unwrap_or(("", &api_version));
        let kind = kind.as_str();
        let Some(known) =
            super::known_kinds().iter().find(|known| known.group == group && known.kind == kind)
        else {
            return self.stranger(id, group, version, kind, &value);
        };
        let channel = self.options.channel;
        let Some(schema) = known.schema(version, channel) else {
            self.taken.problems.push(strangers::unknown_version(id, known, version, channel));
            return;
        };
        let deprecated = REPORTS && known.version(version).is_some_and(|version| version.deprecated);
        let written = deprecated.then(|| value.clone());
        let admission = super::validate(schema, value);
        let refused = !admission.errors.is_empty();
        let deprecation =
            written.and_then(|value| notes::deprecated(id, known, version, channel, &value, refused));
        self.taken.problems.extend(deprecation);
        self.refuse(id, admission.errors);
        if !refused {
            if REPORTS && channel == Channel::Experimental {
                self.taken.problems.extend(notes::only_experimental(id, known, version, &admission.value));
            }
            self.typed(id, known, admission.value);
        }
    }

    /// An object of a kind that is not built in.
    fn stranger(&mut self, id: DocId, group: &str, version: &str, kind: &str, value: &Value) {
        let Some(known) = self.options.custom.find(group, kind) else {
            self.foreign_policy(id, group, kind, value);
            self.taken.problems.extend(strangers::unknown_kind(id, group, kind));
            return;
        };
        let Some(version) = known.version(version) else {
            self.taken.problems.push(strangers::unknown_custom_version(id, known, version));
            return;
        };
        let admission = super::validate(&version.schema, value.clone());
        self.taken.problems.extend(notes::deprecated_custom(id, known, version));
        let refused = !admission.errors.is_empty();
        self.refuse(id, admission.errors);
        if !refused {
            self.foreign_policy(id, group, kind, &admission.value);
            self.untyped(id, known, admission.value);
        }
    }

    fn refuse(&mut self, document: DocId, errors: Vec<FieldError>) {
        let (unchecked, errors): (Vec<_>, Vec<_>) =
            errors.into_iter().partition(|error| error.kind == FieldErrorKind::RulesUnchecked);
        let last = errors.last().map(|error| error.path.clone()).unwrap_or_default();
        self.taken.problems.extend(errors.into_iter().map(|error| Problem {
            severity: Severity::Error,
            code: error.kind.code(),
            message: error.message,
            place: match error.kind {
                FieldErrorKind::Unknown => Place::Key { document, path: error.path },
                _ => Place::Field { document, path: error.path },
            },
            hint: error.hint,
        }));
        // That the rules were not looked at follows from these errors, so it stands behind them.
        self.taken.problems.extend(unchecked.into_iter().map(|error| Problem {
            severity: Severity::Note,
            code: error.kind.code(),
            message: error.message,
            place: Place::Field { document, path: last.clone() },
            hint: error.hint,
        }));
    }

    fn typed(&mut self, id: DocId, known: &'static KindInfo, value: Value) {
        let world = &mut self.taken.world;
        let namespace = match known.scope {
            Scope::Namespaced => self.namespace.clone(),
            Scope::Cluster => SharedStr::default(),
        };
        let labels = matches!(known.kind, "Namespace" | "EndpointSlice");
        let object = Valid { document: id, namespace, labels, value };
        let reader = &mut self.reader;
        let taken = object.named(reader).and_then(|object| {
            let name = Names::name(known.kind, &object.meta);
            reader.run(|reader| world.push(known.kind, object, reader)).map(|()| name)
        });
        self.taken(id, taken);
    }

    fn untyped(&mut self, id: DocId, known: &CustomKind, value: Value) {
        let namespace = match known.scope {
            Scope::Namespaced => self.namespace.clone(),
            Scope::Cluster => SharedStr::default(),
        };
        let object = Valid { document: id, namespace, labels: false, value: value.clone() };
        let taken = object.named(&mut self.reader).map(|object| {
            let name = Names::name(&join(&known.group, &known.kind), &object.meta);
            object.put(&mut self.taken.world.others, value);
            name
        });
        self.taken(id, taken);
    }

    /// Remembers an object by its kind, namespace and name.
    fn taken(&mut self, id: DocId, taken: Result<String, String>) {
        match taken {
            Ok(name) => self.taken.names.push(name, id),
            Err(message) => {
                self.problem(Severity::Error, codes::NOT_UNDERSTOOD, id, "spec", message, None);
            }
        }
    }

    /// Another project's object may be a policy about one of ours.
    fn foreign_policy(&mut self, id: DocId, group: &str, kind: &str, value: &Value) {
        if let Some(policy) = ForeignPolicy::of(group, kind, value) {
            let (namespace, value) = (self.namespace.clone(), value.clone());
            let object = Valid { document: id, namespace, labels: false, value };
            // One without a name was no object to begin with, and `read` has said so.
            if let Ok(object) = object.named(&mut self.reader) {
                object.put(&mut self.taken.world.foreign_policies, policy);
            }
        }
    }

    fn problem(
        &mut self,
        severity: Severity,
        code: &'static str,
        document: DocId,
        field: &str,
        message: String,
        hint: Option<String>,
    ) {
        let place = Place::Field { document, path: FieldPath::root().field(field) };
        self.taken.problems.push(Problem { severity, code, message, place, hint });
    }
}
