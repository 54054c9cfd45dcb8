use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};

use engine::compile::Native;
use foldhash::quality::FixedState;
use serde_json::{Value, json};

use crate::cluster::cluster;
use crate::connection_manager::Routes;
use crate::contract::FILTER_NAME;
use crate::filter::{discovered, wasm};
use crate::listener::listener;
use crate::part::Part;
use crate::plan::{Cluster, Plan};
use crate::route::route_configuration;
use crate::secret::secret;

/// Where Envoy finds the documents: one directory, as Envoy sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    directory: PathBuf,
}

/// The documents that make up a plan, one for each of Envoy's discovery services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resources {
    pub listeners: Document,
    pub clusters: Document,
    pub routes: Document,
    pub filter: Document,
    /// By the name of the secret. Envoy takes each from a file of its own.
    pub secrets: BTreeMap<String, Document>,
}

/// A discovery response in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Follows from the content, so equal documents have equal versions. Envoy repeats it in its
    /// statistics once it has accepted the document.
    pub version: String,
    pub json: Value,
}

/// The documents for a plan. Every reference between them goes through the layout.
pub fn resources(plan: &Plan, layout: &Layout) -> Resources {
    let log = plan.access_log.as_ref();
    let filter = discovered(&layout.part(Part::Filter));
    let file = layout.part(Part::Routes);
    let from = Routes::File(&file);
    let secrets = plan.secrets.iter().map(|it| (it.name.clone(), Document::new(vec![secret(it)])));
    Resources {
        listeners: Document::new(
            plan.sockets.iter().map(|it| listener(it, filter.clone(), from, log, Some(layout))).collect(),
        ),
        clusters: clusters(&plan.clusters),
        routes: routes(&plan.routes),
        filter: Document::new(vec![json!({
            "@type": "type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig",
            "name": FILTER_NAME,
            "typed_config": wasm(&plan.filter),
        })]),
        secrets: secrets.collect(),
    }
}

/// The document for some clusters alone: more of them can be known to Envoy than a plan still uses.
pub fn clusters(clusters: &[Cluster]) -> Document {
    Document::new(clusters.iter().map(cluster).collect())
}

/// The document for some native routes alone, more than a plan uses.
pub fn routes(natives: &BTreeMap<String, Native>) -> Document {
    Document::new(vec![route_configuration(natives)])
}

/// The file of a secret.
pub fn secret_file(name: &str) -> String {
    format!("sds.{name}.json")
}

/// A source that Envoy reads again whenever something is moved into the file's directory. That serves
/// an atomic rename as well as a mounted ConfigMap, which swaps a link beside the file.
pub(crate) fn watched(file: &Path) -> Value {
    let directory = file.parent().unwrap_or(Path::new("/"));
    json!({
        "path_config_source": {
            "path": file.to_string_lossy(),
            "watched_directory": { "path": directory.to_string_lossy() },
        },
        "resource_api_version": "V3",
    })
}

// === impl Layout ===

impl Layout {
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into() }
    }

    pub fn part(&self, part: Part) -> PathBuf {
        self.directory.join(part.file())
    }

    pub fn secret(&self, name: &str) -> PathBuf {
        self.directory.join(secret_file(name))
    }
}

// === impl Resources ===

impl Resources {
    pub fn part(&self, part: Part) -> &Document {
        match part {
            Part::Clusters => &self.clusters,
            Part::Routes => &self.routes,
            Part::Filter => &self.filter,
            Part::Listeners => &self.listeners,
        }
    }
}

// === impl Document ===

impl Document {
    /// The same content under another version, for whoever has to tell two writings of it apart.
    pub fn with_version(&self, version: String) -> Self {
        let mut json = self.json.clone();
        json["version_info"] = version.as_str().into();
        Self { version, json }
    }

    fn new(resources: Vec<Value>) -> Self {
        let resources = Value::Array(resources);
        let version = format!("{:016x}", FixedState::default().hash_one(resources.to_string()));
        Self { json: json!({ "version_info": version, "resources": resources }), version }
    }
}
