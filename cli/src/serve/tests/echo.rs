use http_body_util::{BodyExt, Empty};
use hyper::Request;
use hyper::body::Bytes;
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::serve::echo::{Echo, REQUESTS};

#[tokio::test]
async fn an_echo_tells_what_it_was_asked() {
    let echo = Echo::start("default/foo-svc", 8080, REQUESTS).await.unwrap();
    let stream = TcpStream::connect(echo.address()).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::post("/a?b=c").header("host", "h:1").header("x", "1").header("x", "2");
    let response = sender.send_request(request.body(Empty::<Bytes>::new()).unwrap()).await.unwrap();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(
        serde_json::from_slice::<Value>(&body).unwrap(),
        json!({
            "service": "default/foo-svc",
            "port": 8080,
            "backend": echo.address().to_string(),
            "method": "POST",
            "path": "/a?b=c",
            "host": "h:1",
            "headers": { "host": ["h:1"], "x": ["1", "2"] },
        })
    );
}

#[tokio::test]
async fn an_echo_speaks_http2_to_those_who_begin_with_it() {
    let echo = Echo::start("default/foo-svc", 8080, REQUESTS).await.unwrap();
    let stream = TcpStream::connect(echo.address()).await.unwrap();
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::get("http://h.example/").body(Empty::<Bytes>::new()).unwrap();
    let response = sender.send_request(request).await.unwrap();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(serde_json::from_slice::<Value>(&body).unwrap()["host"], "h.example");
}
