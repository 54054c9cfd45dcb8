use super::*;

#[test]
fn what_is_escaped_is_not_printable() {
    let escaped: Vec<char> = ('\u{80}'..=char::MAX).filter(|&character| is_escaped(character)).collect();
    assert!(!escaped.is_empty());
    for character in escaped {
        let combined: String = ['a', character].iter().collect();
        assert!(combined.escape_debug().to_string().starts_with("a\\u"), "{character:?}");
    }
}

#[test]
fn what_people_write_is_printable() {
    let blocks =
        ['a'..='z', 'À'..='ö', 'α'..='ω', 'а'..='я', 'ぁ'..='ゖ', '一'..='鿿', '가'..='힣', '😀'..='🙏'];
    for character in blocks.into_iter().flatten() {
        assert!(!is_escaped(character), "{character}");
    }
}

#[test]
fn what_nobody_sees_is_told_by_its_number() {
    assert_eq!(quote("a\u{ad}\u{200b}\u{feff}\u{e0001}b"), r#""a\u00ad\u200b\ufeff\U000e0001b""#);
}
