use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;
use std::sync::LazyLock;

use engine::attach::RetryBudget;
use engine::compile::{ExternalAuth, Mirror, Native, Retry};
use rcgen::CertifiedKey;
use serde_json::json;

use crate::{
    AccessLog, Authorities, Chain, Clients, Cluster, Endpoints, Filter, Material, Plan, PluginConfiguration,
    Protocol, Secret, Serves, Socket, Stream, SubjectName, Termination, UpstreamTls,
};

/// A plan with at least one of everything.
pub(super) fn everything(module: &Path) -> Plan {
    let (certificate, key) = key_pair();
    let authorities = module.with_file_name("authorities.pem");
    Plan {
        sockets: vec![
            socket("default/web:80", Ipv4Addr::UNSPECIFIED.into(), 18080),
            socket("default/web:8080", Ipv6Addr::LOCALHOST.into(), 18081),
            Socket {
                serves: Serves::Tls(chains()),
                ..socket("default/web:443", Ipv6Addr::LOCALHOST.into(), 18082)
            },
            Socket {
                serves: Serves::Tcp(stream(&[(Ok("default/a:80"), 3), (Err("invalid_backend_ref"), 1)])),
                ..socket("default/web:25", Ipv4Addr::UNSPECIFIED.into(), 18083)
            },
            Socket {
                serves: Serves::Udp(stream(&[
                    (Ok("default/a:80"), 3),
                    (Ok("default/v6:80"), 1),
                    (Err("invalid_backend_ref"), 1),
                ])),
                ..socket("default/web:53/udp", Ipv4Addr::UNSPECIFIED.into(), 18083)
            },
            Socket {
                serves: Serves::Udp(stream(&[(Err("no_route"), 1)])),
                ..socket("default/web:54/udp", Ipv4Addr::UNSPECIFIED.into(), 18084)
            },
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
            Cluster {
                tls: Some(tls(
                    Authorities::Pem(certificate.clone()),
                    Some((certificate.clone(), key.clone())),
                )),
                ..cluster("default/tls:443+h2@default/web", Endpoints::Static(vec![]), Protocol::Http2)
            },
            Cluster {
                tls: Some(tls(Authorities::File(authorities), None)),
                ..cluster("default/tls:443+tls", Endpoints::Static(vec![]), Protocol::Any)
            },
        ],
        secrets: vec![
            Secret {
                name: "cert.default.web".into(),
                object: "Secret default/web".into(),
                material: Material::KeyPair { certificate: certificate.clone(), key },
            },
            Secret {
                name: "clients.default.web.443".into(),
                object: "the authorities of default/web".into(),
                material: Material::Authorities(certificate),
            },
        ],
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
    Socket { name: name.into(), address, port, serves: Serves::Http }
}

/// The same within one process, so that equal plans are equal.
pub(super) fn key_pair() -> (String, String) {
    static KEY_PAIR: LazyLock<(String, String)> = LazyLock::new(|| {
        let names = vec!["a.example".to_owned()];
        let CertifiedKey { cert, signing_key } = rcgen::generate_simple_self_signed(names).unwrap();
        (cert.pem(), signing_key.serialize_pem())
    });
    KEY_PAIR.clone()
}

/// Requests, requests of clients with and without a certificate, connections inside and with their TLS.
fn chains() -> Vec<Chain> {
    let termination = |optional: Option<bool>| Termination {
        certificates: vec!["cert.default.web".into()],
        clients: optional.map(|optional| Clients { authorities: "clients.default.web.443".into(), optional }),
    };
    let connections = || Some(stream(&[(Ok("default/a:80"), 1)]));
    vec![
        Chain { name: "a.example".into(), tls: Some(termination(None)), stream: None },
        Chain { name: "*.a.example".into(), tls: Some(termination(Some(true))), stream: None },
        Chain { name: "b.example".into(), tls: Some(termination(Some(false))), stream: None },
        Chain { name: "c.example".into(), tls: Some(termination(None)), stream: connections() },
        Chain { name: String::new(), tls: None, stream: connections() },
    ]
}

fn stream(shares: &[(Result<&str, &'static str>, u32)]) -> Stream {
    let shares = shares.iter().map(|(cluster, weight)| (cluster.map(str::to_owned), *weight));
    Stream { listener: "default/web/a".into(), rule: Some("default/r/0".into()), shares: shares.collect() }
}

fn tls(authorities: Authorities, certificate: Option<(String, String)>) -> UpstreamTls {
    UpstreamTls {
        server_name: "backend.example".into(),
        names: vec![
            SubjectName::Dns("backend.example".into()),
            SubjectName::Dns("*.backend.example".into()),
            SubjectName::Uri("spiffe://example/backend".into()),
        ],
        authorities,
        certificate,
    }
}

fn cluster(name: &str, endpoints: Endpoints, protocol: Protocol) -> Cluster {
    let retry_budget = Some(RetryBudget { percent: 20, interval: 10_000, least: 10 });
    Cluster { name: name.into(), endpoints, protocol, tls: None, retry_budget }
}

pub(super) fn natives() -> Vec<Native> {
    vec![
        Native { request_timeout: Some(0), ..Native::default() },
        Native {
            request_timeout: Some(600_001),
            backend_request_timeout: Some(1500),
            retry: Some(Retry { codes: vec![500, 503], attempts: Some(3), backoff: Some(1) }),
            mirrors: vec![
                Mirror { cluster: "default/a:80".into(), numerator: 1, denominator: 3 },
                Mirror { cluster: "default/v6:80".into(), numerator: 100, denominator: 100 },
            ],
            external_auth: None,
            session: true,
        },
        Native { external_auth: Some(authorizer(false)), ..Native::default() },
        Native { external_auth: Some(authorizer(true)), ..Native::default() },
        Native { retry: Some(Retry { codes: vec![], attempts: None, backoff: None }), ..Native::default() },
    ]
}

fn authorizer(grpc: bool) -> ExternalAuth {
    ExternalAuth {
        cluster: "default/v6:80".into(),
        grpc,
        path: "check/".into(),
        allowed_headers: vec!["x-user".into()],
        allowed_response_headers: vec![],
        max_body: 1000,
    }
}
