use std::net::TcpListener;

use envoy_config::Part;

use super::setup::{Client, Setup, cluster, options, start};
use crate::serve::apply::{Outcome, Rejection};
use crate::serve::echo::{Echo, REQUESTS};
use crate::serve::envoy::{Envoy, Options};

#[tokio::test]
async fn a_configuration_that_the_filter_refuses_changes_nothing() {
    let setup = Setup::new();
    let echo = Echo::start("default/a", 80, REQUESTS).await.unwrap();
    let clusters = vec![cluster("a", echo.address())];
    let envoy = start(&setup.plan("a", clusters.clone())).await;
    let mut client = Client::connect(setup.socket).await;

    let rejection =
        Rejection { what: Part::Filter.into(), reason: "no cluster to send requests to".to_owned() };
    for _ in 0..2 {
        let outcome = envoy.apply(&setup.plan("", clusters.clone())).await.unwrap();
        assert_eq!(outcome, Outcome::Rejected(rejection.clone()));
        assert_eq!(client.get("/").await.unwrap().0, 200);
    }
    assert_eq!(envoy.apply(&setup.plan("a", vec![])).await.unwrap(), Outcome::Applied);
}

#[tokio::test]
async fn clusters_that_envoy_refuses_change_nothing() {
    let setup = Setup::new();
    let echo = Echo::start("default/a", 80, REQUESTS).await.unwrap();
    let a = cluster("a", echo.address());
    let envoy = start(&setup.plan("a", vec![a.clone()])).await;
    let mut client = Client::connect(setup.socket).await;

    let twice = setup.plan("b", vec![a.clone(), cluster("b", echo.address()), cluster("b", echo.address())]);
    let Outcome::Rejected(rejection) = envoy.apply(&twice).await.unwrap() else { panic!("accepted") };
    assert_eq!(rejection.what, Part::Clusters);
    assert!(rejection.reason.contains("duplicate cluster b"), "{rejection}");
    assert_eq!(client.get("/").await.unwrap().0, 200);
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let setup = Setup::new();
    let echo = Echo::start("default/a", 80, REQUESTS).await.unwrap();
    let plan = setup.plan("a", vec![cluster("a", echo.address())]);
    let _taken = TcpListener::bind(setup.socket).unwrap();
    let Err(error) = Envoy::start(options(), &plan).await else { panic!("started") };
    assert!(error.to_string().contains(&format!("port {}", setup.socket.port())), "{error}");
}

#[tokio::test]
async fn a_missing_envoy_is_named() {
    let setup = Setup::new();
    let options = Options { binary: "/nowhere/envoy".into(), ..options() };
    let Err(error) = Envoy::start(options, &setup.plan("a", vec![])).await else { panic!("started") };
    assert!(error.to_string().starts_with("cannot run `/nowhere/envoy`"), "{error}");
}

#[tokio::test]
async fn a_filter_that_refuses_to_start_says_why() {
    let setup = Setup::new();
    let Err(error) = Envoy::start(options(), &setup.plan("", vec![])).await else { panic!("started") };
    assert!(error.to_string().ends_with("no cluster to send requests to"), "{error}");
}
