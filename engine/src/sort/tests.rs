use std::cmp::Reverse;

use proptest::prelude::*;

use super::{by_keys, sort_by, sort_by_key};

proptest! {
    #[test]
    fn a_list_is_sorted_as_the_standard_library_does(numbers in prop::collection::vec(0u8..20, 0..200)) {
        let list: Vec<(u8, usize)> = numbers.into_iter().enumerate().map(|(at, number)| (number, at)).collect();
        let (mut ours, mut theirs) = (list.clone(), list.clone());
        sort_by(&mut ours, |left, right| right.0.cmp(&left.0));
        theirs.sort_by_key(|(number, _)| Reverse(*number));
        prop_assert_eq!(ours, theirs.clone());

        let mut ours = list;
        sort_by_key(&mut ours, |(number, _)| Reverse(*number));
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn keys_are_ordered_as_the_standard_library_does(keys in prop::collection::vec(any::<u128>().prop_map(|key| key & 0xff0f << 77 | key & 3), 0..200)) {
        let mut expected: Vec<u32> = (0..).take(keys.len()).collect();
        expected.sort_by_key(|number| keys[*number as usize]);
        prop_assert_eq!(by_keys(&keys), expected);
    }
}
