use std::{cmp::Reverse, collections::BTreeSet};

use proptest::prelude::*;

use super::{distinct, sort_by, sort_by_key, sort_by_numbers};

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
    fn distinct_items_are_those_of_an_ordered_set(numbers in prop::collection::vec(0u8..20, 0..50)) {
        let theirs: BTreeSet<u8> = numbers.iter().copied().collect();
        prop_assert!(distinct(numbers).into_iter().eq(theirs));
    }

    #[test]
    fn numbers_stand_by_their_keys_with_the_greatest_first(
        keys in prop::collection::vec(prop_oneof![0_u64..4, any::<u64>(), (0_u64..9).prop_map(|high| high << 40)], 0..300),
    ) {
        let mut ours: Vec<u32> = (0..u32::try_from(keys.len()).unwrap()).collect();
        let mut theirs = ours.clone();
        let key = |number: u32| keys[usize::try_from(number).unwrap()];
        sort_by_numbers(&mut ours, key);
        theirs.sort_by_key(|number| Reverse(key(*number)));
        prop_assert_eq!(ours, theirs);
    }
}
