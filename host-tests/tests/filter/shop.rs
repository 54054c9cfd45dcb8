//! One Gateway with a rule of each kind, and what holds for every request to it.

use std::sync::LazyLock;

use host_tests::{
    filters,
    proxy_wasm::{Exchange, Module, Outcome, Plugin, Request, Settings},
    subject::{Native, SOCKET, Wasm},
};

use crate::abi::CALLED;

pub(crate) static LEAN: LazyLock<Module> =
    LazyLock::new(|| load(&filters().unwrap_or_else(|e| panic!("{e}")).small));
pub(crate) static FULL: LazyLock<Module> =
    LazyLock::new(|| load(&filters().unwrap_or_else(|e| panic!("{e}")).full));

pub(crate) const MANIFESTS: &str = include_str!("shop.yaml");
pub(crate) const CLUSTER: &str = "x-gatewright-cluster";
const BACKENDS: [&[u8]; 2] = [b"shop/stable:80", b"shop/canary:80"];

fn load(path: &std::path::Path) -> Module {
    Module::load(path).unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn native(manifests: &str) -> Native {
    Native::of(manifests).unwrap_or_else(|refused| panic!("{refused}"))
}

pub(crate) fn bundle(manifests: &str) -> Vec<u8> {
    Wasm::bundle(&native(manifests).analysis)
}

/// Another listener of the same Gateway, so that a request has to say where it came in.
pub(crate) fn two_sockets() -> Plugin {
    let one = "  - name: http\n    port: 80\n    protocol: HTTP\n";
    let manifests =
        MANIFESTS.replace(one, &format!("{one}  - name: other\n    port: 8080\n    protocol: HTTP\n"));
    let native = native(&manifests);
    assert_eq!(native.analysis.definition.sockets.len(), 2);
    Plugin::start(&LEAN, &Wasm::bundle(&native.analysis)).unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn start() -> Plugin {
    start_with(Settings::default())
}

pub(crate) fn start_with(settings: Settings) -> Plugin {
    Plugin::start_with(&LEAN, &bundle(MANIFESTS), settings).unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn get(path: &str) -> Request {
    at_shop(Request::get("shop.example.com", path))
}

/// The same from manifests.
pub(crate) fn start_full() -> Plugin {
    let manifests = Wasm::manifests(&native(MANIFESTS).analysis);
    Plugin::start(&FULL, &manifests).unwrap_or_else(|error| panic!("{error}"))
}

/// As it comes in on the shop's socket.
pub(crate) fn at_shop(request: Request) -> Request {
    static NAME: LazyLock<String> =
        LazyLock::new(|| native(MANIFESTS).analysis.definition.sockets[0].name.clone());
    request.property(&SOCKET, NAME.as_str())
}

/// Nobody but the filter chooses a backend, whatever happens, and it asks nothing of the proxy that is not listed.
pub(crate) fn assert_safe(exchange: &Exchange, about: &dyn std::fmt::Debug) {
    match &exchange.outcome {
        Outcome::Trapped { message } => panic!("{about:?}: {message}"),
        Outcome::Continue { headers } => {
            let clusters: Vec<_> = headers.all(CLUSTER).collect();
            assert!(
                matches!(clusters[..], [cluster] if BACKENDS.contains(&cluster)),
                "{about:?}: forwarded with {headers:?}"
            );
        }
        Outcome::LocalReply(_) | Outcome::Paused => {}
    }
    for call in &exchange.calls {
        let listed = CALLED.iter().any(|import| import.ends_with(&format!(".{}", call.name)));
        assert!(listed, "{about:?}: `{}` is called and not listed", call.name);
    }
}

/// [`assert_safe`], and the client is not left waiting.
pub(crate) fn assert_answered(exchange: &Exchange, about: &dyn std::fmt::Debug) {
    assert_safe(exchange, about);
    assert_ne!(exchange.outcome, Outcome::Paused, "{about:?}");
}

/// Runs a request to its end; a backend answers 200.
pub(crate) fn run(plugin: &mut Plugin, request: Request) -> Exchange {
    let mut exchange = plugin.request(request);
    if exchange.forwarded().is_some() {
        plugin.respond(&mut exchange, [(":status", "200")].into()).expect("the response phase has no traps");
    }
    exchange
}
