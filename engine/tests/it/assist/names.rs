use super::{item, labels, taken};

const WORLD: &str = "
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: c}
spec: {controllerName: example.com/c}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web}
spec:
  gatewayClassName: c
  listeners:
  - {name: http, port: 80, protocol: HTTP, hostname: '*.example.com'}
  - {name: raw, port: 9000, protocol: TCP}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: shared, namespace: infra}
spec:
  gatewayClassName: c
  listeners:
  - {name: http, port: 80, protocol: HTTP}
---
apiVersion: v1
kind: Service
metadata: {name: shop}
spec: {ports: [{name: http, port: 8080}, {name: admin, port: 9090}]}
---
apiVersion: v1
kind: Service
metadata: {name: far, namespace: other}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: Secret
metadata: {name: cert}
type: kubernetes.io/tls
data: {tls.crt: '', tls.key: ''}
---
apiVersion: example.com/v1
kind: Quota
metadata: {name: slow}
---
";

const ROUTE: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\nspec:\n";

fn route(text: &str) -> String {
    format!("{WORLD}{ROUTE}{text}")
}

fn gateway(text: &str) -> String {
    format!(
        "{WORLD}apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: n}}\nspec:\n{text}"
    )
}

#[test]
fn a_parent_is_a_gateway_and_says_whether_it_takes_the_route() {
    let text = route("  hostnames: [a.example.com]\n  parentRefs:\n  - name: |");
    assert_eq!(labels(&text), ["web", "shared"]);
    assert_eq!(item(&text, "web").detail, "Gateway, class c, namespace default, takes this route");
    let elsewhere = text.replace("a.example.com", "a.example.org");
    assert!(item(&elsewhere, "web").detail.contains("no hostname of the route meets the listener's"));
}

#[test]
fn a_parent_elsewhere_comes_with_its_namespace() {
    let text = route("  parentRefs:\n  - name: sh|\n");
    assert!(taken(&text, "shared").ends_with("  - name: shared\n    namespace: infra\n"));
    let refused = item(&text, "shared").detail;
    assert!(refused.contains("does not take routes from this namespace"), "{refused}");
    let flow = route("  parentRefs: [{name: |}]\n");
    assert!(taken(&flow, "shared").ends_with("[{name: shared, namespace: infra}]\n"));
}

#[test]
fn a_namespace_that_is_written_chooses() {
    assert_eq!(labels(&route("  parentRefs:\n  - namespace: infra\n    name: |")), ["shared"]);
    assert_eq!(
        labels(&route("  parentRefs:\n  - name: shared\n    namespace: |")),
        ["default", "infra", "other"]
    );
}

#[test]
fn a_section_is_a_listener_of_the_parent() {
    let text = route("  parentRefs:\n  - name: web\n    sectionName: |");
    assert_eq!(labels(&text), ["http", "raw"]);
    assert_eq!(item(&text, "http").detail, "HTTP, *.example.com, port 80, takes this route");
    assert!(item(&text, "raw").detail.contains("does not take HTTPRoutes"));
    assert_eq!(labels(&route("  parentRefs:\n  - name: web\n    port: |")), ["80", "9000"]);
}

#[test]
fn a_backend_is_a_service_with_its_ports() {
    let text = route("  rules:\n  - backendRefs:\n    - name: |");
    assert_eq!(labels(&text), ["shop", "far"]);
    assert_eq!(item(&text, "shop").detail, "Service, port 8080, 9090, namespace default");
    let ports = route("  rules:\n  - backendRefs:\n    - name: shop\n      port: |");
    assert_eq!(labels(&ports), ["8080", "9090"]);
    assert_eq!(item(&ports, "9090").detail, "admin");
    let mirror =
        route("  rules:\n  - filters:\n    - requestMirror:\n        backendRef:\n          name: |");
    assert_eq!(labels(&mirror), ["shop", "far"]);
}

#[test]
fn a_gateway_names_a_class_and_certificates() {
    assert_eq!(labels(&gateway("  gatewayClassName: |")), ["c"]);
    let text = gateway("  listeners:\n  - tls:\n      certificateRefs:\n      - name: |");
    assert_eq!(labels(&text), ["cert"]);
    assert_eq!(item(&text, "cert").detail, "kubernetes.io/tls, namespace default");
}

#[test]
fn allowed_kinds_are_kinds_of_routes() {
    let text = gateway("  listeners:\n  - allowedRoutes:\n      kinds:\n      - kind: |");
    assert_eq!(labels(&text), ["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"]);
}

#[test]
fn an_extension_is_an_object_of_another_project() {
    let text = route("  rules:\n  - filters:\n    - extensionRef:\n        name: |");
    assert_eq!(labels(&text), ["slow"]);
}

#[test]
fn a_policy_names_a_service_and_its_port() {
    let policy = "apiVersion: gateway.networking.k8s.io/v1\nkind: BackendTLSPolicy\nspec:\n  targetRefs:\n";
    assert_eq!(labels(&format!("{WORLD}{policy}  - name: |")), ["shop"]);
    assert_eq!(
        labels(&format!("{WORLD}{policy}  - kind: Service\n    name: shop\n    sectionName: |")),
        ["http", "admin"]
    );
}

#[test]
fn a_grant_names_kinds_and_objects_of_its_own_namespace() {
    let grant = format!(
        "{WORLD}apiVersion: gateway.networking.k8s.io/v1\nkind: ReferenceGrant\nmetadata: {{namespace: other}}\nspec:\n"
    );
    assert!(labels(&format!("{grant}  from:\n  - kind: |")).contains(&"HTTPRoute".to_owned()));
    assert_eq!(labels(&format!("{grant}  to:\n  - kind: Service\n    name: |")), ["far"]);
    assert_eq!(labels(&format!("{grant}  to:\n  - kind: Service\n    group: |")), ["\"\""]);
    assert_eq!(labels(&format!("{grant}  from:\n  - namespace: |")), ["default", "infra", "other"]);
}

#[test]
fn an_object_that_is_refused_is_there_to_be_named() {
    let broken =
        WORLD.replace("{name: http, port: 80, protocol: HTTP, hostname: '*.example.com'}", "{name: http}");
    assert_eq!(labels(&format!("{broken}{ROUTE}  parentRefs:\n  - name: |")), ["web", "shared"]);
}

#[test]
fn broken_text_around_the_cursor_hides_no_other_document() {
    let text = route("  parentRefs:\n  - name: |\n   oops: [\n");
    assert_eq!(labels(&text), ["web", "shared"]);
}
