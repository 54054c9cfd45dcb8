use serde_json::{Value, json};

use super::{Budget, EvalError, Program};
use crate::admit::schema::any;

fn eval(source: &str, this: &Value) -> Result<bool, EvalError> {
    let program = Program::parse(source).unwrap_or_else(|error| panic!("{source}: {error}"));
    program.holds(this, &any().finish(), &Budget::new(100_000))
}

/// Expressions that are true of an object that has a bit of everything.
fn hold(sources: &[&str]) {
    let this = json!({
        "text": "a/b/é",
        "number": 3,
        "list": [1, 2, 3],
        "items": [{"name": "a"}, {"name": "b"}, {"other": "c"}],
        "map": {"k1": "v1", "k2": "v2"},
        "namespace": "n",
        "nothing": null,
        "yes": true,
    });
    for source in sources {
        assert_eq!(eval(source, &this), Ok(true), "{source}");
    }
}

/// Expressions that have no value, and why.
fn fail(cases: &[(&str, EvalError)]) {
    for (source, error) in cases {
        assert_eq!(eval(source, &json!({"a": 1, "list": [1]})), Err(error.clone()), "{source}");
    }
}

#[test]
fn literals() {
    hold(&[
        "true && !false && null == null",
        r#"'it' + "'" + 's' == "it's""#,
        r#"'\x41\u00e9\n\\\'' == 'Aé' + '\n' + r'\' + "'""#,
        r#"r"""\d"x"""  == "\\d\"x""#,
        "[1, 2] == [1, 2] && [1, 2] != [2, 1] && [] == []",
        "-3 == 0 - 3",
    ]);
}

#[test]
fn operators_bind_as_in_cel() {
    hold(&[
        "1 + 2 * 3 == 7 && (1 + 2) * 3 == 9 && 7 - 2 - 1 == 4",
        "7 / 2 == 3 && 7 % 2 == 1 && -7 / 2 == -3",
        "false && false || true",
        "false ? false : true ? true : false",
        "1 < 2 && 2 <= 2 && 3 > 2 && 'b' >= 'a' && 1 != 2",
        "!self.yes == false",
    ]);
}

#[test]
fn values_of_different_types_are_not_equal() {
    hold(&["self.number != '3'", "self.list != self.map", "self.list == [1, 2, 3]"]);
}

#[test]
fn fields_are_selected_and_asked_for() {
    hold(&[
        "self.number == 3 && self['number'] == 3",
        "has(self.text) && !has(self.nope) && !has(self.nothing)",
        "self.__namespace__ == 'n' && has(self.__namespace__)",
        "self.items[1].name == 'b' && self.list[2] == 3",
    ]);
    fail(&[
        ("self.b == 1", EvalError::NoSuchKey("b".to_owned())),
        ("self.list[1] == 1", EvalError::IndexOutOfBounds(1)),
        ("self.list[-1] == 1", EvalError::IndexOutOfBounds(-1)),
        ("self.a.b == 1", EvalError::NoSuchOverload),
        ("self.a + 'x' == ''", EvalError::NoSuchOverload),
        ("self.a < '1'", EvalError::NoSuchOverload),
        ("self.a / 0 == 1", EvalError::DivisionByZero),
        ("9223372036854775807 + self.a == 0", EvalError::IntegerOverflow),
    ]);
}

/// The order of the two sides makes no difference: the one that decides does.
#[test]
fn logical_operators_absorb_errors() {
    hold(&[
        "self.nope == 1 || true",
        "true || self.nope == 1",
        "!(self.nope == 1 && false)",
        "!(false && self.nope == 1)",
        "self.items.exists(i, i.name == 'b')",
        "!self.items.all(i, i.name == 'a')",
    ]);
    let missing = || EvalError::NoSuchKey("b".to_owned());
    fail(&[
        ("self.b == 1 || false", missing()),
        ("self.b == 1 && true", missing()),
        ("self.list.all(i, i == 1 && self.b == 1)", missing()),
        ("self.list.exists(i, i == self.b)", missing()),
        ("self.list.exists_one(i, i == self.b)", missing()),
        ("self.list.filter(i, i == self.b).size() == 0", missing()),
        ("self.b == 1 ? true : true", missing()),
        ("1 && true", EvalError::NoSuchOverload),
    ]);
}

#[test]
fn macros_run_over_items_and_keys() {
    hold(&[
        "self.list.all(i, i > 0) && self.list.exists(i, i == 2) && !self.list.exists(i, i == 4)",
        "self.list.exists_one(i, i == 2) && !self.list.exists_one(i, i > 1)",
        "self.list.filter(i, i > 1) == [2, 3] && self.list.map(i, i * 2) == [2, 4, 6]",
        "self.map.all(k, k.startsWith('k')) && 'k1' in self.map && 2 in self.list && !('x' in ['y'])",
        "[].all(i, false) && ![].exists(i, true)",
        "self.list.all(i, self.list.exists(j, i == j))",
        "self.list.exists(i, self.list.exists(i, i == 3) && i == 1)",
    ]);
}

#[test]
fn functions_of_texts() {
    hold(&[
        "size(self.text) == 5 && self.text.size() == 5 && size(self.list) == 3 && self.map.size() == 2",
        "self.text.contains('/b') && self.text.startsWith('a') && self.text.endsWith('é')",
        "self.text.split('/') == ['a', 'b', 'é'] && 'ab'.split('') == ['a', 'b']",
        "self.text.substring(4) == 'é' && self.text.substring(0, 1) == 'a' && self.text.substring(5) == ''",
        "self.text.matches('^a/') && !self.text.matches('^b') && 'x1'.matches(r'\\d')",
        "'aBÉ'.lowerAscii() == 'abÉ'",
    ]);
    fail(&[("'ab'.substring(3) == ''", EvalError::Function("index out of range: 3".to_owned()))]);
}

#[test]
fn durations() {
    hold(&[
        "duration('1h30m') == duration('90m') && duration('1.5s') == duration('1500ms')",
        "duration('0s') < duration('1ns') && duration('-1s') < duration('0') && duration('1m') > duration('59s')",
        "duration('1us') == duration('1000ns') && duration('1m1ms') > duration('1m')",
    ]);
    for text in ["", "1", "s", "1x", "1s1", ".s", "9999999999999h"] {
        assert!(eval("duration(self) == duration('0s')", &json!(text)).is_err(), "{text}");
    }
}

#[test]
fn addresses_and_formats() {
    hold(&[
        "isIP('10.0.0.1') && isIP('::1') && !isIP('example.com')",
        "!isIP('010.0.0.1') && !isIP('::ffff:1.2.3.4') && !isIP('fe80::1%eth0')",
        "!format.dns1123Label().validate('a').hasValue() && format.dns1123Label().validate('a.b').hasValue()",
    ]);
}

/// Why `spec.port.name` of an XBackend can never be set in Gateway API v1.6.1.
#[test]
fn what_validate_answers_is_never_null() {
    assert_eq!(eval("format.dns1123Label().validate('a') == null", &json!({})), Ok(false));
}

#[test]
fn what_is_no_expression_is_refused() {
    for source in [
        "",
        "1 +",
        "(1",
        "[1",
        "a",
        "self.",
        "self.x(",
        "has(self)",
        "has(self.a, 1)",
        "self.all(1, true)",
        "'a",
        "1 2",
        "nope(1)",
        "self.size(1)",
        "format.nope()",
        "'a'.matches('[')",
        "99999999999999999999",
        "'\\q'",
        "self.all(x, y)",
        "@",
    ] {
        assert!(Program::parse(source).is_err(), "{source}");
    }
}

#[test]
fn an_expression_that_nests_too_deeply_is_refused_not_recursed_into() {
    for source in [
        format!("{}1{}", "(".repeat(10_000), ")".repeat(10_000)),
        format!("{}true", "!".repeat(10_000)),
        format!("1{}", " + 1".repeat(10_000)),
        format!("self{}", ".a".repeat(10_000)),
        "true ? true : ".repeat(10_000),
    ] {
        assert_eq!(Program::parse(&source).unwrap_err().message, "nested too deeply");
    }
}

#[test]
fn work_is_bounded_and_no_operator_absorbs_that() {
    let this = Value::from(vec![1; 1000]);
    let program = Program::parse("self.all(a, self.all(b, self.all(c, a == b))) || true").unwrap();
    assert_eq!(program.holds(&this, &any().finish(), &Budget::new(100_000)), Err(EvalError::OutOfBudget));
}

#[test]
fn only_rules_that_mention_the_old_object_are_about_updates() {
    assert!(Program::parse("self == oldSelf").unwrap().is_transition());
    assert!(!Program::parse("self == self").unwrap().is_transition());
}
