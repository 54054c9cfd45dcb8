use super::*;

/// What the other function is like.
const MODEL: &str =
    "local.get 2 local.set 1 local.get 1 i32.const 7 i32.add local.set 2 local.get 2 i32.eqz drop";
/// The same with the variables exchanged.
const OTHER: &str =
    "local.get 1 local.set 2 local.get 2 i32.const 7 i32.add local.set 1 local.get 1 i32.eqz drop";

#[track_caller]
fn becomes(before: &str, after: &str) {
    let [before, after] = [before, after].map(|text| wat::parse_str(text).unwrap());
    assert_eq!(renumbered(&before).unwrap(), after);
}

/// Functions with these variables become others, beside two of the model.
#[track_caller]
fn among_models(variables: &str, before: &str, after: &str) {
    let model = format!("(func (param i32) (local i32 i32) {MODEL})");
    let module = |code: &str| format!("(module {model} {model} (func {variables} {code}))");
    becomes(&module(before), &module(after));
}

#[test]
fn what_does_the_same_says_the_same() {
    among_models("(param i32) (local i32 i32)", OTHER, MODEL);
}

#[test]
fn what_is_the_same_stays() {
    among_models("(param i32) (local i32 i32)", MODEL, MODEL);
}

#[test]
fn a_variable_that_nothing_names_lends_its_number() {
    let shifted = OTHER.replace("local.get 1", "local.get 3").replace("local.set 1", "local.set 3");
    among_models("(param i32) (local i32 i32 i32)", &shifted, MODEL);
}

#[test]
fn parameters_keep_their_numbers() {
    among_models("(param i32 i32 i32)", OTHER, OTHER);
}

#[test]
fn types_keep_their_numbers() {
    among_models("(param i32) (local i32 i64)", OTHER, OTHER);
}

#[test]
fn numbers_of_two_bytes_stay() {
    let many = "i32 ".repeat(200);
    let code = "local.get 150 local.set 151 local.get 151 i32.const 7 i32.add local.set 150";
    among_models(&format!("(param i32) (local {many})"), code, code);
}

#[test]
fn everything_else_stays() {
    let others = r#"(import "a" "b" (func (param i64))) (memory 1) (data "abc") (@custom "a" "b")"#;
    let module = format!("(module {others} (func (result i32) (local i32) local.get 0) (func))");
    becomes(&module, &module);
}
