//! A Gateway with one HTTPRoute, whose Services are scripted.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use host_tests::client::{self, Response};
use host_tests::corpus::Request;
use tempfile::TempDir;

use crate::running::Running;
use crate::scripted::Scripted;

/// What is served, and the directory that it is read from.
pub(crate) struct OneRoute {
    pub(crate) running: Running,
    directory: TempDir,
    services: Vec<String>,
}

impl OneRoute {
    /// Serves rules, each on a line of its own, and Services of namespace `default` with port 80.
    pub(crate) fn start(rules: &[&str], services: &[(&str, &Scripted)]) -> Self {
        Self::start_with(&[], rules, services)
    }

    /// With more arguments.
    pub(crate) fn start_with(flags: &[&str], rules: &[&str], services: &[(&str, &Scripted)]) -> Self {
        let services: Vec<_> = services.iter().map(|(name, it)| (*name, it.address)).collect();
        Self::started(flags, rules, &services)
    }

    /// With Services that are somewhere.
    pub(crate) fn start_at(rules: &[&str], services: &[(&str, SocketAddr)]) -> Self {
        Self::started(&[], rules, services)
    }

    fn started(flags: &[&str], rules: &[&str], services: &[(&str, SocketAddr)]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let names: Vec<_> = services.iter().map(|(name, _)| (*name).to_owned()).collect();
        write(directory.path(), rules, &names);
        let backends = services.iter().map(|(name, at)| format!("--backend=default/{name}:80={at}"));
        let arguments: Vec<_> = flags.iter().map(|flag| (*flag).to_owned()).chain(backends).collect();
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let running = Running::start_given(directory.path(), &arguments);
        Self { running, directory, services: names }
    }

    /// Serves other rules, when Envoy has taken them.
    pub(crate) fn change(&mut self, rules: &[&str]) {
        write(self.directory.path(), rules, &self.services);
        self.running.stderr.until("applied");
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        self.ask("GET", path, &[])
    }

    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
        ask(self.running.only_address(), method, path, headers)
    }
}

pub(crate) fn ask(address: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let request = Request {
        method: method.to_owned(),
        scheme: "http".to_owned(),
        connect: "example.com".to_owned(),
        authority: "example.com".to_owned(),
        path: path.to_owned(),
        headers: headers.collect(),
    };
    client::ask(address, &request).unwrap()
}

/// Sends a body, and gives the status.
pub(crate) fn post(address: SocketAddr, path: &str, headers: &[(&str, &str)], body: &str) -> u16 {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut text = format!("POST {path} HTTP/1.1\r\nhost: example.com\r\nconnection: close\r\n");
    headers.iter().for_each(|(name, value)| text += &format!("{name}: {value}\r\n"));
    text += &format!("content-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(text.as_bytes()).unwrap();
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("`{line}`"))
}

/// In one step, as an editor does.
fn write(directory: &Path, rules: &[&str], services: &[String]) {
    let mut text = "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: example}
spec: {controllerName: example.com/gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web}
spec:
  gatewayClassName: example
  listeners: [{name: http, protocol: HTTP, port: 80}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: route}
spec:
  parentRefs: [{name: web}]
  rules:
"
    .to_owned();
    rules.iter().for_each(|rule| text += &format!("  - {rule}\n"));
    for name in services {
        text += &format!(
            "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{ports: [{{port: 80}}]}}\n"
        );
    }
    let new = directory.join("route.new");
    fs::write(&new, text).unwrap();
    fs::rename(new, directory.join("route.yaml")).unwrap();
}
