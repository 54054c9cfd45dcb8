//! HTTP/2 as nobody should speak it.

use serde_json::Value;

use super::frames::{
    CONTINUATION, DATA, END_HEADERS, END_STREAM, Frames, HEADERS, PING, PRIORITY, RST_STREAM, SETTINGS, Said,
    WINDOW_UPDATE, block, frame,
};
use super::scene::{OPEN, Scene, WANTED};

type Fields<'a> = Vec<(&'a [u8], &'a [u8])>;

/// A request without fault, and what else there is to be.
fn with<'a>(more: &[(&'a [u8], &'a [u8])]) -> Fields<'a> {
    let mut fields: Fields<'a> =
        vec![(b":method", b"GET"), (b":scheme", b"http"), (b":authority", OPEN.as_bytes()), (b":path", b"/")];
    fields.extend(more);
    fields
}

/// The same with another value, or without the field.
fn but<'a>(name: &[u8], value: Option<&'a [u8]>) -> Fields<'a> {
    let fields = with(&[]).into_iter();
    fields
        .filter_map(|(field, own)| match value {
            _ if field != name => Some((field, own)),
            value => value.map(|value| (field, value)),
        })
        .collect()
}

fn ask(scene: &Scene, fields: &[(&[u8], &[u8])]) -> Said {
    let mut frames = Frames::open(scene.address());
    frames.send(HEADERS, END_STREAM | END_HEADERS, 1, &block(fields)).unwrap();
    frames.said(1)
}

fn shown(fields: &[(&[u8], &[u8])]) -> String {
    let lines =
        fields.iter().map(|(name, value)| format!("{}: {}", name.escape_ascii(), value.escape_ascii()));
    lines.collect::<Vec<_>>().join(", ")
}

#[test]
fn malformed_requests_are_refused() {
    let scene = Scene::new();
    assert_eq!(ask(&scene, &with(&[])), Said::Status(200));
    scene.asked();
    let mut late = with(&[(b"x-first", b"1")]);
    late.swap(3, 4);
    for fields in [
        but(b":method", None),
        but(b":path", None),
        but(b":scheme", None),
        but(b":authority", None),
        but(b":path", Some(b"")),
        but(b":path", Some(b"admin")),
        but(b":path", Some(b"/a b")),
        but(b":path", Some(b"/\0")),
        but(b":path", Some(b"*")),
        but(b":authority", Some(b"")),
        but(b":authority", Some(b"\xff")),
        but(b":authority", Some(b"admin.example.com@open.example.com")),
        but(b":authority", Some(b"open.example.com,admin.example.com")),
        but(b":method", Some(b"G T")),
        but(b":method", Some(b"")),
        with(&[(b":path", b"/admin")]),
        with(&[(b":authority", b"admin.example.com")]),
        with(&[(b":status", b"200")]),
        with(&[(b":admin", b"1")]),
        with(&[(b":protocol", b"websocket")]),
        late,
        with(&[(b"X-Upper", b"1")]),
        with(&[(b"X-Gatewright-Cluster", WANTED.as_bytes())]),
        with(&[(b"connection", b"keep-alive")]),
        with(&[(b"transfer-encoding", b"chunked")]),
        with(&[(b"upgrade", b"h2c")]),
        with(&[(b"te", b"gzip")]),
        with(&[(b"x nope", b"1")]),
        with(&[(b"", b"1")]),
        with(&[(b"x-nul", b"a\0b")]),
        with(&[(b"x-lines", b"a\r\nx-gatewright-cluster: default/admin:80")]),
        with(&[(b"x-lines", b"a\nb")]),
        with(&[(b"content-length", b"5")]),
        with(&[(b"content-length", b"0"), (b"content-length", b"5")]),
    ] {
        let said = ask(&scene, &fields);
        let refused = matches!(said, Said::Status(400..=499) | Said::Reset | Said::Gone);
        assert!(refused, "{}: {said:?}", shown(&fields));
    }
    assert_eq!(scene.asked(), Vec::<Value>::new());
    scene.unharmed();
}

#[test]
fn nobody_picks_a_cluster_over_http2() {
    let scene = Scene::new();
    for fields in [
        with(&[(b"x-gatewright-cluster", WANTED.as_bytes())]),
        with(&[(b"x-gatewright-cluster", b""), (b"x-gatewright-cluster", WANTED.as_bytes())]),
        with(&[(b"x-gatewright-rule", b"default/admin/0")]),
        with(&[(b"te", b"trailers"), (b"x-envoy-upstream-rq-timeout-ms", b"1")]),
        with(&[(b"x-bytes", b"\xff\xfe")]),
    ] {
        assert_eq!(ask(&scene, &fields), Said::Status(200), "{}", shown(&fields));
    }
    // Trailers come after the decision.
    let mut frames = Frames::open(scene.address());
    frames.send(HEADERS, END_HEADERS, 1, &block(&with(&[]))).unwrap();
    frames.send(DATA, 0, 1, b"a").unwrap();
    let trailers = block(&[("x-gatewright-cluster", WANTED)]);
    frames.send(HEADERS, END_STREAM | END_HEADERS, 1, &trailers).unwrap();
    assert_eq!(frames.said(1), Said::Status(200));
    assert_eq!(scene.admin.received(), Vec::<Value>::new());
    for request in scene.asked() {
        let names = request["headers"].as_object().unwrap().keys();
        let ours: Vec<_> = names.filter(|name| name.starts_with("x-gatewright-")).collect();
        assert!(ours.is_empty(), "{ours:?}");
    }
    scene.unharmed();
}

/// WebSockets come so (RFC 8441), and nothing else may.
#[test]
fn no_tunnel_is_opened_by_extended_connect() {
    let scene = Scene::new();
    for protocol in ["connect-udp", "connect-ip", "h2c", "", "websocket, h2c"] {
        let mut fields = but(b":method", Some(b"CONNECT"));
        fields.push((b":protocol", protocol.as_bytes()));
        fields.push((b"x-gatewright-cluster", WANTED.as_bytes()));
        let said = ask(&scene, &fields);
        let refused = matches!(said, Said::Status(400..=499) | Said::Reset | Said::Gone);
        assert!(refused, "{protocol}: {said:?}");
    }
    let plain: Fields<'_> = vec![(b":method", b"CONNECT"), (b":authority", b"admin.example.com:80")];
    let said = ask(&scene, &plain);
    assert!(matches!(said, Said::Status(400..=499) | Said::Reset | Said::Gone), "{said:?}");
    assert_eq!(scene.asked(), Vec::<Value>::new());
    scene.unharmed();
}

#[test]
fn a_host_beside_the_authority_leads_nowhere_else() {
    let scene = Scene::new();
    let said = ask(&scene, &with(&[(b"host", b"admin.example.com")]));
    assert!(matches!(said, Said::Status(200 | 400) | Said::Reset), "{said:?}");
    assert_eq!(scene.admin.received(), Vec::<Value>::new());
    scene.unharmed();
}

#[test]
fn headers_without_end_end_the_connection() {
    let scene = Scene::new();
    let long = block(&[("x-long", "v".repeat(16_000))]);
    let fragments: [(&str, Vec<u8>, u32); 3] = [
        ("large ones", frame(CONTINUATION, 0, 1, &long), 200),
        ("small ones", frame(CONTINUATION, 0, 1, &block(&[("x-a", "b")])), 50_000),
        ("empty ones", frame(CONTINUATION, 0, 1, b""), 50_000),
    ];
    for (what, fragment, count) in fragments {
        let mut frames = Frames::open(scene.address());
        frames.send(HEADERS, END_STREAM, 1, &block(&with(&[]))).unwrap();
        let mut sent = 0;
        while sent < count && frames.send_all(&fragment).is_ok() {
            sent += 1;
        }
        let said = frames.said(1);
        assert!(
            matches!(said, Said::Gone | Said::Reset | Said::Status(431)),
            "{what}: {said:?} after {sent}"
        );
    }
    assert_eq!(scene.asked(), Vec::<Value>::new());
    scene.unharmed();
}

#[test]
fn floods_of_frames_hurt_nobody() {
    let scene = Scene::new();
    let floods: [(&str, Vec<u8>); 6] = [
        ("pings", frame(PING, 0, 0, &[0; 8])),
        ("settings", frame(SETTINGS, 0, 0, &[0, 4, 0, 0, 0xff, 0xff])),
        ("priorities", frame(PRIORITY, 0, 1, &[0, 0, 0, 3, 1])),
        ("window updates", frame(WINDOW_UPDATE, 0, 0, &[0, 0, 0, 1])),
        ("unknown frames", frame(0xfa, 0xff, 1, &[0; 100])),
        ("empty data", frame(DATA, 0, 1, b"")),
    ];
    for (what, flood) in floods {
        let mut frames = Frames::open(scene.address());
        frames.send(HEADERS, END_HEADERS, 1, &block(&with(&[]))).unwrap();
        let many = flood.repeat(100);
        for _ in 0..200 {
            if frames.send_all(&many).is_err() {
                break;
            }
        }
        // What it answered, if it did, has been read by nobody so far.
        let _ = frames.send(DATA, END_STREAM, 1, b"");
        let said = frames.said(1);
        assert!(matches!(said, Said::Gone | Said::Reset | Said::Status(200)), "{what}: {said:?}");
    }
    scene.unharmed();
}

#[test]
fn streams_that_are_reset_at_once_hurt_nobody() {
    let scene = Scene::new();
    for _ in 0..5 {
        let mut frames = Frames::open(scene.address());
        let request = block(&but(b":path", Some(b"/slow")));
        for number in 0..2_000 {
            let stream = 2 * number + 1;
            let headers = frame(HEADERS, END_STREAM | END_HEADERS, stream, &request);
            let both = [headers, frame(RST_STREAM, 0, stream, &8_u32.to_be_bytes())].concat();
            if frames.send_all(&both).is_err() {
                break;
            }
        }
    }
    scene.unharmed();
}

#[test]
fn frames_that_break_the_protocol_end_the_connection() {
    let scene = Scene::new();
    let request = frame(HEADERS, END_STREAM | END_HEADERS, 1, &block(&with(&[])));
    for (what, bytes) in [
        ("data before headers", frame(DATA, END_STREAM, 1, b"a")),
        ("an even stream", frame(HEADERS, END_STREAM | END_HEADERS, 2, &block(&with(&[])))),
        ("the stream of the connection", frame(HEADERS, END_STREAM | END_HEADERS, 0, &block(&with(&[])))),
        ("continuation of nothing", frame(CONTINUATION, END_HEADERS, 1, b"")),
        ("a header block that is none", frame(HEADERS, END_STREAM | END_HEADERS, 1, &[0xff; 50])),
        ("a window beyond all", frame(WINDOW_UPDATE, 0, 0, &[0x7f, 0xff, 0xff, 0xff])),
        ("settings of odd size", frame(SETTINGS, 0, 0, &[0; 5])),
        ("a frame too large", frame(DATA, 0, 1, &vec![0; 100_000])),
        ("a reset of an idle stream", frame(RST_STREAM, 0, 9, &[0; 4])),
        ("a stream that went backwards", {
            let first = frame(HEADERS, END_STREAM | END_HEADERS, 5, &block(&but(b":path", Some(b"/slow"))));
            [first, request.clone()].concat()
        }),
    ] {
        let mut frames = Frames::open(scene.address());
        let _ = frames.send_all(&bytes);
        assert!(matches!(frames.said(1), Said::Gone | Said::Reset), "{what}");
    }
    scene.unharmed();
}
