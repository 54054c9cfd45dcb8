//! Fields that name other objects, and what they may name.

use super::{
    Completion,
    insert::{self, Insertion},
    objects::{self, Object},
    place::Place,
};
use crate::{
    admit::known_kinds,
    analysis::Analysis,
    api::{GROUP, RouteKind, X_GROUP},
    attach::Draft,
    sort,
};

/// A group and a kind.
type GroupKind = (&'static str, &'static str);

const SERVICE: GroupKind = ("", "Service");
const CONFIG_MAP: GroupKind = ("", "ConfigMap");
const SECRET: GroupKind = ("", "Secret");
const GATEWAY: GroupKind = (GROUP, "Gateway");
const LISTENER_SET: GroupKind = (GROUP, "ListenerSet");
const ROUTES: [GroupKind; 5] = [
    (GROUP, "HTTPRoute"),
    (GROUP, "GRPCRoute"),
    (GROUP, "TLSRoute"),
    (GROUP, "TCPRoute"),
    (GROUP, "UDPRoute"),
];

/// The reference that a place is a field of.
pub(super) struct Reference<'p, 't, 's> {
    place: &'p Place<'t, 's>,
    analysis: &'p Analysis,
    /// The type that declares the field.
    owner: &'static str,
    field: &'static str,
    kinds: Vec<GroupKind>,
    /// Whether objects of other projects may be named.
    foreign: bool,
}

impl<'p, 't, 's> Reference<'p, 't, 's> {
    pub(super) fn at(place: &'p Place<'t, 's>, analysis: &'p Analysis) -> Option<Self> {
        let entry = place.spot()?.entry?;
        let owner = entry.owner.name;
        if owner == "GatewaySpec" && entry.name != "gatewayClassName" {
            return None;
        }
        let (kinds, foreign) = kinds(owner, place.field_around())?;
        Some(Reference { place, analysis, owner, field: entry.name, kinds, foreign })
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
        let name = match (self.owner, self.field) {
            ("GatewaySpec", _) | (_, "name") => self.place.outline.scalar(self.place.part)?,
            _ => self.beside("name")?,
        };
        let mut named = objects.iter().filter(|object| object.name == name && self.may_name(object));
        let namespace = self.namespace().unwrap_or(self.own_namespace());
        named.find(|object| object.namespace.is_empty() || object.namespace == namespace)
    }

    /// Whether the field's value is the name of an object.
    pub(super) fn is_name(&self) -> bool {
        matches!((self.owner, self.field), ("GatewaySpec", _) | (_, "name"))
    }

    /// The kind that a name is one of, for people.
    pub(super) fn kind(&self) -> String {
        let kinds: Vec<_> = self.kinds.iter().map(|(_, kind)| *kind).collect();
        self.beside("kind").map_or_else(|| kinds.join(" or "), str::to_owned)
    }

    /// What the field may say.
    pub(super) fn completions(&self, insertion: &Insertion) -> Vec<Completion> {
        let objects = objects::all(self.analysis);
        match self.field {
            "gatewayClassName" | "name" => self.names(&objects, insertion),
            "namespace" => namespaces(&objects, insertion),
            "kind" => self.kind_names(insertion),
            "group" => self.groups(insertion),
            "sectionName" => self.sections(&objects, insertion),
            "port" => self.ports(&objects, insertion),
            _ => Vec::new(),
        }
    }

    fn names(&self, objects: &[Object], insertion: &Insertion) -> Vec<Completion> {
        let own = self.own_namespace();
        let wanted = self.namespace();
        let route = self.route();
        let mut near = Vec::new();
        let mut far = Vec::new();
        for object in objects.iter().filter(|object| self.may_name(object)) {
            let local = object.namespace.is_empty() || object.namespace == wanted.unwrap_or(own);
            let mut detail = vec![object.summary()];
            if self.kinds.len() != 1 {
                detail.insert(0, object.kind.clone());
            }
            let mut completion = Completion::object(&object.name, insertion.text(&object.name));
            if !local {
                if wanted.is_some() || !self.crosses_namespaces() {
                    continue;
                }
                let column = insert::key_column(self.place.outline, self.place.part);
                let field = ("namespace", object.namespace.as_str());
                completion.insert = Some(insertion.text_and_field(&object.name, field, column));
            }
            if !object.namespace.is_empty() {
                detail.push(format!("namespace {}", object.namespace));
            }
            detail.extend(route.as_ref().and_then(|route| self.admission(object, route)));
            detail.retain(|text| !text.is_empty());
            completion.detail = Some(detail.join(", "));
            completion.documentation = Some(object.state(self.analysis).join("\n"));
            if local { near.push(completion) } else { far.push(completion) }
        }
        near.append(&mut far);
        near
    }

    /// Whether a listener of the parent takes the route that refers.
    fn admission(&self, object: &Object, route: &Draft<'_>) -> Option<String> {
        let verdicts = object.verdicts(route, self.analysis);
        let taking = verdicts.iter().filter(|(_, verdict)| verdict.is_ok()).count();
        // The refusal of the listener that comes closest.
        let refusal = verdicts.iter().filter_map(|(_, verdict)| verdict.as_ref().err()).max();
        match (taking, refusal) {
            (0, Some(refusal)) => Some(format!("does not take this route: {refusal}")),
            (0, None) => None,
            _ => Some("takes this route".to_owned()),
        }
    }

    /// The route that refers to a parent.
    fn route(&self) -> Option<Draft<'p>> {
        let kind = RouteKind::of(self.place.kind?.kind).filter(|_| self.owner == "ParentReference")?;
        let hostnames = self.place.outline.texts_at(self.place.object, &["spec", "hostnames"]);
        Some(Draft::new(&self.analysis.world, kind, self.own_namespace(), hostnames))
    }

    fn kind_names(&self, insertion: &Insertion) -> Vec<Completion> {
        let written = self.place.around().and_then(|spot| self.place.outline.text_of(spot.part, "group"));
        let kinds = self.kinds.iter().filter(|(group, _)| written.is_none_or(|written| written == *group));
        let of_channel = kinds.filter(|(group, kind)| {
            let mut known = known_kinds().iter().filter(|known| known.group == *group && known.kind == *kind);
            known.any(|known| known.served(self.analysis.options.admit.channel).next().is_some())
        });
        of_channel
            .map(|(group, kind)| Completion {
                detail: Some(if group.is_empty() { "core group".to_owned() } else { (*group).to_owned() }),
                ..Completion::value(kind, insertion.text(kind))
            })
            .collect()
    }

    fn groups(&self, insertion: &Insertion) -> Vec<Completion> {
        let written = self.place.around().and_then(|spot| self.place.outline.text_of(spot.part, "kind"));
        let fitting = self.kinds.iter().filter(|(_, kind)| written.is_none_or(|written| written == *kind));
        let mut groups: Vec<_> = fitting.map(|(group, _)| *group).collect();
        sort::sort_by(&mut groups, Ord::cmp);
        groups.dedup();
        groups
            .into_iter()
            .map(|group| match group {
                "" => Completion {
                    detail: Some("core group".to_owned()),
                    ..Completion::value("\"\"", insertion.text(""))
                },
                group => Completion::value(group, insertion.text(group)),
            })
            .collect()
    }

    fn sections(&self, objects: &[Object], insertion: &Insertion) -> Vec<Completion> {
        let Some(object) = self.named(objects) else { return Vec::new() };
        let route = self.route();
        let verdicts = route.map(|route| object.verdicts(&route, self.analysis)).unwrap_or_default();
        let completion = |port: objects::Port| {
            let number = port.number.map(|number| format!("port {number}"));
            let verdict = verdicts.iter().find(|(name, _)| *name == port.name).map(|(_, verdict)| verdict);
            let verdict = verdict.map(|verdict| match verdict {
                Ok(()) => "takes this route".to_owned(),
                Err(refusal) => refusal.to_string(),
            });
            let detail: Vec<_> = [Some(port.about), number, verdict].into_iter().flatten().collect();
            Completion {
                detail: Some(detail.join(", ")),
                ..Completion::object(&port.name, insertion.text(&port.name))
            }
        };
        object.ports().into_iter().filter(|port| !port.name.is_empty()).map(completion).collect()
    }

    fn ports(&self, objects: &[Object], insertion: &Insertion) -> Vec<Completion> {
        let Some(object) = self.named(objects) else { return Vec::new() };
        let mut ports: Vec<_> =
            object.ports().into_iter().filter_map(|port| Some((port.number?, port))).collect();
        sort::sort_by_key(&mut ports, |(number, _)| *number);
        ports.dedup_by_key(|(number, _)| *number);
        let completion = |(number, port): (u64, objects::Port)| {
            let detail: Vec<_> =
                [port.name, port.about].into_iter().filter(|text| !text.is_empty()).collect();
            let number = number.to_string();
            Completion {
                detail: Some(detail.join(", ")),
                ..Completion::object(&number, insertion.literal(&number))
            }
        };
        ports.into_iter().map(completion).collect()
    }
}

pub(super) fn namespaces(objects: &[Object], insertion: &Insertion) -> Vec<Completion> {
    let names = objects::namespaces(objects);
    names.iter().map(|name| Completion::object(name, insertion.text(name))).collect()
}

/// What a reference of a type may name, and whether that may be of another project.
fn kinds(owner: &str, field: Option<&str>) -> Option<(Vec<GroupKind>, bool)> {
    let authorities = || (vec![CONFIG_MAP, SECRET], false);
    Some(match (owner, field) {
        ("GatewaySpec", _) => (vec![(GROUP, "GatewayClass")], false),
        ("ParentReference", _) => (vec![GATEWAY, LISTENER_SET], false),
        ("ParentGatewayReference", _) => (vec![GATEWAY], false),
        ("BackendObjectReference", _) => (vec![SERVICE, (X_GROUP, "XBackend")], false),
        ("SecretObjectReference", _) => (vec![SECRET], false),
        ("ObjectReference", _) | ("LocalObjectReference", Some("caCertificateRefs")) => authorities(),
        ("LocalObjectReference", _) => (Vec::new(), true),
        ("LocalParametersReference" | "ParametersReference", _) => (vec![CONFIG_MAP], true),
        ("LocalPolicyTargetReference" | "LocalPolicyTargetReferenceWithSectionName", _) => {
            (vec![SERVICE], false)
        }
        ("RouteGroupKind", _) => (ROUTES.to_vec(), false),
        ("ReferenceGrantFrom", _) => {
            let mut kinds = ROUTES.to_vec();
            kinds.extend([GATEWAY, LISTENER_SET]);
            (kinds, false)
        }
        ("ReferenceGrantTo", _) => (vec![SERVICE, SECRET, CONFIG_MAP], false),
        _ => return None,
    })
}
