use proptest::prelude::*;

use super::since_1970;

#[test]
fn what_go_reads_is_a_time() {
    for (text, time) in [
        ("1970-01-01T00:00:00Z", (0, 0)),
        ("1970-01-01T1:00:00Z", (3600, 0)),
        ("1970-01-01T00:00:00,5Z", (0, 500_000_000)),
        ("1970-01-01T00:00:00.1234567899Z", (0, 123_456_789)),
        ("1970-01-01T01:30:00+01:30", (0, 0)),
        ("1969-12-31T00:00:00-24:00", (0, 0)),
    ] {
        assert_eq!(since_1970(text), Some(time), "{text}");
    }
}

#[test]
fn what_no_calendar_has_is_none() {
    for text in [
        "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2024-04-31T00:00:00Z",
        "2024-00-01T00:00:00Z",
        "2024-13-01T00:00:00Z",
        "2024-01-00T00:00:00Z",
        "2024-01-01T24:00:00Z",
        "2024-01-01T00:60:00Z",
        "2024-01-01 00:00:00Z",
    ] {
        assert_eq!(since_1970(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn it_is_the_time_that_a_calendar_says(seconds in -62_167_219_200i64..253_402_300_800, nanoseconds in 0..1_000_000_000) {
        let time = jiff::Timestamp::from_second(seconds).unwrap();
        let text = time.strftime("%Y-%m-%dT%H:%M:%S").to_string();
        prop_assert_eq!(since_1970(&format!("{text}.{nanoseconds:09}Z")), Some((seconds, nanoseconds)));
        prop_assert_eq!(since_1970(&format!("{text}-05:30")), Some((seconds + 19_800, 0)));
    }
}
