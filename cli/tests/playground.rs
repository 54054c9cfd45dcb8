//! `gatewright playground`: the page, and the manifests of the command line.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::Value;

/// A running `gatewright playground`, ended with the test.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gatewright"))
            .args(["playground", "--port", "0"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_once("http://").expect("an address is printed").1;
        let address = address.split_once('/').unwrap().0.to_owned();
        Running { child, address }
    }

    /// The head and the body of an answer.
    fn get(&self, path: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn is_built() -> bool {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/web/playground/index.html").is_file()
}

#[test]
fn the_page_and_the_manifests_come_from_the_binary() {
    assert!(is_built(), "the page is not built: run `cargo xtask web`");
    let running = Running::start(&["../examples/simple-gateway", "--channel", "standard"]);
    let (head, body) = running.get("/");
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/html"), "{head}");
    let (_, script) = body.split_once("src=\"./").expect("the page has a script");
    let (script, _) = script.split_once('"').unwrap();
    let (head, _) = running.get(&format!("/{script}"));
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/javascript"), "{head}");

    let local: Value = serde_json::from_str(&running.get("/local.json").1).unwrap();
    assert_eq!(local["options"]["channel"], "standard");
    let files = local["files"].as_array().unwrap();
    assert!(files.iter().any(|file| file["text"].as_str().unwrap().contains("name: prod-web")), "{files:?}");
}

#[test]
fn nothing_else_is_served() {
    assert!(is_built(), "the page is not built: run `cargo xtask web`");
    let running = Running::start(&[]);
    for path in ["/../Cargo.toml", "/etc/passwd", "/assets/", "/index.html/.."] {
        assert!(running.get(path).0.starts_with("HTTP/1.1 404"), "{path}");
    }
}

#[test]
fn a_path_that_is_not_there_is_refused_before_anything_is_served() {
    let output = Command::new(env!("CARGO_BIN_EXE_gatewright"))
        .args(["playground", "--port", "0", "nowhere"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("nowhere"));
}
