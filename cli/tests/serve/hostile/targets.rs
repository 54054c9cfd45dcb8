//! Request targets that are none, or mean something else than they look like.

use serde_json::Value;

use super::scene::{OPEN, Scene, seen};

fn get(target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: {OPEN}\r\n\r\n")
}

#[test]
fn no_spelling_of_a_path_walks_around_a_rule() {
    let scene = Scene::new();
    for (target, expected) in [
        ("/admin", "admin /admin"),
        ("/x/../admin", "admin /admin"),
        ("/x/%2e%2e/admin", "admin /admin"),
        ("/x/.%2E/admin", "admin /admin"),
        ("/./admin", "admin /admin"),
        ("/../admin", "admin /admin"),
        ("/%2e%2e/%2e%2e/admin", "admin /admin"),
        ("/%61dmin", "admin /admin"),
        ("/admin/", "admin /admin/"),
        ("/admin/../x", "open /x"),
        ("/admin/..", "open /"),
        ("/admin%2f..", "open /admin%2f.."),
        ("/x/..%2fadmin", "open /x/..%2fadmin"),
        ("/x%5c..%5cadmin", "open /x%5c..%5cadmin"),
        ("//admin", "open //admin"),
        ("/x/..//admin", "open //admin"),
        ("/ADMIN", "open /ADMIN"),
        ("/admin;x", "open /admin;x"),
        ("/x?/../admin", "open /x?/../admin"),
        ("/%2561dmin", "open /%2561dmin"),
    ] {
        let (service, path) = expected.split_once(' ').unwrap();
        assert_eq!(seen(scene.ask(get(target))), format!("{service} {OPEN} {path}"), "{target}");
    }
    scene.unharmed();
}

#[test]
fn what_is_no_target_is_refused() {
    let scene = Scene::new();
    for target in ["admin", "", "/\0", "/a b", "\\admin", "?/admin", "../admin"] {
        let seen = seen(scene.ask(get(target)));
        assert!(["400", "404"].contains(&seen.as_str()), "`{}`: {seen}", target.escape_debug());
    }
    assert_eq!(scene.asked(), Vec::<Value>::new());
    scene.unharmed();
}

#[test]
fn the_host_of_a_target_in_absolute_form_counts() {
    let scene = Scene::new();
    for (target, expected) in [
        ("http://open.example.com/x?y", "open open.example.com /x?y"),
        ("http://admin.example.com/x", "admin admin.example.com /x"),
        ("http://admin.example.com", "admin admin.example.com /"),
        ("http://lost.example.com/", "404"),
        ("http://open.example.com/x/../admin", "admin open.example.com /admin"),
        ("http://admin.example.com@open.example.com/", "open open.example.com /"),
        ("http:///", "400"),
        ("http://", "400"),
        ("ftp://open.example.com/", "400"),
    ] {
        assert_eq!(seen(scene.ask(get(target))), expected, "{target}");
    }
    scene.unharmed();
}

#[test]
fn nothing_is_opened_for_connect_or_an_asterisk() {
    let scene = Scene::new();
    for (line, expected) in [
        ("OPTIONS * HTTP/1.1", "404"),
        ("GET * HTTP/1.1", "400"),
        ("CONNECT admin.example.com:80 HTTP/1.1", "404"),
        ("CONNECT open.example.com:80 HTTP/1.1", "404"),
        ("CONNECT 127.0.0.1:22 HTTP/1.1", "404"),
        ("CONNECT / HTTP/1.1", "400"),
        ("CONNECT http://open.example.com/ HTTP/1.1", "400"),
    ] {
        assert_eq!(seen(scene.ask(format!("{line}\r\nHost: {OPEN}\r\n\r\n"))), expected, "{line}");
    }
    assert_eq!(scene.asked(), Vec::<Value>::new());
    scene.unharmed();
}

#[test]
fn long_targets_pass_up_to_envoys_limits() {
    let scene = Scene::new();
    for target in [
        format!("/{}", "a".repeat(50_000)),
        "/a".repeat(20_000),
        "//".repeat(20_000),
        format!("/?{}", "q".repeat(50_000)),
        format!("/?{}", "&q=1".repeat(10_000)),
        format!("/{}", "%41".repeat(15_000)),
        format!("/{}", "%2F".repeat(15_000)),
        format!("/a{}", "/b/..".repeat(10_000)),
    ] {
        let seen = seen(scene.ask(get(&target)));
        assert!(seen.starts_with("open "), "{target:.20}…: {seen:.60}");
    }
    for target in [format!("/{}", "a".repeat(70_000)), format!("/?{}", "q".repeat(500_000))] {
        assert_eq!(seen(scene.ask(get(&target))), "431", "{target:.20}…");
    }
    // As many steps up as down, and more.
    for target in ["/a/..".repeat(9_000), "/..".repeat(15_000)] {
        assert_eq!(seen(scene.ask(get(&target))), format!("open {OPEN} /"));
    }
    scene.unharmed();
}
