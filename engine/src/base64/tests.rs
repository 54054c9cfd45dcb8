use base64::{Engine, prelude::BASE64_STANDARD};
use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn bytes_are_written_as_the_crate_base64_does(bytes in any::<Vec<u8>>()) {
        prop_assert_eq!(encode(&bytes), BASE64_STANDARD.encode(&bytes));
    }

    #[test]
    fn a_text_is_read_as_the_crate_base64_does(text in "[A-Da-c0/+=\\-]{0,9}", bytes in any::<Vec<u8>>()) {
        prop_assert_eq!(decode(text.as_bytes()), BASE64_STANDARD.decode(&text).ok());
        prop_assert_eq!(decode(encode(&bytes).as_bytes()), Some(bytes));
    }
}

#[test]
fn base64_is_what_its_rfc_says() {
    let known = [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob")];
    for (text, bytes) in known {
        assert_eq!(decode(text.as_bytes()).as_deref(), Some(bytes.as_bytes()), "{text}");
        assert_eq!(encode(bytes.as_bytes()), text);
    }
    assert_eq!(decode(b"+/+/").as_deref(), Some(&[0xfb, 0xff, 0xbf][..]));
    assert_eq!(encode(&[0xfb, 0xff, 0xbf]), "+/+/");
}

#[test]
fn what_is_not_quite_base64_is_none() {
    for text in ["Zg", "Zg=", "Zg===", "Z===", "====", "Zh==", "Zm9=", "Zg==Zg==", "Zm9v\n", "Zm-v", "=m9v"] {
        assert_eq!(decode(text.as_bytes()), None, "{text}");
    }
}
