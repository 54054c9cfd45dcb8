use super::*;
use crate::table::{ArmPath, PathModifier, Redirect, Scheme, Socket};

fn replaced(path: &str, prefix: &str, with: &str) -> String {
    let modifier = PathModifier::Prefix(crate::table::prefix_key(with));
    let length = u32::try_from(crate::table::prefix_key(prefix).len()).unwrap();
    path::modified(modifier, ArmPath::Prefix { length }, path)
}

/// The table of `HTTPPathModifier.replacePrefixMatch`.
#[test]
fn a_prefix_is_replaced_by_whole_elements() {
    for (path, prefix, with, expected) in [
        ("/foo/bar", "/foo", "/xyz", "/xyz/bar"),
        ("/foo/bar", "/foo", "/xyz/", "/xyz/bar"),
        ("/foo/bar", "/foo/", "/xyz", "/xyz/bar"),
        ("/foo/bar", "/foo/", "/xyz/", "/xyz/bar"),
        ("/foo", "/foo", "/xyz", "/xyz"),
        ("/foo/", "/foo", "/xyz", "/xyz/"),
        ("/foo/bar", "/foo", "", "/bar"),
        ("/foo/", "/foo", "", "/"),
        ("/foo", "/foo", "", "/"),
        ("/foo/", "/foo", "/", "/"),
        ("/foo", "/foo", "/", "/"),
        ("/bar", "/", "/xyz", "/xyz/bar"),
    ] {
        assert_eq!(replaced(path, prefix, with), expected, "{path} {prefix} {with}");
    }
}

fn location(redirect: Redirect<&str>, scheme: Scheme, port: u16) -> String {
    let https = (scheme == Scheme::Https).into();
    let socket = Socket { port: port.into(), https, ..Socket::default() };
    let request = Request {
        method: "GET",
        host: "example.com",
        path: "/a",
        query: "b=c",
        headers: &[],
        server_name: None,
    };
    location::of(redirect, &socket, ArmPath::Prefix { length: 0 }, &request)
}

const REDIRECT: Redirect<&str> =
    Redirect { scheme: None, hostname: None, path: None, port: None, status: 302 };

#[test]
fn a_redirect_without_a_scheme_keeps_the_listeners_port() {
    assert_eq!(location(REDIRECT, Scheme::Http, 80), "http://example.com/a?b=c");
    assert_eq!(location(REDIRECT, Scheme::Http, 8080), "http://example.com:8080/a?b=c");
    assert_eq!(location(REDIRECT, Scheme::Https, 443), "https://example.com/a?b=c");
    assert_eq!(location(REDIRECT, Scheme::Https, 80), "https://example.com:80/a?b=c");
}

#[test]
fn a_redirect_with_a_scheme_takes_its_well_known_port() {
    let to_https = Redirect { scheme: Some(Scheme::Https), ..REDIRECT };
    assert_eq!(location(to_https, Scheme::Http, 8080), "https://example.com/a?b=c");
    let with_port = Redirect { port: Some(8443), ..to_https };
    assert_eq!(location(with_port, Scheme::Http, 80), "https://example.com:8443/a?b=c");
    let http_443 = Redirect { scheme: Some(Scheme::Http), port: Some(443), ..REDIRECT };
    assert_eq!(location(http_443, Scheme::Http, 80), "http://example.com:443/a?b=c");
}

#[test]
fn a_redirect_names_its_own_host_and_path() {
    let elsewhere =
        Redirect { hostname: Some("other.example"), path: Some(PathModifier::Full("/full")), ..REDIRECT };
    assert_eq!(location(elsewhere, Scheme::Http, 80), "http://other.example/full?b=c");
}

#[test]
fn weights_divide_the_draws_exactly() {
    let step = u64::MAX / 400;
    let mut counts = [0; 3];
    for draw in 0..400 {
        // The middle of each four-hundredth.
        counts[pick([1, 0, 3].into_iter(), draw * step + step / 2).unwrap()] += 1;
    }
    assert_eq!(counts, [100, 0, 300]);
}

#[test]
fn no_weight_means_no_backend() {
    assert_eq!(pick([0, 0].into_iter(), u64::MAX), None);
    assert_eq!(pick([0].into_iter(), 7), None);
    assert_eq!(pick([].into_iter(), 7), None);
}
