use proptest::prelude::*;

use super::*;

/// Zero has no exponent that anybody could ask for.
fn is_something(float: &f64) -> bool {
    float.is_finite() && *float != 0.0
}

/// Where a number lies half way between the shortest texts that mean it, either will do: the two differ in the last
/// digit then, and only there.
fn means_the_same(ours: &str, standard: &str) -> bool {
    ours.len() == standard.len() && ours.parse::<f64>().ok() == standard.parse().ok()
}

proptest! {
    #[test]
    fn digits_mean_what_the_standard_librarys_do(float in any::<f64>().prop_filter("a number", is_something)) {
        let (digits, sign, exponent) = Shortest::of(float).scientific();
        let sign = if sign == '-' { "-" } else { "" };
        let (ours, standard) = (format!("{digits}e{sign}{exponent}"), format!("{float:e}"));
        prop_assert!(means_the_same(&ours, &standard), "{ours} is not {standard}");
    }

    #[test]
    fn plain_numbers_mean_what_the_standard_librarys_do(
        digits in -1_000_000_000_000_000i64..1_000_000_000_000_000,
        exponent in -25i32..10,
    ) {
        let float = digits as f64 * 10f64.powi(exponent);
        let (ours, standard) = (Shortest::of(float).plain(), float.to_string());
        prop_assert!(means_the_same(&ours, &standard), "{ours} is not {standard}");
    }
}

#[test]
fn half_way_between_two_texts_either_will_do() {
    // 0.25 behind the point: 53 bits have room for that, and not for tenths.
    let half_way = f64::from_bits(0x4314_f5b8_152f_8485);
    let ours = Shortest::of(half_way).plain();
    assert!(["1474917628109089.2", "1474917628109089.3"].contains(&ours.as_str()), "{ours}");
}

#[test]
fn zero_keeps_its_sign() {
    assert_eq!((render_float(0.0), render_float(-0.0)), ("0".to_owned(), "-0".to_owned()));
}
