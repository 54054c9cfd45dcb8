//! Every folder of `examples/`, served: what is printed and what the README says is what clients get.

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use host_tests::client::{self, Response};
use host_tests::corpus::Request;
use host_tests::readme::{self, Curl};
use rustix::process::Signal;
use serde_json::Value;

use crate::running::Running;
use crate::tls_client::{self, Hello};

/// More than any answer of a README needs that comes in one of ten requests.
const DRAWS: usize = 500;

#[test]
fn each_example_does_what_it_says() {
    let served =
        host_tests::examples().into_iter().filter(|folder| !folder.ends_with("missing-gatewayclass"));
    for folder in served.collect::<Vec<_>>() {
        let running = Running::start(&folder);
        announced(&folder, running.stdout.said());
        let text = fs::read_to_string(folder.join("README.md")).unwrap();
        for line in readme::lines(&text) {
            told(&folder, running.only_address(), &line);
        }
        let (status, said) = running.end(Signal::INT);
        assert!(status.success(), "{}: {said}", folder.display());
    }
}

/// Each `curl` below a rule reaches the rule's Service.
fn announced(folder: &Path, lines: &[String]) {
    let mut asked = 0;
    for pair in lines.windows(2) {
        let [rule, curl] = pair else { continue };
        let (Some((_, to)), Some(command)) = (rule.split_once(" → "), curl.trim().strip_prefix("curl "))
        else {
            continue;
        };
        let (address, request) = printed(command);
        let response = match request.scheme.as_str() {
            "https" => {
                let name = (request.authority != address.to_string()).then_some(request.authority.as_str());
                let hello = Hello { name, ..Hello::default() };
                client::Connection::over(tls_client::connect(address, hello).unwrap()).ask(&request)
            }
            _ => client::ask(address, &request),
        };
        let got = answer(&response.unwrap());
        let place = format!("{}: {curl}: {got}", folder.display());
        match to.strip_suffix(" (echo)") {
            Some(services) => assert!(services.split(", ").any(|service| service == got), "{place}"),
            None => assert!(got.starts_with(['3', '5']), "{place}"),
        }
        asked += 1;
    }
    assert_ne!(asked, 0, "{}: no request is printed", folder.display());
}

/// Each `curl` of a README gets every answer behind it, and no other.
fn told(folder: &Path, address: SocketAddr, Curl { line, request, answers }: &Curl) {
    let mut missing: BTreeSet<_> = answers.keys().cloned().collect();
    for _ in 0..DRAWS {
        let got = answer(&client::ask(address, request).unwrap());
        assert!(answers.contains_key(&got), "{}/README.md: {line}: {got}", folder.display());
        missing.remove(&got);
        if missing.is_empty() {
            return;
        }
    }
    panic!("{}/README.md: {line}: never {missing:?}", folder.display());
}

/// A response as READMEs write it.
fn answer(response: &Response) -> String {
    if response.status != 200 {
        let location = response.headers.values("location").map(|location| format!(" {location}"));
        return response.status.to_string() + &location.collect::<String>();
    }
    let echo: Value = serde_json::from_slice(&response.body).expect("an echo");
    format!("{}:{}", echo["service"].as_str().expect("a Service"), echo["port"])
}

/// The words behind a printed `curl`.
fn printed(command: &str) -> (SocketAddr, Request) {
    let mut request = Request {
        method: "GET".to_owned(),
        scheme: "http".to_owned(),
        connect: String::new(),
        authority: String::new(),
        path: String::new(),
        headers: Vec::new(),
    };
    let mut words = shlex::split(command).expect("words of a shell").into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-X" => request.method = words.next().expect("a method"),
            "-H" => {
                let header = words.next().expect("a header");
                match header.split_once(": ").expect("`NAME: VALUE`") {
                    ("Host", host) => request.authority = host.to_owned(),
                    (name, value) => request.headers.push((name.to_owned(), value.to_owned())),
                }
            }
            // Every certificate will do.
            "-k" => {}
            "--connect-to" => {
                let way = words.next().expect("a way");
                way.strip_prefix("::").expect("the way of every host").clone_into(&mut request.connect);
            }
            url => {
                let (scheme, rest) = url.split_once("://").expect("a URL");
                let (host, path) = rest.split_at(rest.find('/').expect("a path"));
                (request.scheme, request.path) = (scheme.to_owned(), path.to_owned());
                if request.connect.is_empty() {
                    host.clone_into(&mut request.connect);
                } else {
                    host.clone_into(&mut request.authority);
                }
            }
        }
    }
    if request.authority.is_empty() {
        request.authority.clone_from(&request.connect);
    }
    (request.connect.parse().expect("an address"), request)
}
