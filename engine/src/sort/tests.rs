use std::cmp::Reverse;

use proptest::prelude::*;

use super::{sort_by, sort_by_key};

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
}
