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

    #[test]
    fn digits_of_32_bits_mean_what_the_standard_librarys_do(bits in any::<u32>()) {
        let float = f32::from_bits(bits);
        prop_assume!(float.is_normal());
        let (digits, sign, exponent) = Shortest::of_single(float).scientific();
        let sign = if sign == '-' { "-" } else { "" };
        let (ours, standard) = (format!("{digits}e{sign}{exponent}"), format!("{float:e}"));
        prop_assert!(ours.len() == standard.len() && ours.parse() == Ok(float), "{ours} is not {standard}");
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
fn numbers_that_are_rounded_up_have_a_digit_more() {
    assert_eq!(Shortest::of_single(0.1).written(), "0.1");
    assert_eq!(Shortest::of_single(9_999_999.5).written(), "1e+07");
}

#[test]
fn zero_keeps_its_sign() {
    assert_eq!([0.0, -0.0].map(|zero| Shortest::of(zero).written()), ["0", "-0"]);
}
