//! A decision allocates nothing. A binary of its own, since it counts what the whole process does.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use engine::{
    analysis::{Analysis, Options},
    decide::Decision,
    source::{Input, read},
    table::{Header, Request},
};

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

fn count() {
    // A thread that is ending has no cell any more; nobody asks for its count.
    let _ = ALLOCATIONS.try_with(|allocations| allocations.set(allocations.get() + 1));
}

#[expect(unsafe_code, reason = "only an allocator sees allocations")]
// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

const MANIFESTS: &str = r#"
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: c}
spec: {controllerName: example.com/c}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec:
  gatewayClassName: c
  listeners:
  - {name: any, port: 80, protocol: HTTP}
  - {name: wide, port: 80, protocol: HTTP, hostname: "*.example"}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r}
spec:
  parentRefs: [{name: g}]
  hostnames: ["a.example", "*.a.example", "*.example"]
  rules:
  - matches:
    - {path: {type: Exact, value: /exact}}
    - path: {type: RegularExpression, value: "/users/[0-9]+/.*"}
    - path: {value: /deep/er/path}
      method: POST
    - path: {value: /deep}
      headers:
      - {name: X, value: "1, 2"}
      - {name: Z, type: RegularExpression, value: "(a|b), .*"}
    - path: {value: /query}
      queryParams:
      - {name: q, value: a b}
      - {name: r, type: RegularExpression, value: "a +b"}
"#;

#[test]
fn a_decision_allocates_nothing() {
    let input = Input { path: "m.yaml".to_owned(), bytes: MANIFESTS.as_bytes().to_vec() };
    let (sources, problems) = read(vec![input]);
    let analysis = Analysis::of(sources, problems, &Options::default());
    assert!(!analysis.has_errors(), "{:?}", analysis.problems);
    let socket = analysis.table.only_socket().unwrap();
    let header =
        |name: &'static str, value: &'static str| Header { name: name.as_bytes(), value: value.as_bytes() };
    let headers = [header("x", "1"), header("z", "a"), header("x", "2"), header("z", "b")];
    let request = |host, path, query| Request {
        method: "GET",
        host,
        path,
        query,
        headers: &headers,
        server_name: Some(host),
    };

    for (request, matched) in [
        (request("a.example", "/exact", ""), Some(0)),
        (request("b.a.example", "/users/12/x", ""), Some(1)),
        (request("c.example", "/deep/er/path/x", ""), Some(3)),
        (request("x.c.example", "/query/", "p=1&%71=a+b&r=a%20%20b"), Some(4)),
        (request("a.example", "/query", "q=other"), None),
        (request("other", "/", ""), None),
    ] {
        let decide = || analysis.table.decide(socket, &request, &mut ());
        // The first use of a regular expression makes its cache.
        let first = decide();
        let before = ALLOCATIONS.get();
        let second = decide();
        let allocations = ALLOCATIONS.get() - before;
        assert_eq!(allocations, 0, "{request:?}");
        assert_eq!(first, second);
        let number = match second {
            Decision::Rule { arm, .. } => Some(analysis.origins.arms[arm.index()].number()),
            _ => None,
        };
        assert_eq!(number, matched, "{request:?}");
    }
}

#[test]
fn the_counter_counts() {
    let before = ALLOCATIONS.get();
    std::hint::black_box(Vec::<u8>::with_capacity(1));
    assert_eq!(ALLOCATIONS.get() - before, 1);
}
