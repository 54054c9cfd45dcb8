use super::*;

/// Types have to be said first, or they are numbered as the functions come.
#[track_caller]
fn becomes(before: &str, after: &str) {
    let [before, after] = [before, after].map(|text| wat::parse_str(text).unwrap());
    assert_eq!(ordered(&before).unwrap(), after);
}

#[test]
fn the_most_called_function_is_first() {
    becomes(
        "(module
            (func)
            (func call 2)
            (func call 0 call 0 call 0 nop))",
        "(module
            (func)
            (func call 0 call 0 call 0 nop)
            (func call 1))",
    );
}

#[test]
fn a_function_takes_its_type_along() {
    becomes(
        "(module
            (type (func)) (type (func (param i32)))
            (func (type 1) nop)
            (func (type 0)))",
        "(module
            (type (func)) (type (func (param i32)))
            (func (type 0))
            (func (type 1) nop))",
    );
}

#[test]
fn functions_that_are_imported_keep_their_numbers() {
    becomes(
        r#"(module
            (import "a" "b" (global i32)) (import "a" "c" (func))
            (func call 0 call 2)
            (func call 0 call 2))"#,
        r#"(module
            (import "a" "b" (global i32)) (import "a" "c" (func))
            (func call 0 call 1)
            (func call 0 call 1))"#,
    );
}

#[test]
fn no_more_than_have_short_numbers_are_first() {
    let imported: String = (1..SHORT).map(|_| r#"(import "a" "b" (func))"#).collect();
    let module = |own: &str| format!("(module {imported} {own})");
    becomes(
        &module("(func call 128 call 128) (func nop nop call 127) (func)"),
        &module("(func nop nop call 129) (func) (func call 127 call 127)"),
    );
}

/// The long function comes last: where it was number 0, number 2 is meant.
mod names_the_same_function {
    use super::*;

    #[track_caller]
    fn outside_of_code(before: &str, after: &str) {
        let before = format!("(module (table 9 funcref) {before} (func nop nop) (func nop) (func))");
        let after = format!("(module (table 9 funcref) {after} (func) (func nop) (func nop nop))");
        becomes(&before, &after);
    }

    #[test]
    fn an_export() {
        outside_of_code(r#"(export "a" (func 0))"#, r#"(export "a" (func 2))"#);
    }

    #[test]
    fn an_export_of_something_else_stays() {
        outside_of_code(r#"(export "a" (table 0))"#, r#"(export "a" (table 0))"#);
    }

    #[test]
    fn the_start() {
        outside_of_code("(start 0)", "(start 2)");
    }

    #[test]
    fn an_element() {
        outside_of_code("(elem (i32.const 1) 0 1)", "(elem (i32.const 1) 2 1)");
    }

    #[test]
    fn a_global() {
        outside_of_code("(global funcref (ref.func 0))", "(global funcref (ref.func 2))");
    }

    #[test]
    fn a_reference_in_code() {
        becomes(
            "(module (func nop ref.func 1 drop ref.func 1 drop) (func ref.func 0 drop))",
            "(module (func ref.func 1 drop) (func nop ref.func 0 drop ref.func 0 drop))",
        );
    }
}

#[test]
fn everything_else_stays() {
    let others = r#"(memory 1) (data "abc") (@custom "a" "b")"#;
    becomes(
        &format!("(module {others} (func nop i32.const -1 drop f32.const 0.1 drop) (func))"),
        &format!("(module {others} (func) (func nop i32.const -1 drop f32.const 0.1 drop))"),
    );
}
