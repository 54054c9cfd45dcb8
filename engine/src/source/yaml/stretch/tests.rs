use proptest::prelude::*;

use super::{shared_end, shared_start};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_share_what_they_begin_and_end_with(
        start in "[ab]{0,40}", left in "[ab]{0,20}", right in "[ab]{0,20}", end in "[ab]{0,40}",
    ) {
        let (left, right) = (format!("{start}{left}{end}"), format!("{start}{right}{end}"));
        let same = |(left, right): &(u8, u8)| left == right;
        let before = left.bytes().zip(right.bytes()).take_while(same).count();
        let behind = left.bytes().rev().zip(right.bytes().rev()).take_while(same).count();
        prop_assert_eq!(shared_start(left.as_bytes(), right.as_bytes()), before);
        prop_assert_eq!(shared_end(left.as_bytes(), right.as_bytes()), behind);
    }
}
