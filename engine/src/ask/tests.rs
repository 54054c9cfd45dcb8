//! What a command line becomes: each case is a line as people type it.

use super::{Asked, Question, Scheme, Written};

fn asked(line: &str) -> Result<Asked, String> {
    Asked::of_words(&shlex::split(line).unwrap())
}

/// `METHOD scheme port host path?query`, as the filter sees it.
fn seen(line: &str) -> String {
    let asked = asked(line).unwrap();
    let request = asked.request(&[]);
    let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
    let scheme = asked.scheme.as_str();
    format!("{} {scheme} {} {} {}{query}", request.method, asked.port, request.host, request.path)
}

fn field(line: &str, name: &str) -> Option<String> {
    let asked = asked(line).unwrap();
    let values: Vec<_> =
        asked.fields.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect();
    (!values.is_empty()).then(|| values.join(" | "))
}

#[test]
fn a_url_is_read_as_a_browser_would() {
    for (line, expected) in [
        ("http://a.example", "GET http 80 a.example /"),
        ("https://A.example./b?c=d#e", "GET https 443 a.example /b?c=d"),
        ("a.example:8080/b", "GET http 8080 a.example /b"),
        ("/b/../c?d", "GET http 80 localhost /c?d"),
        ("http://a.example?q=http://b", "GET http 80 a.example /?q=http://b"),
        ("'http://a.example/%7eb'", "GET http 80 a.example /~b"),
        ("http://[::1]:81/", "GET http 81 [::1] /"),
        ("/go?to=http://b.example/", "GET http 80 localhost /go?to=http://b.example/"),
    ] {
        assert_eq!(seen(line), expected, "{line}");
    }
}

#[test]
fn options_do_what_curl_does_with_them() {
    for (line, expected) in [
        ("POST http://a/", "POST http 80 a /"),
        ("curl -X PUT http://a/", "PUT http 80 a /"),
        ("curl -sSLkXDELETE http://a/", "DELETE http 80 a /"),
        ("curl http://a/ -d x=1", "POST http 80 a /"),
        ("curl -G http://a/?y=2 -d x=1 --data-urlencode 'z=a b'", "GET http 80 a /?y=2&x=1&z=a+b"),
        ("curl -I http://a/", "HEAD http 80 a /"),
        ("curl --request=PATCH --url http://a/ --json {}", "PATCH http 80 a /"),
        ("curl -T file http://a/", "PUT http 80 a /"),
        ("curl http://10.0.0.1/ -H 'Host: a.example'", "GET http 80 a.example /"),
        ("curl --resolve a:80:127.0.0.1 --connect-to ::b: http://a/", "GET http 80 a /"),
        ("curl --url-query x=1 'http://a/?y#f'", "GET http 80 a /?y&x=1"),
        ("'curl -X POST \\\n  http://a/'", "POST http 80 a /"),
    ] {
        assert_eq!(seen(line), expected, "{line}");
    }
}

#[test]
fn headers_are_those_that_curl_sends() {
    for (line, name, expected) in [
        ("http://a:81/", "host", Some("a:81")),
        ("http://a/", "accept", Some("*/*")),
        ("http://a/ -H 'Accept: text/html'", "accept", Some("text/html")),
        ("http://a/ -H 'Accept:'", "accept", None),
        ("http://a/ -H 'X-Empty;'", "x-empty", Some("")),
        ("http://a/ -H 'x: 1' -H 'X: 2'", "x", Some("1 | 2")),
        ("http://a/ --json {}", "content-type", Some("application/json")),
        ("http://a/ --json {}", "content-length", Some("2")),
        ("http://a/ -G -d x", "content-type", None),
        ("http://a/ -u user:pass", "authorization", Some("Basic dXNlcjpwYXNz")),
        ("http://user:pass@a/", "authorization", Some("Basic dXNlcjpwYXNz")),
        ("http://a/ -A me -e you -b c=d", "cookie", Some("c=d")),
        ("http://a/ -A me", "user-agent", Some("me")),
    ] {
        assert_eq!(field(line, name).as_deref(), expected, "{line}");
    }
}

#[test]
fn what_is_no_request_is_told() {
    for (line, expected) in [
        ("GET", "no URL"),
        ("curl -s", "no URL"),
        ("http://a/ http://b/", "two URLs"),
        ("ftp://a/", "scheme `ftp`"),
        ("http://a:99999/", "port"),
        ("'http://a b/'", "two URLs"),
        ("http:///x", "no host"),
        ("http://a_,b/", "not a host name"),
        ("http://a/ --frob", "`--frob`"),
        ("http://a/ -H", "needs a value"),
        ("http://a/ -H x", "no colon"),
        ("http://a/ -d @file", "files are not read"),
        ("'curl \"http://a/'", "quote"),
    ] {
        let error = asked(line).unwrap_err();
        assert!(error.contains(expected), "{line}: {error}");
    }
}

#[test]
fn a_request_without_a_host_says_so() {
    assert!(!asked("/x").unwrap().host_given);
    assert!(asked("/x -H 'host: a'").unwrap().host_given);
    assert_eq!(asked("https://a/").unwrap().scheme, Scheme::Https);
}

#[test]
fn a_text_is_read_as_a_shell_would() {
    let words = ["curl", "-H", "x: 1 2", "http://a/"].map(str::to_owned);
    let text = "curl -H 'x: 1 2' \\\n  \"http://a/\"";
    assert_eq!(Question::of_text(text), Question::of_words(&words));
}

#[test]
fn the_parts_of_a_request_ask_the_same() {
    for line in [
        "http://a.example/b?c",
        "curl -X PUT https://u:p@a.example:8443/ -H 'X: 1' -d body",
        "/b -H 'host: a.example'",
        "/b",
        "http://10.0.0.1:81/ -H 'Host: a.example'",
        "tls://a.example:443",
        "udp://:53",
    ] {
        let words = shlex::split(line).unwrap();
        let question = Question::of_words(&words).unwrap();
        let again = Question::of_parts(&question.written()).unwrap();
        assert_eq!(again.written(), question.written(), "{line}");
        let (Question::Request(asked), Question::Request(again)) = (question, again) else { continue };
        let seen = |asked: &Asked| format!("{:?} {:?}", asked.scheme, asked.request(&asked.headers()));
        assert_eq!((seen(&asked), asked.port), (seen(&again), again.port), "{line}");
    }
}

#[test]
fn a_request_in_parts_sends_nothing_unasked() {
    let written = Written {
        method: None,
        url: "http://a.example/".to_owned(),
        headers: vec![("X-One".to_owned(), " 1 ".to_owned())],
    };
    let Question::Request(asked) = Question::of_parts(&written).unwrap() else { panic!("a request") };
    assert_eq!(asked.method, "GET");
    let fields = [("host", "a.example"), ("x-one", "1")];
    assert_eq!(asked.fields, fields.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn parts_that_make_no_request_are_told() {
    for (method, url, name, expected) in [
        ("G T", "/", "x", "not a method"),
        ("GET", "ftp://a/", "x", "scheme `ftp`"),
        ("GET", "/", "x y", "name of a header"),
        ("GET", "", "x", "no host"),
    ] {
        let headers = vec![(name.to_owned(), "1".to_owned())];
        let written = Written { method: Some(method.to_owned()), url: url.to_owned(), headers };
        let error = Question::of_parts(&written).unwrap_err();
        assert_eq!(error.code(), "invalid-request");
        assert!(error.to_string().contains(expected), "{method} {url}: {error}");
    }
}
