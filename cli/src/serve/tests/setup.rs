use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use envoy_config::{Cluster, Endpoints, Filter, Plan, PluginConfiguration, Protocol, Serves, Socket};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1::SendRequest;
use hyper::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use tempfile::TempDir;
use tokio::net::TcpStream;

use crate::serve::envoy::{Envoy, Options};

/// A socket of an Envoy and a filter that sends everything to one cluster.
pub(super) struct Setup {
    pub(super) socket: SocketAddr,
    module: PathBuf,
    _directory: TempDir,
}

impl Setup {
    pub(super) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let module = directory.path().join("filter.wasm");
        std::fs::write(&module, wat::parse_str(include_str!("filter.wat")).unwrap()).unwrap();
        Self { socket: free(), module, _directory: directory }
    }

    pub(super) fn plan(&self, target: &str, clusters: Vec<Cluster>) -> Plan {
        let socket = self.socket;
        Plan {
            sockets: vec![Socket {
                name: "default/web:80".into(),
                address: socket.ip(),
                port: socket.port(),
                serves: Serves::Http,
            }],
            clusters,
            secrets: vec![],
            routes: Default::default(),
            filter: Filter {
                module: self.module.clone(),
                configuration: PluginConfiguration::Bundle(target.into()),
            },
            access_log: None,
        }
    }
}

pub(super) fn free() -> SocketAddr {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap()
}

pub(super) fn cluster(name: &str, address: SocketAddr) -> Cluster {
    let endpoints = Endpoints::Static(vec![address]);
    Cluster { name: name.into(), endpoints, protocol: Protocol::Http1, tls: None, retry_budget: None }
}

pub(super) fn options() -> Options {
    Options {
        binary: std::env::var_os("ENVOY").unwrap_or_else(|| "envoy".into()).into(),
        workers: Some(2),
        grace: Duration::from_millis(500),
        log: Box::new(|line| eprintln!("envoy: {line:?}")),
    }
}

pub(super) async fn start(plan: &Plan) -> Envoy {
    match Envoy::start(options(), plan).await {
        Ok(envoy) => envoy,
        Err(error) => panic!("{error}"),
    }
}

/// A client with one connection, on which it never tries a request twice.
pub(super) struct Client {
    address: SocketAddr,
    sender: SendRequest<Empty<Bytes>>,
}

impl Client {
    pub(super) async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        Self { address, sender }
    }

    /// The status and the body, or what happened to the request.
    pub(super) async fn get(&mut self, path: &str) -> Result<(StatusCode, String), hyper::Error> {
        self.get_with(path, &[]).await
    }

    pub(super) async fn get_with(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<(StatusCode, String), hyper::Error> {
        let request = Request::get(path).header(header::HOST, "example.com");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let response = self.sender.send_request(request.body(Empty::new()).unwrap()).await?;
        let status = response.status();
        let closes = response.headers().get(header::CONNECTION).is_some_and(|it| it == "close");
        let body = response.into_body().collect().await?.to_bytes();
        if closes {
            *self = Self::connect(self.address).await;
        }
        Ok((status, String::from_utf8(body.to_vec()).unwrap()))
    }
}
