use super::lookup::Lookup;
use crate::{
    admit::{Admitted, World},
    api::{self, BackendReference, ReferenceGrant, Route},
};

/// Who refers to what across namespaces.
pub(super) struct Crossing<'a> {
    pub(super) from_kind: &'a str,
    pub(super) from_namespace: &'a str,
    pub(super) to_group: &'a str,
    pub(super) to_kind: &'a str,
    pub(super) to_namespace: &'a str,
    pub(super) to_name: &'a str,
}

impl Crossing<'_> {
    /// Whether the reference stays at home or a ReferenceGrant in the target's namespace allows it
    /// (`ReferenceGrantSpec`: any `from` and any `to` of one grant).
    pub(super) fn permitted(&self, lookup: &Lookup<'_>) -> bool {
        self.from_namespace == self.to_namespace
            || lookup.grants(self.to_namespace).iter().any(|grant| self.granted_by(grant))
    }

    fn referring_group(&self) -> &'static str {
        if self.from_kind == "XBackend" { api::X_GROUP } else { api::GROUP }
    }

    fn granted_by(&self, grant: &Admitted<ReferenceGrant>) -> bool {
        let spec = &grant.body.spec;
        grant.meta.namespace == self.to_namespace
            && spec.from.iter().any(|from| {
                from.group == self.referring_group()
                    && from.kind == self.from_kind
                    && from.namespace == self.from_namespace
            })
            && spec.to.iter().any(|to| {
                to.group == self.to_group
                    && to.kind == self.to_kind
                    && to.name.as_ref().is_none_or(|name| name.is_empty() || name == self.to_name)
            })
    }

    /// The manifest that would permit the reference.
    pub(super) fn missing_grant(&self) -> String {
        format!(
            "apply this to let the owner of namespace `{to}` allow it:\n\
             apiVersion: {group}/v1\n\
             kind: ReferenceGrant\n\
             metadata:\n  name: allow-{from}\n  namespace: {to}\n\
             spec:\n  from:\n  - group: {from_group}\n    kind: {kind}\n    namespace: {from}\n  \
             to:\n  - group: \"{to_group}\"\n    kind: {to_kind}\n    name: {name}",
            group = api::GROUP,
            from_group = self.referring_group(),
            kind = self.from_kind,
            from = self.from_namespace,
            to = self.to_namespace,
            to_group = self.to_group,
            to_kind = self.to_kind,
            name = self.to_name,
        )
    }
}

/// The ReferenceGrant, with its index, that lets a route refer to a backend in another namespace.
pub fn granted_by<'w>(
    world: &'w World,
    route: &Admitted<Route>,
    reference: &BackendReference,
) -> Option<(usize, &'w Admitted<ReferenceGrant>)> {
    let crossing = Crossing {
        from_kind: route.body.kind.name(),
        from_namespace: &route.meta.namespace,
        to_group: &reference.group,
        to_kind: &reference.kind,
        to_namespace: reference.namespace.as_ref()?,
        to_name: &reference.name,
    };
    // No grant is for an XBackend: see `backend`.
    let mut grants = world.reference_grants.iter().enumerate().filter(|_| reference.group != api::X_GROUP);
    grants.find(|(_, grant)| crossing.granted_by(grant))
}
