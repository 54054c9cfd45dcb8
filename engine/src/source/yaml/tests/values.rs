use super::{objects, problems, read_text, service};
use crate::source::DocId;
use serde_json::{Value, json};

/// What a value means in a manifest.
fn value(text: &str) -> Value {
    objects(&format!("{}value: {text}\n", service("a"))).remove(0)["value"].take()
}

/// What a key becomes.
fn key(text: &str) -> String {
    let (sources, _) = read_text(format!("{}data:\n  {text}: v\n", service("a")));
    sources.value(DocId(0)).unwrap()["data"].as_object().unwrap().keys().next().unwrap().clone()
}

#[test]
fn plain_words_of_yaml_1_1_are_booleans() {
    for text in ["true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y"] {
        assert_eq!(value(text), json!(true), "{text}");
    }
    for text in ["false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N"] {
        assert_eq!(value(text), json!(false), "{text}");
    }
    for text in ["yEs", "tRUE", "oN", "'yes'", "\"on\"", "!!str yes"] {
        assert!(value(text).is_string(), "{text}");
    }
}

#[test]
fn a_tilde_and_null_and_nothing_are_null() {
    for text in ["~", "null", "Null", "NULL", "", "# comment"] {
        assert_eq!(value(text), Value::Null, "{text}");
    }
    for text in ["nULL", "''", "\"\"", "!!str", "!!str ~"] {
        assert!(value(text).is_string(), "{text}");
    }
}

#[test]
fn integers_come_in_every_base_that_go_knows() {
    for (text, expected) in [
        ("80", 80),
        ("-7", -7),
        ("+12", 12),
        ("0", 0),
        ("00", 0),
        ("0777", 511),
        ("0o17", 15),
        ("0x1F", 31),
        ("-0x1F", -31),
        ("0b11", 3),
        ("1_000", 1000),
        ("08", 8),
        ("-9223372036854775808", i64::MIN),
        // Floats that JSON writes without a fraction are integers to the API server.
        ("80.0", 80),
        ("1e3", 1000),
        ("-0.0", 0),
        ("1.", 1),
    ] {
        assert_eq!(value(text), json!(expected), "{text}");
    }
    assert_eq!(value("18446744073709551615"), json!(u64::MAX));
}

#[test]
fn floats_keep_their_fraction() {
    for (text, expected) in
        [("1.10", 1.1), (".5", 0.5), ("-1.5e-3", -0.0015), ("1_0.5", 10.5), ("1e21", 1e21)]
    {
        assert_eq!(value(text), json!(expected), "{text}");
    }
}

#[test]
fn what_only_looks_like_a_number_is_a_text() {
    for text in [
        "1.2.3",
        "1:30",
        "2001-01-01",
        "0x",
        "0o8",
        "_1",
        "--1",
        "1e",
        "1e400",
        "10m",
        "1Gi",
        "+",
        ".",
        ".e5",
        "0x1p3",
        "1-2",
        "::1",
        "=",
        "<<",
    ] {
        assert_eq!(value(text), json!(text), "{text}");
    }
}

#[test]
fn a_number_that_json_lacks_is_a_problem() {
    for text in [".inf", "-.INF", "+.inf", ".nan"] {
        assert_eq!(problems(format!("{}value: {text}\n", service("a"))), ["invalid-number 5:8"], "{text}");
    }
}

#[test]
fn a_tag_decides_what_a_value_is() {
    assert_eq!(value("!!str 123"), json!("123"));
    assert_eq!(value("!!int \"12\""), json!(12));
    assert_eq!(value("!!float 1"), json!(1));
    assert_eq!(value("!!bool 'yes'"), json!(true));
    assert_eq!(value("!<tag:yaml.org,2002:str> 1"), json!("1"));
    assert_eq!(value("! 12"), json!("12"));
    assert_eq!(value("!mine 12"), json!("12"));
    assert_eq!(problems(format!("{}value: !!int x\n", service("a"))), ["invalid-tag 5:14"]);
    assert_eq!(problems(format!("{}value: !!binary aGk=\n", service("a"))), ["invalid-tag 5:17"]);
}

#[test]
fn keys_become_texts() {
    for (text, expected) in [
        ("80", "80"),
        ("0x10", "16"),
        ("1.5", "1.5"),
        ("1.10", "1.1"),
        ("123456789.5", "1.2345679e+08"),
        ("0.00001", "1e-05"),
        ("-1e300", "-Inf"),
        ("y", "true"),
        ("off", "false"),
        ("'y'", "y"),
        ("2001-01-01", "2001-01-01"),
        ("\"a b\"", "a b"),
    ] {
        assert_eq!(key(text), expected, "{text}");
    }
}

#[test]
fn a_key_that_silently_becomes_a_boolean_is_pointed_out() {
    assert_eq!(problems(format!("{}spec:\n  on: 1\n  true: 2\n", service("a")))[0], "boolean-key 6:3");
    assert!(objects(&format!("{}spec:\n  true: 2\n", service("a")))[0]["spec"]["true"] == 2);
}

#[test]
fn a_key_that_is_no_text_loses_the_document() {
    for (text, place) in [("~: 1", "5:1"), ("? [a]\n: 1", "5:3"), ("{a: 1}: 1", "5:1")] {
        let text = format!("{}{text}\n---\n{}", service("a"), service("b"));
        assert_eq!(problems(&text), [format!("invalid-key {place}")]);
        assert_eq!(super::names(&text), ["b"]);
    }
}

#[test]
fn a_key_twice_is_an_error_that_names_both_places_and_the_last_counts() {
    let text = format!("{}spec:\n  port: 1\n  other: 2\n  port: 3\n", service("a"));
    assert_eq!(problems(&text), ["duplicate-key 8:3"]);
    assert_eq!(super::advice(&text).0, "the key `port` is already set in line 6, column 3");
    let (sources, _) = read_text(&text);
    assert_eq!(sources.value(DocId(0)).unwrap()["spec"], json!({"port": 3, "other": 2}));
}

#[test]
fn keys_that_are_equal_only_as_text_are_the_same_key() {
    assert_eq!(problems(format!("{}spec:\n  1: a\n  '1': b\n", service("a"))), ["duplicate-key 7:3"]);
}

#[test]
fn block_texts_keep_or_fold_their_lines() {
    let text = format!(
        "{}literal: |\n  one\n   two\n\n  three\nfolded: >-\n  one\n  two\n\n  three\nkept: |+\n  one\n\nlast: |\n  end",
        service("a")
    );
    let object = objects(&text).remove(0);
    assert_eq!(object["literal"], "one\n two\n\nthree\n");
    assert_eq!(object["folded"], "one two\nthree");
    assert_eq!(object["kept"], "one\n\n");
    // As in libyaml, a file that ends without a line break gives a text that does.
    assert_eq!(object["last"], "end");
}

#[test]
fn flow_style_and_json_escapes_are_understood() {
    let text =
        format!("{}a: {{b: [1, 'two', \"th\\u00fcr\"], c: }}\nd: \"\\ud83d\\ude00\\/\"\n", service("a"));
    let object = objects(&text).remove(0);
    assert_eq!(object["a"], json!({"b": [1, "two", "thür"], "c": null}));
    assert_eq!(object["d"], "😀/");
}

#[test]
fn an_alias_repeats_its_anchor() {
    let text = format!("{}a: &list [1, {{b: 2}}]\nc: *list\nd: &t text\n*t : key\n", service("a"));
    let object = objects(&text).remove(0);
    assert_eq!(object["c"], json!([1, {"b": 2}]));
    assert_eq!(object["text"], "key");
}

#[test]
fn an_anchor_that_is_set_again_counts_from_there() {
    let text = format!("{}a: &x 1\nb: *x\nc: &x 2\nd: *x\n", service("a"));
    let object = objects(&text).remove(0);
    assert_eq!((&object["b"], &object["d"]), (&json!(1), &json!(2)));
}

#[test]
fn an_alias_without_an_anchor_is_a_problem() {
    assert_eq!(
        problems(format!("{}a: *none\nb: *neither\n", service("a"))),
        ["unknown-anchor 5:4", "unknown-anchor 6:4"]
    );
    assert_eq!(problems(format!("{}a: &a [*a]\n", service("a"))), ["unknown-anchor 5:8"]);
    // Anchors end with their document.
    assert_eq!(problems(format!("{0}a: &x 1\n---\n{0}b: *x\n", service("a"))), ["unknown-anchor 11:4"]);
}

#[test]
fn a_merge_key_fills_in_what_is_not_set_below_it() {
    let text = format!("{}base: &base {{a: 1, b: 2}}\nspec:\n  <<: *base\n  b: 3\n  c: 4\n", service("a"));
    assert_eq!(objects(&text)[0]["spec"], json!({"a": 1, "b": 3, "c": 4}));
}

#[test]
fn in_a_list_of_merges_the_first_wins() {
    let text = format!("{}spec:\n  <<: [{{a: 1}}, {{a: 2, b: 2}}]\n", service("a"));
    assert_eq!(objects(&text)[0]["spec"], json!({"b": 2, "a": 1}));
}

#[test]
fn a_merge_key_replaces_what_is_set_above_it_and_that_is_pointed_out() {
    let text = format!("{}spec:\n  a: 1\n  <<: {{a: 2, b: 3}}\n", service("a"));
    assert_eq!(problems(&text), ["merge-overrides 7:3"]);
    assert_eq!(read_text(&text).0.value(DocId(0)).unwrap()["spec"], json!({"a": 2, "b": 3}));
}

#[test]
fn only_a_plain_merge_key_merges_and_only_mappings() {
    assert_eq!(objects(&format!("{}'<<': {{a: 1}}\n", service("a")))[0]["<<"], json!({"a": 1}));
    assert_eq!(problems(format!("{}<<: 1\n", service("a"))), ["invalid-merge 5:1"]);
    assert_eq!(problems(format!("{}<<: [{{}}, 1]\n", service("a"))), ["invalid-merge 5:1"]);
}
