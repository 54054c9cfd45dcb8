use std::fmt;
use std::path::PathBuf;

use envoy_config::{Document, Layout, Part, Plan, Resources, Secret};

/// A document that Envoy takes or refuses as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Secret {
        name: String,
        /// What it comes from.
        object: String,
    },
    Part(Part),
}

// === impl Piece ===

impl Piece {
    /// Everything that a plan consists of, in the order of a change.
    pub(super) fn of(plan: &Plan) -> impl Iterator<Item = Self> + use<> {
        let secrets = plan.secrets.iter().map(Self::secret).collect::<Vec<_>>();
        secrets.into_iter().chain(Part::ORDER.map(Self::Part))
    }

    pub(super) fn secret(secret: &Secret) -> Self {
        Self::Secret { name: secret.name.clone(), object: secret.object.clone() }
    }

    pub(super) fn path(&self, layout: &Layout) -> PathBuf {
        match self {
            Self::Secret { name, .. } => layout.secret(name),
            Self::Part(part) => layout.part(*part),
        }
    }

    pub(super) fn document<'a>(&self, resources: &'a Resources) -> Option<&'a Document> {
        match self {
            Self::Secret { name, .. } => resources.secret(name),
            Self::Part(part) => Some(resources.part(*part)),
        }
    }

    /// Whether Envoy reads it only when a listener with requests asks for it.
    pub(super) fn follows_requests(&self) -> bool {
        matches!(self, Self::Part(Part::Routes | Part::Filter))
    }

    /// What Envoy's statistics about it begin with.
    pub(super) fn statistics(&self) -> String {
        match self {
            Self::Secret { name, .. } => format!("sds.{name}."),
            Self::Part(Part::Clusters) => "cluster_manager.cds.".to_owned(),
            Self::Part(Part::Routes) => "http.gatewright.rds.gatewright.".to_owned(),
            Self::Part(Part::Filter) => "extension_config_discovery.http_filter.gatewright.".to_owned(),
            Self::Part(Part::Listeners) => "listener_manager.lds.".to_owned(),
        }
    }
}

impl From<Part> for Piece {
    fn from(part: Part) -> Self {
        Self::Part(part)
    }
}

impl PartialEq<Part> for Piece {
    fn eq(&self, part: &Part) -> bool {
        matches!(self, Self::Part(own) if own == part)
    }
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secret { object, .. } => f.write_str(object),
            Self::Part(part) => part.fmt(f),
        }
    }
}
