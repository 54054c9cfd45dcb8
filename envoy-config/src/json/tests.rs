use super::*;

#[test]
fn it_is_what_serde_json_makes_of_it() {
    const KEY: &str = "key";
    let (name, none) = ("a".to_owned(), None::<&str>);
    assert_eq!(
        json!({
            "text": name, KEY: { "none": none, "empty": {} }, "list": [name.len() as u64, [1u32], { "a": [] }, [true]],
            "call": ["x", "y"].map(|text| format!("{text}{name}")), "negative": -1,
        }),
        serde_json::json!({
            "text": name, KEY: { "none": none, "empty": {} }, "list": [name.len() as u64, [1u32], { "a": [] }, [true]],
            "call": ["xa", "ya"], "negative": -1,
        }),
    );
}
