use super::*;

fn dictionary() -> Dictionary<String, u8> {
    [("b", 1), ("a", 2), ("b", 3)].map(|(key, value)| (key.to_owned(), value)).into_iter().collect()
}

#[test]
fn the_last_of_equal_keys_is_found() {
    assert_eq!(dictionary().get("b"), Some(&3));
}

#[test]
fn all_of_a_key_keep_their_order() {
    assert_eq!(dictionary().all("b"), [("b".to_owned(), 1), ("b".to_owned(), 3)]);
}

#[test]
fn groups_are_in_the_order_of_their_keys() {
    let dictionary = dictionary();
    let groups: Vec<Vec<u8>> =
        dictionary.groups().map(|group| group.iter().map(|(_, value)| *value).collect()).collect();
    assert_eq!(groups, [vec![2], vec![1, 3]]);
}

#[test]
fn of_equal_keys_the_first_is_left() {
    assert_eq!(dictionary().into_distinct(), [("a".to_owned(), 2), ("b".to_owned(), 1)]);
}

#[test]
fn what_is_not_there_is_not_found() {
    assert_eq!(["", "aa", "c"].map(|key| dictionary().get(key).copied()), [None; 3]);
}
