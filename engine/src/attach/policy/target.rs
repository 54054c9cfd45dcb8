use crate::{
    SharedStr,
    admit::Meta,
    api::{self, PolicyTargetReference, RouteKind},
    attach::lookup::Lookup,
    map::Map,
    source::{DocId, hint},
};

/// What a policy is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PolicyTarget {
    pub kind: String,
    /// Empty for a cluster-scoped object.
    pub namespace: SharedStr,
    pub name: SharedStr,
    /// A listener, a port or a rule of it.
    pub section: Option<String>,
}

/// The policy that has a target, by the target's key.
pub(super) type Winners = Map<String, usize>;

/// One target of one policy.
#[derive(Debug, Clone)]
pub struct TargetState {
    pub target: PolicyTarget,
    pub outcome: TargetOutcome,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetOutcome {
    /// The document of the target.
    Attached(DocId),
    /// The object or its section does not exist; the nearest name, if one is near.
    NotFound { what: String, hint: Option<String> },
    /// An older policy has it: its name.
    Conflicted(String),
    /// Nothing that a policy of this kind can be applied to, and why.
    Unfit(String),
    /// A kind that the input cannot be asked about.
    UnknownKind,
}

impl PolicyTarget {
    fn of(reference: &PolicyTargetReference, policy: &Meta) -> Self {
        PolicyTarget {
            kind: reference.kind.clone(),
            namespace: reference
                .namespace
                .as_deref()
                .map_or_else(|| policy.namespace.clone(), SharedStr::from),
            name: reference.name.as_str().into(),
            section: reference.section_name.clone().filter(|section| !section.is_empty()),
        }
    }

    /// All that it says, as one text.
    pub(super) fn key(&self) -> String {
        [&self.kind, " ", &self.full_name()].concat()
    }

    /// `namespace/name`, and the section.
    pub fn full_name(&self) -> String {
        let mut name = if self.namespace.is_empty() {
            self.name.to_string()
        } else {
            format!("{}/{}", self.namespace, self.name)
        };
        if let Some(section) = &self.section {
            name.push('/');
            name.push_str(section);
        }
        name
    }
}

/// Looks a target up, section included.
pub(super) fn find(reference: &PolicyTargetReference, policy: &Meta, lookup: &Lookup<'_>) -> TargetState {
    let mut target = PolicyTarget::of(reference, policy);
    let outcome = match object(&reference.group, &target, lookup) {
        Object::Unknown => TargetOutcome::UnknownKind,
        Object::Missing => TargetOutcome::NotFound {
            what: format!("{} `{}` does not exist", target.kind, target.full_name()),
            hint: None,
        },
        Object::Found { document, sections, cluster } => {
            if cluster {
                target.namespace = SharedStr::default();
            }
            match &target.section {
                Some(section) if !sections.iter().any(|known| known == section) => TargetOutcome::NotFound {
                    what: format!("{} `{}` has no section `{section}`", target.kind, target.name),
                    hint: hint(|| known_sections(section, &sections)),
                },
                _ => TargetOutcome::Attached(document),
            }
        }
    };
    TargetState { target, outcome }
}

fn known_sections(section: &str, sections: &[String]) -> String {
    match crate::admit::closest(section, sections.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if sections.is_empty() => "it has no named sections".to_owned(),
        None => {
            let listed: Vec<_> = sections.iter().map(|section| format!("`{section}`")).collect();
            format!("its sections are {}", listed.join(", "))
        }
    }
}

enum Object {
    Found {
        document: DocId,
        /// Names that a `sectionName` may give.
        sections: Vec<String>,
        cluster: bool,
    },
    Missing,
    Unknown,
}

fn object(group: &str, target: &PolicyTarget, lookup: &Lookup<'_>) -> Object {
    let world = lookup.world;
    let PolicyTarget { kind, namespace, name, .. } = target;
    let found = |document: Option<DocId>, sections: Vec<String>, cluster: bool| match document {
        Some(document) => Object::Found { document, sections, cluster },
        None => Object::Missing,
    };
    match (group, kind.as_str()) {
        ("", "Service") => match lookup.service(namespace, name) {
            Some((_, service)) => {
                let ports = service.body.spec.ports.iter().filter_map(|port| port.name.clone()).collect();
                found(Some(service.document), ports, false)
            }
            None => Object::Missing,
        },
        ("", "Namespace") => {
            let namespace = world.namespaces.iter().find(|namespace| namespace.meta.name == *name);
            found(namespace.map(|namespace| namespace.document), Vec::new(), true)
        }
        (api::GROUP, "GatewayClass") => {
            let class = world.gateway_classes.iter().find(|class| class.meta.name == *name);
            found(class.map(|class| class.document), Vec::new(), true)
        }
        (api::GROUP, "Gateway") => match lookup.gateway(namespace, name) {
            Some((_, gateway)) => {
                let listeners = gateway.body.spec.listeners.iter();
                found(
                    Some(gateway.document),
                    listeners.map(|listener| listener.name.clone()).collect(),
                    false,
                )
            }
            None => Object::Missing,
        },
        (api::GROUP, "ListenerSet") => match lookup.listener_set(namespace, name) {
            Some((_, set)) => {
                let names = set.body.spec.listeners.iter().map(|listener| listener.name.clone()).collect();
                found(Some(set.document), names, false)
            }
            None => Object::Missing,
        },
        (api::X_GROUP, "XBackend") => {
            found(lookup.backend(namespace, name).map(|(_, backend)| backend.document), Vec::new(), false)
        }
        (api::X_GROUP, "XMesh") => {
            let mesh = world.meshes.iter().find(|mesh| mesh.meta.name == *name);
            found(mesh.map(|mesh| mesh.document), Vec::new(), true)
        }
        (api::GROUP, kind) => match RouteKind::of(kind) {
            Some(kind) => match lookup.route(kind, namespace, name) {
                Some(route) => {
                    let rules = route
                        .body
                        .rules
                        .iter()
                        .filter_map(|rule| rule.name.as_deref().map(str::to_owned))
                        .collect();
                    found(Some(route.document), rules, false)
                }
                None => Object::Missing,
            },
            None => Object::Unknown,
        },
        _ => Object::Unknown,
    }
}
