use proptest::prelude::*;

use super::*;

/// Zero has no exponent that anybody could ask for.
fn is_something(float: &f64) -> bool {
    float.is_finite() && *float != 0.0
}

proptest! {
    #[test]
    fn digits_are_the_standard_librarys(float in any::<f64>().prop_filter("a number", is_something)) {
        let (digits, sign, exponent) = Shortest::of(float).scientific();
        let sign = if sign == '-' { "-" } else { "" };
        prop_assert_eq!(format!("{digits}e{sign}{exponent}"), format!("{float:e}"));
    }

    #[test]
    fn plain_numbers_are_the_standard_librarys(
        digits in -1_000_000_000_000_000i64..1_000_000_000_000_000,
        exponent in -25i32..10,
    ) {
        let float = digits as f64 * 10f64.powi(exponent);
        prop_assert_eq!(Shortest::of(float).plain(), float.to_string());
    }
}

#[test]
fn zero_keeps_its_sign() {
    assert_eq!((render_float(0.0), render_float(-0.0)), ("0".to_owned(), "-0".to_owned()));
}
