use std::hash::BuildHasher;
use std::path::{Path, PathBuf};

use engine::compile::Native;
use foldhash::quality::FixedState;
use serde_json::Value;

use crate::cluster::cluster;
use crate::connection_manager::Routes;
use crate::contract::FILTER_NAME;
use crate::filter::{EXTENSION_TYPE, discovered, encoded, wasm};
use crate::json::json;
use crate::listener::listener;
use crate::part::Part;
use crate::plan::{Cluster, Filter, Plan};
use crate::protobuf::Message;
use crate::route::route_configuration;
use crate::secret::secret;

/// Where Envoy finds the documents: one directory, as Envoy sees it.
#[derive(Debug, Clone)]
pub struct Layout {
    directory: PathBuf,
    filter: Form,
}

/// How the filter's configuration is written. Envoy goes by the name of the file.
#[derive(Debug, Clone, Copy)]
struct Form {
    file: &'static str,
    document: fn(&Filter) -> Document,
}

/// The documents that make up a plan, one for each of Envoy's discovery services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resources {
    pub listeners: Document,
    pub clusters: Document,
    pub routes: Document,
    pub filter: Document,
    /// In the order of the plan: by the name of the secret. Envoy takes each from a file of its own.
    pub secrets: Vec<(String, Document)>,
}

/// A discovery response in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Follows from the content, so equal documents have equal versions. Envoy repeats it in its
    /// statistics once it has accepted the document.
    pub version: String,
    content: Content,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    Json(Value),
    /// The resource, without the response around it.
    Protobuf(Vec<u8>),
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
        filter: (layout.filter.document)(&plan.filter),
        secrets: secrets.collect(),
    }
}

/// The document for some clusters alone: more of them can be known to Envoy than a plan still uses.
pub fn clusters(clusters: &[Cluster]) -> Document {
    Document::new(clusters.iter().map(cluster).collect())
}

/// The document for some native routes alone, more than a plan uses.
pub fn routes(natives: &[(String, Native)]) -> Document {
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
    /// For people: everything is JSON.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        let filter = Form { file: Part::Filter.file(), document: Document::of };
        Self { directory: directory.into(), filter }
    }

    /// For Envoy alone: the table, which is most of it, is as quick to read as can be.
    pub fn compact(directory: impl Into<PathBuf>) -> Self {
        let filter = Form { file: "ecds.pb", document: Document::compact };
        Self { directory: directory.into(), filter }
    }

    pub fn part(&self, part: Part) -> PathBuf {
        let file = match part {
            Part::Filter => self.filter.file,
            part => part.file(),
        };
        self.directory.join(file)
    }

    pub fn secret(&self, name: &str) -> PathBuf {
        self.directory.join(secret_file(name))
    }
}

// === impl Resources ===

impl Resources {
    /// The document of a secret.
    pub fn secret(&self, name: &str) -> Option<&Document> {
        let place = self.secrets.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        self.secrets.get(place).map(|(_, document)| document)
    }

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
        Self { version, content: self.content.clone() }
    }

    /// What is in the file.
    pub fn bytes(&self) -> Vec<u8> {
        match &self.content {
            Content::Json(_) => self.json().to_string().into_bytes(),
            Content::Protobuf(resource) => {
                Message::default().text(1, &self.version).bytes(2, resource).into_bytes()
            }
        }
    }

    /// The same for people. Of a compact document there is nothing that they could read.
    pub fn json(&self) -> Value {
        let resources = match &self.content {
            Content::Json(resources) => resources.clone(),
            Content::Protobuf(_) => Value::Null,
        };
        json!({ "version_info": self.version, "resources": resources })
    }

    fn new(resources: Vec<Value>) -> Self {
        let text = serde_json::to_vec(&resources).unwrap_or_default();
        Self { version: version(&text), content: Content::Json(Value::Array(resources)) }
    }

    fn of(filter: &Filter) -> Self {
        Self::new(vec![json!({
            "@type": EXTENSION_TYPE,
            "name": FILTER_NAME,
            "typed_config": wasm(filter),
        })])
    }

    fn compact(filter: &Filter) -> Self {
        let resource = Message::default().text(1, EXTENSION_TYPE).message(2, &encoded(filter)).into_bytes();
        Self { version: version(&resource), content: Content::Protobuf(resource) }
    }
}

fn version(content: &[u8]) -> String {
    format!("{:016x}", FixedState::default().hash_one(content))
}
