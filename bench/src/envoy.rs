//! Envoys to measure: all on loopback, with one listener.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use envoy_config::{
    Admin, Bootstrap, Cluster, Endpoints, Filter, Layout, Plan, PluginConfiguration, Protocol, Serves,
    Socket, bootstrap, resources, static_bootstrap,
};
use serde_json::{Value, json};

use crate::engine::served;
use crate::workload::{Action, CLUSTERS, Workload, cluster_name, definition, virtual_hosts};

/// What decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Nothing: one route takes every request.
    One,
    /// The same, in the connection manager that Gatewright configures.
    Manager,
    /// The workload as routes of Envoy's own.
    Routes,
    /// A module that does nothing, and one route.
    Idle,
    /// Gatewright.
    Ours,
}

/// An Envoy with one worker.
#[derive(Debug, Clone)]
pub struct Scene {
    pub port: u16,
    /// Where every cluster's endpoint is.
    pub backend: u16,
    pub module: PathBuf,
    pub admin: PathBuf,
}

impl Subject {
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "one" => Self::One,
            "manager" => Self::Manager,
            "routes" => Self::Routes,
            // Of whatever makes it do nothing.
            "idle" | "sdk" => Self::Idle,
            "ours" => Self::Ours,
            _ => return None,
        })
    }
}

impl Scene {
    fn plan(&self, workload: &Workload) -> Plan {
        let local = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let cluster = |number| Cluster {
            name: cluster_name(number),
            endpoints: Endpoints::Static(vec![SocketAddr::new(local, self.backend)]),
            protocol: Protocol::Http1,
            tls: None,
            retry_budget: None,
        };
        let socket = Socket {
            name: "default/edge:80".to_owned(),
            address: local,
            port: self.port,
            serves: Serves::Http,
        };
        Plan {
            sockets: vec![socket],
            clusters: (0..CLUSTERS).map(cluster).collect(),
            secrets: Vec::new(),
            routes: Default::default(),
            filter: Filter {
                module: self.module.clone(),
                configuration: PluginConfiguration::Bundle(served(&definition(workload))),
            },
            access_log: None,
        }
    }

    fn options(&self) -> Bootstrap {
        Bootstrap { node_id: "bench".to_owned(), admin: Some(Admin::Unix(self.admin.clone())) }
    }

    /// Everything in one document.
    pub fn bootstrap(&self, workload: &Workload, subject: Subject, action: Action) -> Value {
        let mut document = static_bootstrap(&self.options(), &self.plan(workload));
        let Some(manager) =
            document.pointer_mut("/static_resources/listeners/0/filter_chains/0/filters/0/typed_config")
        else {
            return document;
        };
        let answer = json!({ "status": 200 });
        let everything = |cluster: &str| match action {
            Action::Answer => json!({ "match": { "prefix": "/" }, "direct_response": answer }),
            Action::Forward => {
                json!({ "match": { "prefix": "/" }, "route": { "cluster": cluster, "timeout": "0s" } })
            }
        };
        let host = |routes: Value| json!([{ "name": "bench", "domains": ["*"], "routes": routes }]);
        let one = host(json!([everything(&cluster_name(0))]));
        match subject {
            Subject::Ours => {
                if action == Action::Answer {
                    let route = &mut manager["route_config"]["virtual_hosts"][0]["routes"][0];
                    if let Some(fields) = route.as_object_mut() {
                        fields.remove("route");
                    }
                    route["direct_response"] = answer;
                }
            }
            Subject::Manager => {
                keep_filters(manager, &["envoy.filters.http.router"]);
                manager["route_config"]["virtual_hosts"] = one;
            }
            Subject::Idle => {
                keep_filters(manager, &["gatewright", "envoy.filters.http.router"]);
                plain(manager);
                manager["route_config"]["virtual_hosts"] = one;
            }
            Subject::One | Subject::Routes => {
                keep_filters(manager, &["envoy.filters.http.router"]);
                plain(manager);
                manager["route_config"]["virtual_hosts"] =
                    if subject == Subject::One { one } else { virtual_hosts(workload, action) };
            }
        }
        document
    }

    /// A bootstrap and the files that Envoy follows, by their paths, as `gatewright serve` writes them.
    pub fn followed(&self, workload: &Workload, directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let layout = Layout::compact(directory);
        let plan = self.plan(workload);
        let files = resources(&plan, &layout);
        let parts =
            envoy_config::Part::ORDER.into_iter().map(|part| (layout.part(part), files.part(part).bytes()));
        let mut all: Vec<_> = parts.collect();
        all.push((
            directory.join("bootstrap.json"),
            bootstrap(&self.options(), &layout).to_string().into_bytes(),
        ));
        all
    }
}

fn keep_filters(manager: &mut Value, names: &[&str]) {
    if let Some(filters) = manager["http_filters"].as_array_mut() {
        filters.retain(|filter| names.iter().any(|name| filter["name"] == *name));
    }
}

/// Envoy's defaults in place of what Gatewright sets.
fn plain(manager: &mut Value) {
    if let Some(fields) = manager.as_object_mut() {
        fields.retain(|name, _| {
            ["@type", "stat_prefix", "http_filters", "route_config"].contains(&name.as_str())
        });
    }
}
