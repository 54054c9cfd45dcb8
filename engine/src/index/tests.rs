use super::*;

fn index() -> Index<String, u8> {
    [("b", 1), ("a", 2), ("b", 3)].map(|(key, value)| (key.to_owned(), value)).into_iter().collect()
}

#[test]
fn the_last_of_equal_keys_is_found() {
    assert_eq!(index().get("b"), Some(&3));
}

#[test]
fn all_of_a_key_keep_their_order() {
    assert_eq!(index().all("b"), [("b".to_owned(), 1), ("b".to_owned(), 3)]);
}

#[test]
fn what_is_not_there_is_not_found() {
    assert_eq!(["", "aa", "c"].map(|key| index().get(key).copied()), [None; 3]);
}
