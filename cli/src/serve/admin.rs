use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::UnixStream;

use super::piece::Piece;

/// Envoy's administration interface, on a socket that only this user may open.
#[derive(Debug, Clone)]
pub(super) struct Admin {
    socket: Arc<PathBuf>,
}

/// How far Envoy has come with a part.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// The version of the last document that Envoy took.
    pub(super) version: String,
    /// How many documents it refused, or could not read.
    pub(super) refused: u64,
    /// How often all workers had put a document into use. Only the filter counts this.
    pub(super) in_use: u64,
}

impl Admin {
    pub(super) fn new(socket: PathBuf) -> Self {
        Self { socket: Arc::new(socket) }
    }

    /// Whether the first configuration is loaded and the listeners are open.
    pub(super) async fn is_live(&self) -> bool {
        self.get("/ready").await.is_ok_and(|(status, _)| status == StatusCode::OK)
    }

    pub(super) async fn standing(&self, piece: &Piece) -> io::Result<Standing> {
        let prefix = piece.statistics();
        let statistics = self.statistics(&prefix).await?;
        let number = |name: &str| {
            statistics
                .get(&format!("{prefix}{name}"))
                .and_then(|value| value.parse::<u64>().ok())
                .unwrap_or(0)
        };
        let version = statistics.get(&format!("{prefix}version_text"));
        Ok(Standing {
            version: version.map(|text| text.trim_matches('"').to_owned()).unwrap_or_default(),
            refused: number("update_rejected") + number("update_failure"),
            in_use: number("config_reload"),
        })
    }

    /// Whether some cluster has yet to learn its addresses.
    pub(super) async fn is_warming(&self) -> io::Result<bool> {
        let statistics = self.statistics("cluster_manager.warming_clusters").await?;
        Ok(statistics.values().any(|value| value != "0"))
    }

    /// The requests that each cluster is busy with, or that wait for a connection to it.
    pub(super) async fn requests(&self) -> io::Result<Requests> {
        let mut active = HashMap::new();
        for (name, value) in self.statistics("upstream_rq_active|upstream_rq_pending_active").await? {
            let Some((cluster, "upstream_rq_active" | "upstream_rq_pending_active")) = name.rsplit_once('.')
            else {
                continue;
            };
            *active.entry(cluster.to_owned()).or_default() += value.parse::<u64>().unwrap_or(0);
        }
        Ok(Requests { active })
    }

    async fn statistics(&self, filter: &str) -> io::Result<HashMap<String, String>> {
        let (_, text) = self.get(&format!("/stats?filter={filter}")).await?;
        Ok(text
            .lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect())
    }

    async fn get(&self, path: &str) -> io::Result<(StatusCode, String)> {
        let stream = UnixStream::connect(&*self.socket).await?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
        let exchange = async {
            let request = Request::get(path).header(header::HOST, "envoy").body(Empty::<Bytes>::new());
            let response = sender.send_request(request.map_err(io::Error::other)?).await;
            let response = response.map_err(io::Error::other)?;
            let status = response.status();
            let body = response.into_body().collect().await.map_err(io::Error::other)?.to_bytes();
            Ok((status, String::from_utf8_lossy(&body).into_owned()))
        };
        tokio::pin!(exchange);
        tokio::select! {
            answer = &mut exchange => answer,
            // The connection ends when Envoy does, or when it has said everything.
            end = connection => match end {
                Ok(()) => exchange.await,
                Err(error) => Err(io::Error::other(error)),
            },
        }
    }
}

/// Requests under way, by cluster.
#[derive(Debug)]
pub(super) struct Requests {
    active: HashMap<String, u64>,
}

impl Requests {
    pub(super) fn of(&self, cluster: &str) -> u64 {
        // Envoy keeps `:` out of the names of its statistics.
        let name = format!("cluster.{}", cluster.replace(':', "_"));
        self.active.get(&name).copied().unwrap_or(0)
    }
}
