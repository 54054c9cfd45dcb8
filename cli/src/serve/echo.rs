use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header;
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::identity::acceptor;

/// The first byte of a TLS connection.
const HANDSHAKE: u8 = 0x16;

/// What a backend answers to what does not look like a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Habits {
    /// All are requests.
    pub(crate) requests: bool,
    /// It answers datagrams, too.
    pub(crate) datagrams: bool,
}

/// A backend of HTTPRoutes and GRPCRoutes alone.
#[cfg(test)]
pub(super) const REQUESTS: Habits = Habits { requests: true, datagrams: false };

/// A backend that stands for one port of a Service. It answers requests, over HTTP/1.1 or HTTP/2, with
/// what it was asked, and gives anything else back as it came. Who begins with a TLS handshake gets one, and the
/// same inside. It ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Echo {
    address: SocketAddr,
    // Ends when it is dropped.
    _servers: JoinSet<()>,
}

#[derive(Debug)]
struct Identity {
    service: String,
    port: u16,
    address: SocketAddr,
}

// === impl Echo ===

impl Echo {
    /// `service` is a namespace and a name, `port` the port of the Service. The backend itself listens
    /// on any free port of this machine.
    pub(crate) async fn start(service: &str, port: u16, habits: Habits) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let mut servers = JoinSet::new();
        if habits.datagrams {
            servers.spawn(datagrams(UdpSocket::bind(address).await?));
        }
        let tls = acceptor(service)?;
        let identity = Arc::new(Identity { service: service.to_owned(), port, address });
        let app = Router::new().fallback(echo).with_state(identity);
        let (sender, streams) = channel(1);
        servers.spawn(async move {
            // It goes on after every failure, so this ends only when it is aborted.
            let _ = axum::serve(Requests { streams, address }, app).await;
        });
        servers.spawn(connections(listener, tls, sender, habits.requests));
        Ok(Self { address, _servers: servers })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

trait Stream: AsyncBufRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncBufRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Connections on which somebody sent a request.
struct Requests {
    streams: Receiver<Box<dyn Stream>>,
    address: SocketAddr,
}

impl axum::serve::Listener for Requests {
    type Io = Box<dyn Stream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.streams.recv().await {
            Some(stream) => (stream, self.address),
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}

async fn connections(
    listener: TcpListener,
    tls: TlsAcceptor,
    requests: Sender<Box<dyn Stream>>,
    only_requests: bool,
) {
    let mut served = JoinSet::new();
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            let (tls, requests) = (tls.clone(), requests.clone());
            served.spawn(async move {
                // A client that breaks off concerns nobody else.
                let _ = connection(stream, tls, requests, only_requests).await;
            });
        }
        while served.try_join_next().is_some() {}
    }
}

async fn connection(
    stream: TcpStream,
    tls: TlsAcceptor,
    requests: Sender<Box<dyn Stream>>,
    only_requests: bool,
) -> io::Result<()> {
    let mut stream: Box<dyn Stream> = Box::new(BufReader::new(stream));
    if stream.fill_buf().await?.first() == Some(&HANDSHAKE) {
        stream = Box::new(BufReader::new(tls.accept(stream).await?));
    }
    if only_requests || is_request(stream.fill_buf().await?) {
        // The receiver lives as long as the echo.
        let _ = requests.send(stream).await;
        return Ok(());
    }
    let (mut from, mut to) = tokio::io::split(stream);
    tokio::io::copy(&mut from, &mut to).await?;
    to.shutdown().await
}

/// Whether the first line ends as that of HTTP/1.1 or HTTP/2.
fn is_request(bytes: &[u8]) -> bool {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.windows(6).any(|word| word == b" HTTP/")
}

async fn datagrams(socket: UdpSocket) {
    let mut buffer = vec![0; usize::from(u16::MAX)];
    loop {
        // A client that is gone already is told as an error of the next call.
        if let Ok((size, client)) = socket.recv_from(&mut buffer).await {
            let _ = socket.send_to(buffer.get(..size).unwrap_or_default(), client).await;
        }
    }
}

async fn echo(State(identity): State<Arc<Identity>>, request: Request) -> Json<Value> {
    // HTTP/2 has the host in the request line.
    let authority = request.uri().authority().map(|it| it.as_str().to_owned());
    let header = request.headers().get(header::HOST);
    let host = authority.or_else(|| header.map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned()));
    Json(json!({
        "service": identity.service,
        "port": identity.port,
        "backend": identity.address.to_string(),
        "method": request.method().as_str(),
        "path": request.uri().path_and_query().map(|it| it.as_str()),
        "host": host,
        "headers": headers(&request),
    }))
}

/// Every value of every header, in order.
fn headers(request: &Request) -> Value {
    let mut out = Map::new();
    for (name, value) in request.headers() {
        let values = out.entry(name.as_str()).or_insert_with(|| json!([]));
        if let Some(values) = values.as_array_mut() {
            values.push(String::from_utf8_lossy(value.as_bytes()).into());
        }
    }
    Value::Object(out)
}
