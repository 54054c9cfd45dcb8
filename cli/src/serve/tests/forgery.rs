//! What a client says to our filter or to Envoy's router is not heard.

use serde_json::Value;

use super::setup::{Client, Setup, cluster, start};
use crate::serve::echo::{Echo, REQUESTS};

#[tokio::test]
async fn a_client_cannot_name_the_cluster() {
    let setup = Setup::new();
    let echo = Echo::start("default/a", 80, REQUESTS).await.unwrap();
    let _envoy = start(&setup.plan("-", vec![cluster("a", echo.address())])).await;
    let mut client = Client::connect(setup.socket).await;
    let (status, _) = client.get_with("/", &[("X-Gatewright-Cluster", "a")]).await.unwrap();
    assert_eq!(status, 500);
}

#[tokio::test]
async fn headers_of_the_filter_and_the_router_reach_no_backend() {
    let setup = Setup::new();
    let echo = Echo::start("default/a", 80, REQUESTS).await.unwrap();
    let _envoy = start(&setup.plan("a", vec![cluster("a", echo.address())])).await;
    let mut client = Client::connect(setup.socket).await;
    let forged = [
        ("x-gatewright-cluster", "b"),
        ("x-gatewright-anything", "1"),
        ("x-envoy-retry-on", "5xx"),
        ("x-envoy-upstream-rq-timeout-ms", "1"),
        ("x-other", "stays"),
    ];
    let (_, body) = client.get_with("/", &forged).await.unwrap();
    let headers = serde_json::from_str::<Value>(&body).unwrap()["headers"].take();
    let names = headers.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>();
    let ours = ["x-gatewright", "x-envoy-retry", "x-envoy-upstream", "x-envoy-expected"];
    assert!(names.iter().all(|name| ours.iter().all(|ours| !name.starts_with(ours))), "{names:?}");
    assert_eq!(headers["x-other"][0], "stays");
}
