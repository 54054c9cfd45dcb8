use std::fmt;
use std::path::PathBuf;

use envoy_config::{Document, Layout, Resources};

/// A part of the configuration that Envoy takes or refuses as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Clusters,
    Filter,
    Listeners,
}

impl Part {
    pub(super) fn path(self, layout: &Layout) -> PathBuf {
        match self {
            Self::Clusters => layout.clusters(),
            Self::Filter => layout.filter(),
            Self::Listeners => layout.listeners(),
        }
    }

    pub(super) fn of(self, resources: &Resources) -> &Document {
        match self {
            Self::Clusters => &resources.clusters,
            Self::Filter => &resources.filter,
            Self::Listeners => &resources.listeners,
        }
    }

    /// What Envoy's statistics about the part begin with.
    pub(super) fn statistics(self) -> &'static str {
        match self {
            Self::Clusters => "cluster_manager.cds.",
            Self::Filter => "extension_config_discovery.http_filter.gatewright.",
            Self::Listeners => "listener_manager.lds.",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Clusters => "the clusters",
            Self::Filter => "the filter's configuration",
            Self::Listeners => "the listeners",
        })
    }
}
