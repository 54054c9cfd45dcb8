use super::{advice, names, problems, service};

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    assert_eq!(names(format!("\u{feff}{}", service("a"))), ["a"]);
    assert_eq!(problems("\u{feff}a: ["), ["syntax 1:4"]);
}

#[test]
fn utf_16_is_refused_by_name() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    assert_eq!(problems(wide(&format!("\u{feff}{}", service("a")))), ["not-utf-8 file"]);
    assert_eq!(advice(wide(&service("a"))).0, "the file is UTF-16 and not UTF-8");
    assert_eq!(advice([0xFF, 0xFE, 0, 0, b'a', 0, 0, 0]).0, "the file is UTF-32 and not UTF-8");
}

#[test]
fn nul_bytes_make_it_no_text() {
    assert_eq!(problems(b"\x7fELF\x02\x01\x01\0\0\0\0"), ["not-text file"]);
}

#[test]
fn the_first_byte_that_is_not_utf_8_is_named() {
    let text = [service("a").as_bytes(), b"b: caf\xe9\n"].concat();
    assert_eq!(problems(&text), ["not-utf-8 5:7"]);
    assert_eq!(advice(&text).0, "the file is not UTF-8: byte 55, in line 5, is 0xE9 and starts no character");
}

#[test]
fn a_control_character_loses_its_document_only() {
    let text = format!("{}# \u{7}\n---\n{}", service("a"), service("b"));
    assert_eq!(problems(&text), ["control-character 5:3"]);
    assert_eq!(names(&text), ["b"]);
}
