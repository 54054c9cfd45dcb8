//! Sessions (GEP-1619). The session filter of the proxy is played by the tests: it is a header in each direction.

use host_tests::proxy_wasm::{Exchange, Fault, Headers, Plugin, Request, Settings, Status};

use crate::shop::{CLUSTER, LEAN, MANIFESTS, at_shop, bundle, get};

const SESSION: &str = "x-gatewright-session";
const ENDPOINT: &str = "MTAuMC4wLjE6ODA=";
const NOW: u64 = 1_767_225_600;

/// The shop, where `/weighted` has sessions.
fn start(session: &str) -> Plugin {
    start_of(&with(session), Settings::default())
}

fn start_of(manifests: &str, settings: Settings) -> Plugin {
    Plugin::start_with(&LEAN, &bundle(manifests), settings).unwrap_or_else(|error| panic!("{error}"))
}

fn with(session: &str) -> String {
    let rule = "  - name: weighted\n";
    assert_eq!(MANIFESTS.matches(rule).count(), 1);
    MANIFESTS.replace(rule, &format!("{rule}    sessionPersistence: {{{session}}}\n"))
}

/// What a backend's response becomes when the proxy picked this endpoint anew.
fn respond(plugin: &mut Plugin, exchange: &mut Exchange, endpoint: Option<&str>) -> Headers {
    let mut response: Headers = [(":status", "200"), ("set-cookie", "a=b")].into();
    if let Some(endpoint) = endpoint {
        response.add(SESSION, endpoint);
    }
    plugin.respond(exchange, response).expect("the response phase has no traps")
}

fn cluster(exchange: &Exchange) -> &str {
    exchange.forwarded().and_then(|headers| headers.text(CLUSTER)).expect("a cluster")
}

fn cookies(response: &Headers) -> Vec<String> {
    response.all("set-cookie").map(|value| String::from_utf8_lossy(value).into_owned()).collect()
}

/// A new session: the backend's cluster and the cookie with its attributes.
fn begin(plugin: &mut Plugin) -> (String, String) {
    let mut exchange = plugin.request(get("/weighted"));
    let cluster = cluster(&exchange).to_owned();
    assert_eq!(exchange.forwarded().and_then(|headers| headers.get(SESSION)), None);
    let response = respond(plugin, &mut exchange, Some(ENDPOINT));
    assert_eq!(response.get(SESSION), None, "{response:?}");
    let cookies = cookies(&response);
    let [own, cookie] = &cookies[..] else { panic!("{cookies:?}") };
    assert_eq!(own, "a=b");
    (cluster, cookie.clone())
}

/// The pair that a client sends back.
fn pair(cookie: &str) -> &str {
    cookie.split_once(';').map_or(cookie, |(pair, _)| pair)
}

fn again(plugin: &mut Plugin, cookie: &str) -> Exchange {
    plugin.request(get("/weighted").header("cookie", cookie))
}

#[test]
fn a_session_sticks_to_backend_and_endpoint() {
    let mut plugin = start("sessionName: cart");
    for _ in 0..50 {
        let (backend, cookie) = begin(&mut plugin);
        for _ in 0..5 {
            let mut exchange = again(&mut plugin, &format!("x=1; {}", pair(&cookie)));
            assert_eq!(cluster(&exchange), backend);
            assert_eq!(exchange.forwarded().and_then(|headers| headers.text(SESSION)), Some(ENDPOINT));
            // The proxy says nothing where the endpoint is still the same.
            assert_eq!(cookies(&respond(&mut plugin, &mut exchange, None)), ["a=b"]);
        }
    }
}

#[test]
fn a_session_cookie_has_no_age_and_a_permanent_one_has() {
    let (_, cookie) = begin(&mut start("sessionName: cart"));
    assert!(cookie.starts_with("cart="), "{cookie}");
    let attributes = cookie.split_once("; ").expect("attributes").1;
    assert_eq!(attributes, "Path=/weighted; HttpOnly; SameSite=Strict");

    let permanent = "absoluteTimeout: 5m, cookieConfig: {lifetimeType: Permanent}";
    let (_, cookie) = begin(&mut start(permanent));
    assert!(cookie.starts_with("gw-session-"), "{cookie}");
    assert!(cookie.ends_with("; Path=/weighted; Max-Age=300; HttpOnly; SameSite=Strict"), "{cookie}");
}

#[test]
fn a_session_ends_with_its_timeout() {
    let mut plugin = start("sessionName: cart, absoluteTimeout: 5m");
    let (_, cookie) = begin(&mut plugin);
    let lives = |plugin: &mut Plugin| {
        let exchange = again(plugin, pair(&cookie));
        exchange.forwarded().and_then(|headers| headers.get(SESSION)).is_some()
    };
    assert!(lives(&mut plugin));
    plugin.set_time((NOW + 299) * 1_000_000_000);
    assert!(lives(&mut plugin));
    plugin.set_time((NOW + 300) * 1_000_000_000);
    assert!(!lives(&mut plugin));
}

#[test]
fn a_session_can_be_in_a_header() {
    let mut plugin = start("type: Header, sessionName: X-Cart");
    let mut exchange = plugin.request(get("/weighted"));
    let backend = cluster(&exchange).to_owned();
    let response = respond(&mut plugin, &mut exchange, Some(ENDPOINT));
    assert_eq!(cookies(&response), ["a=b"]);
    let token = response.text("x-cart").expect("a token").to_owned();
    for _ in 0..20 {
        let exchange = plugin.request(get("/weighted").header("x-cart", &token));
        assert_eq!(cluster(&exchange), backend);
        assert_eq!(exchange.forwarded().and_then(|headers| headers.text(SESSION)), Some(ENDPOINT));
    }
}

/// "Even if the weight is set to 0" (GEP-1619, "Traffic Splitting").
#[test]
fn a_session_outlives_the_weight_of_its_backend() {
    let before = with("sessionName: cart");
    let mut plugin = start_of(&before, Settings::default());
    let (_, cookie) = loop {
        let begun = begin(&mut plugin);
        if begun.0 == "shop/canary:80" {
            break begun;
        }
    };
    let canary = "    - name: canary\n      port: 80\n      weight: 10\n";
    assert_eq!(before.matches(canary).count(), 1);
    let after = before.replace(canary, &canary.replace("10", "0"));
    plugin.reconfigure(&bundle(&after)).expect("a good bundle");
    assert_eq!(cluster(&again(&mut plugin, pair(&cookie))), "shop/canary:80");
}

/// Neither another rule's sessions nor what nobody gave out.
#[test]
fn a_forged_token_is_no_session() {
    let mut plugin = start("sessionName: cart");
    let (_, cookie) = begin(&mut plugin);
    let token = pair(&cookie).strip_prefix("cart=").expect("the cookie").to_owned();
    let (names, rest) = token.split_at(17);
    for forged in [
        String::new(),
        token.to_uppercase() + ".x",
        format!("00000000{}{rest}", &names[8..]),
        format!("{}00000000{rest}", &names[..9]),
        format!("{names}.0."),
        format!("{names}.0.{}", "A".repeat(200)),
        format!("{names}.0.MTI3\u{7f}"),
        format!("{names}.5.{ENDPOINT}"),
        "x".repeat(60_000),
    ] {
        let exchange = again(&mut plugin, &format!("cart={forged}"));
        let headers = exchange.forwarded().expect("it goes on");
        assert_eq!(headers.get(SESSION), None, "{forged}");
    }
}

#[test]
fn no_client_speaks_to_the_session_filter() {
    let mut plugin = start("sessionName: cart");
    for path in ["/weighted", "/plain"] {
        let request = at_shop(Request::get("shop.example.com", path)).header(SESSION, ENDPOINT);
        let exchange = plugin.request(request);
        // Elsewhere the proxy removes it, and no route has sessions.
        if path == "/weighted" {
            assert_eq!(exchange.forwarded().and_then(|headers| headers.get(SESSION)), None);
        }
    }
}

#[test]
fn without_a_clock_sessions_with_a_timeout_end_at_once() {
    let faults = vec![Fault::named("proxy_get_current_time_nanoseconds", Status::Unimplemented)];
    let mut plugin =
        start_of(&with("sessionName: cart, absoluteTimeout: 5m"), Settings { faults, ..Settings::default() });
    let (_, cookie) = begin(&mut plugin);
    let exchange = again(&mut plugin, pair(&cookie));
    assert_eq!(exchange.forwarded().and_then(|headers| headers.get(SESSION)), None);
}

#[test]
fn hostcalls_that_fail_cost_the_session_and_nothing_else() {
    let mut plugin = start("sessionName: cart, absoluteTimeout: 5m");
    let (_, cookie) = begin(&mut plugin);
    for name in [
        "proxy_get_header_map_value",
        "proxy_get_current_time_nanoseconds",
        "proxy_remove_header_map_value",
        "proxy_add_header_map_value",
    ] {
        for status in Status::FAILURES {
            plugin.heal();
            // A header is also added to name the cluster, and no request goes on without.
            let names_clusters = name == "proxy_add_header_map_value";
            if !names_clusters {
                plugin.inject(Fault::named(name, status));
            }
            for exchange in [again(&mut plugin, pair(&cookie)), plugin.request(get("/weighted"))] {
                let mut exchange = exchange;
                if names_clusters {
                    plugin.inject(Fault::named(name, status));
                }
                assert!(exchange.forwarded().is_some(), "{name} {status:?}");
                respond(&mut plugin, &mut exchange, Some(ENDPOINT));
            }
        }
    }
}
