use super::headers::Headers;
use super::map::Map;
use super::pairs;

#[test]
fn pairs_survive_the_serialised_form() {
    let headers = Headers::from([(":path", b"/a".as_slice()), ("x", b""), ("y", b"\xff\0")]);
    let decoded: Headers = pairs::decode(&pairs::encode(&headers)).into_iter().collect();
    assert_eq!(decoded, headers);
}

#[test]
fn a_truncated_list_of_pairs_is_an_empty_one() {
    let bytes = pairs::encode(&Headers::from([("name", "value")]));
    for len in 0..bytes.len() {
        assert_eq!(pairs::decode(&bytes[..len]), [], "the first {len} bytes");
    }
}

#[test]
fn a_list_that_claims_more_pairs_than_it_holds_is_an_empty_one() {
    assert_eq!(pairs::decode(&u32::MAX.to_le_bytes()), []);
}

#[test]
fn reading_a_header_that_envoy_keeps_in_one_slot_joins_it() {
    let headers = Headers::from([("accept", "a"), ("x", "a"), ("Accept", "b"), ("X", "b")]);
    let joined = Headers::from([("accept", "a,b"), ("x", "a"), ("x", "b")]);
    assert_eq!(headers.read_into(Map::Request), joined);
    assert_eq!(headers.read_into(Map::Response), headers);
}

#[test]
fn setting_a_header_leaves_one_value() {
    let mut headers = Headers::from([("x", "a"), ("x", "b")]);
    headers.set("X", "c");
    assert_eq!(headers, Headers::from([("x", "c")]));
}

#[test]
fn the_host_of_a_request_is_its_authority() {
    let headers = Headers::from([(":authority", "a"), ("Host", "b")]);
    assert_eq!(headers.read_into(Map::Request), Headers::from([(":authority", "a,b")]));
}

#[test]
fn pseudo_headers_stay_in_front() {
    let headers = Headers::from([("x", "1"), (":path", "/")]);
    let names: Vec<_> = headers.iter().map(|(name, _)| name).collect();
    assert_eq!(names, [b":path".as_slice(), b"x"]);
}
