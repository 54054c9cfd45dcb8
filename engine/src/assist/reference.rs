//! Fields that name other objects, and what they may name.

use super::{
    Completion, CompletionKind,
    insert::{self, Insertion},
    joined,
    objects::{self, Object},
    place::Place,
};
use crate::{
    admit::known_kinds,
    analysis::Analysis,
    api::{GROUP, RouteKind, X_GROUP},
    attach::Draft,
};

/// A group and a kind.
type GroupKind = (&'static str, &'static str);

const SERVICE: GroupKind = ("", "Service");
const CONFIG_MAP: GroupKind = ("", "ConfigMap");
const SECRET: GroupKind = ("", "Secret");
const GATEWAY: GroupKind = (GROUP, "Gateway");
const LISTENER_SET: GroupKind = (GROUP, "ListenerSet");
const REFERRERS: [GroupKind; 7] = [
    (GROUP, "HTTPRoute"),
    (GROUP, "GRPCRoute"),
    (GROUP, "TLSRoute"),
    (GROUP, "TCPRoute"),
    (GROUP, "UDPRoute"),
    GATEWAY,
    LISTENER_SET,
];

/// The reference that a place is a field of.
pub(super) struct Reference<'p, 't, 's> {
    place: &'p Place<'t, 's>,
    analysis: &'p Analysis,
    field: &'t str,
    /// The field that the reference is the value of, or an item of it.
    around: &'t str,
    kinds: &'static [GroupKind],
    /// Whether objects of other projects may be named.
    foreign: bool,
}

impl<'p, 't, 's> Reference<'p, 't, 's> {
    pub(super) fn at(place: &'p Place<'t, 's>, analysis: &'p Analysis) -> Option<Self> {
        // What fields of kinds that somebody brought along name is their business.
        place.kind?;
        let (field, around) = (place.outline.name(place.part)?, place.field_around()?);
        let (kinds, foreign) = kinds(around, field)?;
        Some(Reference { place, analysis, field, around, kinds, foreign })
    }

    /// A field beside this one, else its default.
    fn beside(&self, field: &str) -> Option<&str> {
        let around = self.place.around()?;
        let written = self.place.outline.text_of(around.part, field);
        let default = || around.content?.field(field)?.default()?.as_str();
        written.or_else(default)
    }

    fn namespace(&self) -> Option<&str> {
        self.beside("namespace").filter(|namespace| !namespace.is_empty())
    }

    /// The namespace of the object that refers.
    fn own_namespace(&self) -> &str {
        let written =
            self.place.text_at(&["metadata", "namespace"]).filter(|namespace| !namespace.is_empty());
        written.unwrap_or(&self.analysis.options.admit.namespace)
    }

    fn crosses_namespaces(&self) -> bool {
        let around = self.place.around().and_then(|spot| spot.content);
        around.is_some_and(|around| around.field("namespace").is_some())
    }

    /// Whether an object is of a kind that the reference names, or may name.
    fn may_name(&self, object: &Object) -> bool {
        let kind = self.beside("kind").is_none_or(|kind| kind == object.kind);
        let group = self.beside("group").is_none_or(|group| group == object.group);
        let known = self.kinds.contains(&(object.group.as_str(), object.kind.as_str()));
        kind && group && (known || (self.foreign && object.is_foreign()))
    }

    /// The object that is named by `name`, or by the field beside this one.
    pub(super) fn named<'o>(&self, objects: &'o [Object]) -> Option<&'o Object> {
        let name =
            if self.is_name() { self.place.outline.scalar(self.place.part)? } else { self.beside("name")? };
        let mut named = objects.iter().filter(|object| object.name == name && self.may_name(object));
        let namespace = self.namespace().unwrap_or(self.own_namespace());
        named.find(|object| object.namespace.is_empty() || object.namespace == namespace)
    }

    /// Whether the field's value is the name of an object.
    pub(super) fn is_name(&self) -> bool {
        ["gatewayClassName", "name"].contains(&self.field)
    }

    /// The kind that a name is one of, for people.
    pub(super) fn kind(&self) -> String {
        match (self.beside("kind"), self.kinds) {
            (Some(kind), _) | (None, &[(_, kind)]) => kind.to_owned(),
            _ => "object".to_owned(),
        }
    }

    /// What the field may say.
    pub(super) fn completions(&self, insertion: &Insertion) -> Vec<Completion> {
        let objects = objects::all(self.analysis);
        let mut items = Vec::new();
        match self.field {
            "gatewayClassName" | "name" => self.names(&objects, insertion, &mut items),
            "namespace" => items = namespaces(&objects, insertion),
            "kind" => self.kind_names(insertion, &mut items),
            "group" => self.groups(insertion, &mut items),
            "sectionName" => self.sections(&objects, insertion, &mut items),
            "port" => self.ports(&objects, insertion, &mut items),
            _ => {}
        }
        items
    }

    /// Those in the namespace that is meant come first.
    fn names(&self, objects: &[Object], insertion: &Insertion, items: &mut Vec<Completion>) {
        let wanted = self.namespace();
        let route = self.route();
        let elsewhere = wanted.is_none() && self.crosses_namespaces();
        for local in [true, false] {
            for object in objects {
                let near =
                    object.namespace.is_empty() || object.namespace == wanted.unwrap_or(self.own_namespace());
                if near == local && (local || elsewhere) && self.may_name(object) {
                    items.push(self.name(object, local, route.as_ref(), insertion));
                }
            }
        }
    }

    fn name(
        &self,
        object: &Object,
        local: bool,
        route: Option<&Draft<'_>>,
        insertion: &Insertion,
    ) -> Completion {
        let insert = if local {
            insertion.text(&object.name)
        } else {
            let column = insert::key_column(self.place.outline, self.place.part);
            insertion.text_and_field(&object.name, ("namespace", &object.namespace), column)
        };
        let kind = if self.kinds.len() == 1 { "" } else { &object.kind };
        let namespace = match object.namespace.as_str() {
            "" => String::new(),
            namespace => format!("namespace {namespace}"),
        };
        let admission = route.map(|route| self.admission(object, route)).unwrap_or_default();
        Completion {
            detail: joined(&[kind, &object.summary(), &namespace, &admission]),
            documentation: object.state(self.analysis),
            ..Completion::new(&object.name, insert, CompletionKind::Object)
        }
    }

    /// Whether a listener of the parent takes the route that refers.
    fn admission(&self, object: &Object, route: &Draft<'_>) -> String {
        // The refusal of the listener that comes closest.
        let mut closest = None;
        for (_, verdict) in object.verdicts(route, self.analysis) {
            match verdict {
                Ok(()) => return TAKEN.to_owned(),
                Err(refusal) => closest = closest.max(Some(refusal)),
            }
        }
        closest.map(|refusal| format!("does not take this route: {refusal}")).unwrap_or_default()
    }

    /// The route that refers to a parent.
    fn route(&self) -> Option<Draft<'p>> {
        let kind = RouteKind::of(self.place.kind?.kind).filter(|_| self.around == "parentRefs")?;
        let hostnames = self.place.outline.texts_at(self.place.object, &["spec", "hostnames"]);
        Some(Draft::new(
            &self.analysis.world,
            kind,
            self.own_namespace(),
            hostnames.into_iter().map(Into::into).collect(),
        ))
    }

    /// What is written of a field beside this one.
    fn written(&self, field: &str) -> Option<&str> {
        self.place.outline.text_of(self.place.around()?.part, field)
    }

    fn kind_names(&self, insertion: &Insertion, items: &mut Vec<Completion>) {
        let written = self.written("group");
        for (group, kind) in self.kinds {
            let served = known_kinds().iter().any(|known| {
                known.group == *group
                    && known.kind == *kind
                    && known.served(self.analysis.options.admit.channel).next().is_some()
            });
            if served && written.is_none_or(|written| written == *group) {
                let detail = if group.is_empty() { CORE } else { group };
                items.push(Completion {
                    detail: detail.to_owned(),
                    ..Completion::new(kind, insertion.text(kind), CompletionKind::Value)
                });
            }
        }
    }

    fn groups(&self, insertion: &Insertion, items: &mut Vec<Completion>) {
        let written = self.written("kind");
        for (group, kind) in self.kinds {
            let (label, detail) = if group.is_empty() { ("\"\"", CORE) } else { (*group, "") };
            let fits = written.is_none_or(|written| written == *kind);
            if fits && !items.iter().any(|item| item.label == label) {
                items.push(Completion {
                    detail: detail.to_owned(),
                    ..Completion::new(label, insertion.text(group), CompletionKind::Value)
                });
            }
        }
    }

    fn sections(&self, objects: &[Object], insertion: &Insertion, items: &mut Vec<Completion>) {
        let Some(object) = self.named(objects) else { return };
        let route = self.route();
        let verdicts = route.map(|route| object.verdicts(&route, self.analysis)).unwrap_or_default();
        for port in object.ports().into_iter().filter(|port| !port.name.is_empty()) {
            let number = port.number.map(|number| format!("port {number}")).unwrap_or_default();
            let verdict = match verdicts.iter().find(|(name, _)| *name == port.name) {
                Some((_, Ok(()))) => TAKEN.to_owned(),
                Some((_, Err(refusal))) => refusal.to_string(),
                None => String::new(),
            };
            items.push(Completion {
                detail: joined(&[&port.about, &number, &verdict]),
                ..Completion::new(&port.name, insertion.text(&port.name), CompletionKind::Object)
            });
        }
    }

    fn ports(&self, objects: &[Object], insertion: &Insertion, items: &mut Vec<Completion>) {
        let Some(object) = self.named(objects) else { return };
        for port in object.ports() {
            let Some(number) = port.number.map(|number| number.to_string()) else { continue };
            if !items.iter().any(|item| item.label == number) {
                items.push(Completion {
                    detail: joined(&[&port.name, &port.about]),
                    ..Completion::new(&number, insertion.literal(&number), CompletionKind::Object)
                });
            }
        }
    }
}

const TAKEN: &str = "takes this route";
const CORE: &str = "core group";

pub(super) fn namespaces(objects: &[Object], insertion: &Insertion) -> Vec<Completion> {
    let mut items: Vec<Completion> = Vec::new();
    for name in objects::namespaces(objects) {
        items.push(Completion::new(name, insertion.text(name), CompletionKind::Object));
    }
    items
}

/// What the reference in a field may name, and whether that may be of another project.
fn kinds(around: &str, field: &str) -> Option<(&'static [GroupKind], bool)> {
    const ROUTES: &[GroupKind] = REFERRERS.split_at(5).0;
    let kinds: &[GroupKind] = match (around, field) {
        ("spec", "gatewayClassName") => &[(GROUP, "GatewayClass")],
        ("parentRefs", _) => &[GATEWAY, LISTENER_SET],
        ("parentRef", _) => &[GATEWAY],
        ("backendRefs" | "backendRef", _) => &[SERVICE, (X_GROUP, "XBackend")],
        ("certificateRefs" | "clientCertificateRef", _) => &[SECRET],
        ("caCertificateRefs", _) => &[CONFIG_MAP, SECRET],
        ("extensionRef", _) => return Some((&[], true)),
        ("parametersRef", _) => return Some((&[CONFIG_MAP], true)),
        ("targetRefs", _) => &[SERVICE],
        ("kinds", _) => ROUTES,
        ("from", _) => &REFERRERS,
        ("to", _) => &[SERVICE, SECRET, CONFIG_MAP],
        _ => return None,
    };
    Some((kinds, false))
}
