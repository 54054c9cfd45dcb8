use crate::{
    admit::{Admitted, World},
    api::{self, ReferenceGrant},
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
    pub(super) fn permitted(&self, world: &World) -> bool {
        self.from_namespace == self.to_namespace || self.grants(world).next().is_some()
    }

    fn grants<'w>(&self, world: &'w World) -> impl Iterator<Item = &'w Admitted<ReferenceGrant>> {
        world.reference_grants.iter().filter(|grant| {
            let spec = &grant.body.spec;
            grant.meta.namespace == self.to_namespace
                && spec.from.iter().any(|from| {
                    from.group == api::GROUP
                        && from.kind == self.from_kind
                        && from.namespace == self.from_namespace
                })
                && spec.to.iter().any(|to| {
                    to.group == self.to_group
                        && to.kind == self.to_kind
                        && to.name.as_ref().is_none_or(|name| name.is_empty() || name == self.to_name)
                })
        })
    }

    /// The manifest that would permit the reference.
    pub(super) fn missing_grant(&self) -> String {
        format!(
            "apply this to let the owner of namespace `{to}` allow it:\n\
             apiVersion: {group}/v1\n\
             kind: ReferenceGrant\n\
             metadata:\n  name: allow-{from}\n  namespace: {to}\n\
             spec:\n  from:\n  - group: {group}\n    kind: {kind}\n    namespace: {from}\n  \
             to:\n  - group: \"{to_group}\"\n    kind: {to_kind}\n    name: {name}",
            group = api::GROUP,
            kind = self.from_kind,
            from = self.from_namespace,
            to = self.to_namespace,
            to_group = self.to_group,
            to_kind = self.to_kind,
            name = self.to_name,
        )
    }
}
