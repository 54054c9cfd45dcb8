use super::{Schema, Scope};

/// The kinds that somebody brings along, each with the schema of its CustomResourceDefinition.
#[derive(Debug, Clone, Default)]
pub struct CustomKinds {
    pub(super) kinds: Vec<std::sync::Arc<CustomKind>>,
}

#[derive(Debug)]
pub(super) struct CustomKind {
    pub(super) group: String,
    pub(super) kind: String,
    pub(super) scope: Scope,
    /// The versions that are served.
    pub(super) versions: Vec<CustomVersion>,
}

#[derive(Debug)]
pub(super) struct CustomVersion {
    pub(super) name: String,
    /// The words of the API server, if it warns of the version.
    pub(super) deprecated: Option<String>,
    /// Whether this is the version that the API server keeps objects in.
    pub(super) stored: bool,
    pub(super) schema: Schema,
}

// === impl CustomKinds ===

impl CustomKinds {
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// The schema of a kind that was brought along, in a version that is served.
    #[cfg(feature = "assist")]
    pub(crate) fn schema(&self, group: &str, version: &str, kind: &str) -> Option<&Schema> {
        Some(&self.find(group, kind)?.version(version)?.schema)
    }

    pub(in crate::admit) fn find(&self, group: &str, kind: &str) -> Option<&CustomKind> {
        if !cfg!(feature = "crds") {
            return None;
        }
        let mut kinds = self.kinds.iter();
        kinds.find(|known| known.group == group && known.kind == kind).map(|known| &**known)
    }
}

// === impl CustomKind ===

impl CustomKind {
    pub(super) fn version(&self, name: &str) -> Option<&CustomVersion> {
        self.versions.iter().find(|version| version.name == name)
    }

    /// The version to write instead of a deprecated one.
    pub(super) fn current(&self) -> Option<&CustomVersion> {
        let mut fresh = self.versions.iter().filter(|version| version.deprecated.is_none());
        fresh.clone().find(|version| version.stored).or_else(|| fresh.next())
    }
}
