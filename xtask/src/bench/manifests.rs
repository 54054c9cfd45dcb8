//! Generated manifests: the same for everybody.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// How the routes stand in files and share hosts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Layout {
    FileEach,
    OneFile,
    OneHost,
}

const SERVICES: usize = 200;

const GATEWAY: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata:
  name: bench
spec:
  controllerName: example.com/gateway-controller
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: bench
  listeners:
  - name: http
    port: 80
    protocol: HTTP
---
";

impl Layout {
    pub(crate) const ALL: [Self; 3] = [Self::FileEach, Self::OneFile, Self::OneHost];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::FileEach => "a file and a host each",
            Self::OneFile => "a host each, one file",
            Self::OneHost => "a file each, one host",
        }
    }

    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::FileEach => "file-each",
            Self::OneFile => "one-file",
            Self::OneHost => "one-host",
        }
    }

    fn hostname(self, route: usize) -> String {
        match self {
            Self::FileEach | Self::OneFile => format!("shop-{route}.example.com"),
            Self::OneHost => "shop.example.com".to_owned(),
        }
    }
}

/// Writes a folder anew; answers how many bytes it has.
pub(crate) fn write(folder: &Path, layout: Layout, routes: usize) -> Result<u64> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mut written = 0;
    let mut file = |name: &str, text: &str| {
        written += text.len() as u64;
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    file("gateway.yaml", GATEWAY)?;
    file("services.yaml", &(0..SERVICES).map(service).collect::<String>())?;
    match layout {
        Layout::OneFile => {
            file("routes.yaml", &(0..routes).map(|number| route(layout, number)).collect::<String>())?;
        }
        Layout::FileEach | Layout::OneHost => {
            for number in 0..routes {
                file(&format!("route-{number}.yaml"), &route(layout, number))?;
            }
        }
    }
    Ok(written)
}

fn service(number: usize) -> String {
    format!(
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: backend-{number}\nspec:\n  ports:\n  - port: 8080\n---\n"
    )
}

/// Five rules as people write them: paths, a method, a header, weights, a filter.
fn route(layout: Layout, number: usize) -> String {
    let hostname = layout.hostname(number);
    let mut text = format!(
        "apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: shop-{number}
  labels:
    app.kubernetes.io/name: shop-{number}
    app.kubernetes.io/part-of: bench
spec:
  parentRefs:
  - name: edge
    sectionName: http
  hostnames:
  - {hostname}
  rules:
"
    );
    for rule in 0..5 {
        let _ = write!(
            text,
            "  - matches:
    - path:
        type: PathPrefix
        value: /shop-{number}/part-{rule}
      method: GET
      headers:
      - name: x-version
        value: v{rule}
    filters:
    - type: RequestHeaderModifier
      requestHeaderModifier:
        set:
        - name: x-rule
          value: rule-{rule}
    backendRefs:
    - name: backend-{}
      port: 8080
      weight: 90
    - name: backend-{}
      port: 8080
      weight: 10
",
            (number + rule) % SERVICES,
            (number * 7 + rule) % SERVICES,
        );
    }
    text.push_str("---\n");
    text
}
