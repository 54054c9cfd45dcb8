use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;

use engine::compile::{Native, Retry};
use serde_json::json;

use crate::{AccessLog, Cluster, Endpoints, Filter, Plan, PluginConfiguration, Protocol, Socket};

/// A plan with at least one of everything.
pub(super) fn everything(module: &Path) -> Plan {
    Plan {
        sockets: vec![
            socket("default/web:80", Ipv4Addr::UNSPECIFIED.into(), 18080),
            socket("default/web:8080", Ipv6Addr::LOCALHOST.into(), 18081),
        ],
        clusters: vec![
            cluster("default/a:80", Endpoints::Static(vec!["127.0.0.1:1".parse().unwrap()]), Protocol::Http1),
            cluster("default/v6:80", Endpoints::Static(vec!["[::1]:1".parse().unwrap()]), Protocol::Http2),
            cluster("default/none:80", Endpoints::Static(vec![]), Protocol::Http1),
            cluster(
                "default/name:80",
                Endpoints::Dns(vec![("localhost".into(), 80), ("localhost".into(), 81)]),
                Protocol::Http1,
            ),
        ],
        secrets: vec![],
        routes: natives().into_iter().map(|native| (native.name(), native)).collect(),
        filter: Filter {
            module: module.to_path_buf(),
            configuration: PluginConfiguration::Bundle(b"\0table\xff".to_vec()),
        },
        access_log: Some(AccessLog::Stdout),
    }
}

pub(super) fn manifests(module: &Path) -> Filter {
    let configuration = PluginConfiguration::Manifests(json!({ "documents": [] }));
    Filter { module: module.to_path_buf(), configuration }
}

fn socket(name: &str, address: IpAddr, port: u16) -> Socket {
    Socket { name: name.into(), address, port }
}

fn cluster(name: &str, endpoints: Endpoints, protocol: Protocol) -> Cluster {
    Cluster { name: name.into(), endpoints, protocol, tls: None }
}

fn natives() -> Vec<Native> {
    vec![
        Native { request_timeout: Some(0), ..Native::default() },
        Native {
            request_timeout: Some(600_001),
            backend_request_timeout: Some(1500),
            retry: Some(Retry { codes: vec![500, 503], attempts: Some(3), backoff: Some(1) }),
        },
        Native { retry: Some(Retry { codes: vec![], attempts: None, backoff: None }), ..Native::default() },
    ]
}
