//! An authorizer that speaks gRPC, Envoy's `envoy.service.auth.v3.Authorization`, hand-framed.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

pub(crate) struct Authorizer {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
    _runtime: Runtime,
}

/// A `CheckResponse` that says nothing but yes.
pub(crate) const OK: &[u8] = &[];

/// A `CheckResponse` whose status is `PERMISSION_DENIED`.
pub(crate) fn denied() -> Vec<u8> {
    field(1, &[0x08, 7])
}

/// A `CheckResponse` that says yes and wants these headers in the request.
pub(crate) fn with_headers(headers: &[(&str, &str)]) -> Vec<u8> {
    let option = |(name, value): &(&str, &str)| {
        field(2, &field(1, &[field(1, name.as_bytes()), field(2, value.as_bytes())].concat()))
    };
    field(3, &headers.iter().flat_map(option).collect::<Vec<_>>())
}

/// A field of protobuf whose length takes one byte.
fn field(number: u8, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).unwrap();
    assert!(length < 128);
    [&[number << 3 | 2, length], content].concat()
}

impl Authorizer {
    /// The script is given the bytes of a `CheckRequest`, in which texts can be looked for.
    pub(crate) fn start(script: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (script, all) = (Arc::new(script), Arc::clone(&seen));
        let app = Router::new().fallback(move |body: Bytes| {
            let (script, all) = (Arc::clone(&script), Arc::clone(&all));
            async move {
                let text = String::from_utf8_lossy(&body).into_owned();
                let message = script(&text);
                all.lock().unwrap().push(text);
                answer(&message)
            }
        });
        runtime.spawn(async move { axum::serve(listener, app).await });
        Self { address, seen, _runtime: runtime }
    }

    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

/// A message that is not compressed, and the trailers of a call that went well.
fn answer(message: &[u8]) -> Response<Body> {
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    let frame = [&[0], length.as_slice(), message].concat();
    let trailers = HeaderMap::from_iter([("grpc-status".parse().unwrap(), "0".parse().unwrap())]);
    let body = Full::new(Bytes::from(frame)).with_trailers(async move { Some(Ok(trailers)) });
    Response::builder().header("content-type", "application/grpc").body(Body::new(body)).unwrap()
}
