use std::convert::Infallible;
use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::metadata::MetadataMap;
use tonic::server::{ClientStreamingService, Grpc, ServerStreamingService, StreamingService, UnaryService};
use tonic::{Code, Status, Streaming};

use super::text::Text;

type Answer<T> = Pin<Box<dyn Future<Output = Result<tonic::Response<T>, Status>> + Send>>;
type Words = ReceiverStream<Result<String, Status>>;

/// A gRPC server with any service. Its messages begin with its own name. The methods `Count` (several answers),
/// `Join` (several questions) and `Chat` (both) stream; all others take one message and give one: `Fail` gives a status.
pub(super) struct Server {
    address: SocketAddr,
    _runtime: Runtime,
}

// === impl Server ===

impl Server {
    pub(super) fn start(name: &'static str) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().fallback(move |request: Request| serve(name, request));
        runtime.spawn(async move { axum::serve(listener, app).await });
        Self { address, _runtime: runtime }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }
}

async fn serve(name: &'static str, request: Request) -> Result<Response, Infallible> {
    let path = request.uri().path().to_owned();
    let method = path.rsplit('/').next().unwrap_or_default().to_owned();
    let (mut grpc, methods) = (Grpc::new(Text), Methods { name, path });
    let response = match method.as_str() {
        "Count" => grpc.server_streaming(methods, request).await,
        "Join" => grpc.client_streaming(methods, request).await,
        "Chat" => grpc.streaming(methods, request).await,
        _ => grpc.unary(methods, request).await,
    };
    Ok(response.map(Body::new))
}

/// One call.
struct Methods {
    name: &'static str,
    path: String,
}

impl UnaryService<String> for Methods {
    type Response = String;
    type Future = Answer<String>;

    fn call(&mut self, request: tonic::Request<String>) -> Self::Future {
        let (name, path) = (self.name, self.path.clone());
        Box::pin(async move {
            if path.ends_with("/Fail") {
                let mut why = MetadataMap::new();
                why.insert("x-why", "trailers carry it".parse().unwrap());
                return Err(Status::with_metadata(Code::ResourceExhausted, "no more of it", why));
            }
            let (metadata, _, message) = request.into_parts();
            let seen = metadata.get("x-seen").map_or("", |value| value.to_str().unwrap_or_default());
            let mut response = tonic::Response::new(format!("{name} {path} {message}{seen}"));
            response.metadata_mut().insert("x-server", name.parse().unwrap());
            Ok(response)
        })
    }
}

impl ServerStreamingService<String> for Methods {
    type Response = String;
    type ResponseStream = Words;
    type Future = Answer<Words>;

    fn call(&mut self, request: tonic::Request<String>) -> Self::Future {
        let (name, count) = (self.name, request.into_inner().parse().unwrap_or(0));
        Box::pin(async move {
            let (sender, words) = mpsc::channel(1);
            tokio::spawn(async move {
                for number in 0..count {
                    if sender.send(Ok(format!("{name} {number}"))).await.is_err() {
                        break;
                    }
                }
            });
            Ok(tonic::Response::new(ReceiverStream::new(words)))
        })
    }
}

impl ClientStreamingService<String> for Methods {
    type Response = String;
    type Future = Answer<String>;

    fn call(&mut self, request: tonic::Request<Streaming<String>>) -> Self::Future {
        let name = self.name;
        Box::pin(async move {
            let (mut words, mut joined) = (request.into_inner(), name.to_owned());
            while let Some(word) = words.message().await? {
                joined = format!("{joined} {word}");
            }
            Ok(tonic::Response::new(joined))
        })
    }
}

impl StreamingService<String> for Methods {
    type Response = String;
    type ResponseStream = Words;
    type Future = Answer<Words>;

    fn call(&mut self, request: tonic::Request<Streaming<String>>) -> Self::Future {
        let name = self.name;
        Box::pin(async move {
            let (sender, answers) = mpsc::channel(1);
            let mut words = request.into_inner();
            tokio::spawn(async move {
                while let Ok(Some(word)) = words.message().await {
                    if sender.send(Ok(format!("{name} {word}"))).await.is_err() {
                        break;
                    }
                }
            });
            Ok(tonic::Response::new(ReceiverStream::new(answers)))
        })
    }
}
