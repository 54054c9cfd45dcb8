use std::fmt;

/// A part of the configuration that Envoy takes or refuses as a whole, in a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Clusters,
    Routes,
    Filter,
    Listeners,
}

impl Part {
    /// In the order of a change: what is named comes before who names it.
    pub const ORDER: [Part; 4] = [Part::Clusters, Part::Routes, Part::Filter, Part::Listeners];

    pub fn file(self) -> &'static str {
        match self {
            Self::Clusters => "cds.json",
            Self::Routes => "rds.json",
            Self::Filter => "ecds.json",
            Self::Listeners => "lds.json",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Clusters => "the clusters",
            Self::Routes => "the routes",
            Self::Filter => "the filter's configuration",
            Self::Listeners => "the listeners",
        })
    }
}
