//! What `gatewright kubernetes` writes.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use base64::{Engine, prelude::BASE64_STANDARD};
use host_tests::{Loopback, client, corpus::Request};
use serde_json::Value;
use tempfile::TempDir;

use crate::manifests::{gateway_with, write};
use crate::pki::Identity;
use crate::running::wait_for;

const REDIRECT: &str = "\
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: away}
spec:
  parentRefs: [{name: web}]
  rules: [{filters: [{type: RequestRedirect, requestRedirect: {hostname: away.example, statusCode: 301}}]}]
";

const HTTP: &str = "{name: http, port: 20080, protocol: HTTP}";
const HTTPS: &str = "{name: https, port: 20443, protocol: HTTPS, tls: {certificateRefs: [{name: web}]}}";

fn command(directory: &Path) -> Command {
    let filters = host_tests::filters().unwrap_or_else(|error| panic!("{error}"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatewright"));
    command.arg("kubernetes").arg(directory).arg("--filter").arg(filters.small);
    command
}

fn written(directory: &Path) -> Vec<Value> {
    let output = command(directory).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let list: Value = serde_json::from_slice(&output.stdout).unwrap();
    list["items"].as_array().unwrap().clone()
}

fn of_kind<'a>(objects: &'a [Value], kind: &str) -> &'a Value {
    objects.iter().find(|object| object["kind"] == kind).unwrap()
}

/// Ends with the test.
struct Envoy(Child);

impl Drop for Envoy {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A Secret as it is mounted into a Pod: links to a version, which a link beside them names and a change swaps.
struct Mount {
    directory: TempDir,
    /// Where the listeners are to be, in place of all addresses.
    address: Ipv4Addr,
    versions: u32,
}

impl Mount {
    fn update(&mut self, objects: &[Value]) {
        self.versions += 1;
        let (root, version) = (self.directory.path(), format!("..{}", self.versions));
        fs::create_dir(root.join(&version)).unwrap();
        for (name, content) in of_kind(objects, "Secret")["data"].as_object().unwrap() {
            let mut bytes = BASE64_STANDARD.decode(content.as_str().unwrap()).unwrap();
            if name.ends_with(".json") {
                let text = String::from_utf8(bytes).unwrap();
                let text = text.replace("/etc/gatewright", root.to_str().unwrap());
                bytes = text.replace("0.0.0.0", &self.address.to_string()).into_bytes();
            }
            fs::write(root.join(&version).join(name), bytes).unwrap();
            if self.versions == 1 {
                symlink(Path::new("..data").join(name), root.join(name)).unwrap();
            }
        }
        symlink(version, root.join("..new")).unwrap();
        fs::rename(root.join("..new"), root.join("..data")).unwrap();
    }
}

#[test]
fn an_envoy_serves_what_the_secret_holds_and_follows_it() {
    let mut loopback = Loopback::reserve().unwrap();
    let address = loopback.address().unwrap();
    let mut mount = Mount { directory: tempfile::tempdir().unwrap(), address, versions: 0 };
    let manifests = tempfile::tempdir().unwrap();
    let gateway = gateway_with("", &[HTTP]);
    write(manifests.path(), &[gateway.clone(), REDIRECT.to_owned()]);
    mount.update(&written(manifests.path()));

    let binary = host_tests::envoy::binary().unwrap_or_else(|error| panic!("{error}"));
    let mut envoy = Command::new(binary);
    envoy
        .arg("--config-path")
        .arg(mount.directory.path().join("bootstrap.json"))
        .arg("--disable-hot-restart");
    let _envoy = Envoy(envoy.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());

    let address = SocketAddr::from((address, 20080));
    wait_for("Envoy listens", || TcpStream::connect(address).is_ok());
    let request = Request {
        method: "GET".to_owned(),
        scheme: "http".to_owned(),
        connect: String::new(),
        authority: "here.example".to_owned(),
        path: "/".to_owned(),
        headers: Vec::new(),
    };
    let answers = |status| client::ask(address, &request).is_ok_and(|answer| answer.status == status);
    wait_for("the filter answers", || answers(301));

    write(manifests.path(), &[gateway, REDIRECT.replace("301", "302")]);
    mount.update(&written(manifests.path()));
    wait_for("the filter answers as the new Secret says", || answers(302));
}

#[test]
fn everything_has_the_labels_and_annotations_of_the_infrastructure() {
    let directory = tempfile::tempdir().unwrap();
    let infrastructure = "  infrastructure: {labels: {team: shop}, annotations: {cost: low}}\n";
    write(directory.path(), &[gateway_with(infrastructure, &[HTTP]), REDIRECT.to_owned()]);
    let objects = written(directory.path());
    assert_eq!(objects.len(), 4);
    let template = &of_kind(&objects, "Deployment")["spec"]["template"];
    for object in objects.iter().chain([template]) {
        let labels = &object["metadata"]["labels"];
        assert_eq!(labels["team"], "shop");
        assert_eq!(labels["gateway.networking.k8s.io/gateway-name"], "web");
        assert_eq!(object["metadata"]["annotations"]["cost"], "low");
    }
}

#[test]
fn an_envoy_gets_no_key_of_another_gateway() {
    let directory = tempfile::tempdir().unwrap();
    let [web, other] = ["web", "other"].map(|name| Identity::new(&["a.example"]).secret(name));
    let gateway = gateway_with("", &[HTTPS]);
    let (_, second) = gateway.split_once("---\n").unwrap();
    let second = format!("---\n{}", second.replace("name: web", "name: other"));
    write(directory.path(), &[gateway, second, web, other]);
    let secrets: Vec<_> = written(directory.path());
    let secrets = secrets.iter().filter(|object| object["kind"] == "Secret");
    let files = secrets.map(|secret| {
        let files = secret["data"].as_object().unwrap().keys();
        files.filter(|name| name.starts_with("sds.")).cloned().collect::<Vec<_>>()
    });
    assert_eq!(files.collect::<Vec<_>>(), [["sds.cert.default.web.json"], ["sds.cert.default.other.json"]]);
}

#[test]
fn a_service_is_called_by_a_letter_first() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &[gateway_with("", &[HTTP]).replace("{name: web}", "{name: 1st.web}")]);
    for object in written(directory.path()) {
        assert_eq!(object["metadata"]["name"], "gw-1st-web-example");
    }
}

#[test]
fn two_gateways_do_not_share_what_runs_them() {
    let directory = tempfile::tempdir().unwrap();
    let named = |name: &str| gateway_with("", &[HTTP]).replace("{name: web}", &format!("{{name: {name}}}"));
    let second = named("shop-eu").split_off(named("").find("---").unwrap());
    write(directory.path(), &[named("shop.eu"), second]);
    let output = command(directory.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    let both = "Gateway `default/shop.eu` and what runs Gateway `default/shop-eu` would both be called `shop-eu-example`";
    assert!(said.contains(both), "{said}");
}
