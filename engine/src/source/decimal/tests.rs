use proptest::prelude::*;

use super::*;

fn assert_same(text: &str) {
    let bits = |number: f64| if number.is_nan() { f64::NAN.to_bits() } else { number.to_bits() };
    assert_eq!(float(text).map(bits), text.parse().ok().map(bits), "{text}");
}

#[test]
fn numbers_with_and_without_their_parts() {
    for text in
        ["0", "-0", "+1", "1.", ".5", "1.5", "-12.75e1", "1e3", "1E-3", "007.10", "inf", "-Infinity", "nan"]
    {
        assert_same(text);
    }
}

#[test]
fn what_is_no_number() {
    for text in
        ["", "-", "+-1", ".", "e1", "1e", "1e+", "1.2.3", "1e1e1", "0x1", "1_000", " 1", "1f", "infinit", "é"]
    {
        assert_eq!(float(text), None, "{text}");
        assert_same(text);
    }
}

#[test]
fn a_half_goes_to_the_even_neighbour() {
    // Between 2^53 and the next float, a little more, and the half above that.
    for text in
        ["9007199254740993", "9007199254740993.0000000000000000000000000000000001", "9007199254740995"]
    {
        assert_same(text);
    }
    let (half, zeros) = ("9007199254740993.", "0".repeat(2 * DIGITS));
    assert_same(&format!("{half}{zeros}"));
    assert_same(&format!("{half}{zeros}1"));
}

#[test]
fn the_largest_and_the_smallest() {
    for text in [
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.7976931348623159e308",
        "2e308",
        "1e309",
        "1e99999999999999999999",
        "2.2250738585072014e-308",
        "2.2250738585072011e-308",
        "4.9406564584124654e-324",
        "2.4703282292062328e-324",
        "2.4703282292062327e-324",
        "1e-324",
        "1e-400",
        "1e-99999999999999999999",
        "0e99999999999999999999",
    ] {
        assert_same(text);
    }
    let zeros = "0".repeat(400);
    assert_same(&format!("0.{zeros}1e400"));
    assert_same(&format!("1{zeros}e-400"));
}

proptest! {
    #[test]
    fn any_float_reads_back(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        for text in [format!("{number}"), format!("{number:e}"), format!("{number:.30e}")] {
            assert_same(&text);
        }
    }

    #[test]
    fn between_two_floats_the_closer_one(bits in 0..0x7fe0_0000_0000_0000u64, digits in 17..800usize) {
        // All digits of a float and half a step are fewer than 800.
        let number = f64::from_bits(bits);
        let text = format!("{number:.digits$e}");
        assert_same(&text);
        assert_same(&text.replace("e", "5e"));
    }

    #[test]
    fn any_text_of_these_characters(text in "[-+]?[0-9]{0,30}[.]?[0-9]{0,30}(e[-+]?[0-9]{0,3})?") {
        assert_same(&text);
    }
}
