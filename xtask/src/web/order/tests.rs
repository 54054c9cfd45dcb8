use super::*;

const HEAD: [u8; HEADER] = *b"\0asm\x01\0\0\0";

fn section(id: u8, content: &[u8]) -> Vec<u8> {
    [&[id, content.len() as u8], content].concat()
}

/// Function 0 is imported. Of the module's own, 1 is short and has another type than the others, 2 calls 3 and
/// itself, 3 is called the most and calls 0; 2 is exported, 1 and 3 are in the table, 1 starts it.
fn module() -> Vec<u8> {
    let caller = [0, CALL, 3, CALL, 2, CALL, 3, END];
    let called = [0, CALL, 0, END];
    let bodies = [&[3, 2, 0, END, 8][..], &caller, &[4], &called].concat();
    [
        HEAD.to_vec(),
        section(IMPORTS, &[1, 1, b'a', 1, b'b', FUNCTION, 0]),
        section(FUNCTIONS, &[3, 7, 5, 6]),
        section(EXPORTS, &[2, 1, b'm', 2, 0, 1, b'f', FUNCTION, 2]),
        section(START, &[1]),
        section(ELEMENTS, &[1, 0, 0x41, 1, END, 2, 1, 3]),
        section(CODE, &bodies),
    ]
    .concat()
}

fn content(module: &[u8], wanted: u8) -> Vec<u8> {
    let mut reader = Reader(&module[HEADER..]);
    loop {
        let id = reader.byte().unwrap();
        let content = reader.sized().unwrap();
        if id == wanted {
            return content.to_owned();
        }
    }
}

#[test]
fn the_most_called_function_is_first() {
    let module = ordered(&module()).unwrap();
    assert_eq!(content(&module, FUNCTIONS), [3, 6, 5, 7]);
}

#[test]
fn calls_go_where_they_went() {
    let code = content(&ordered(&module()).unwrap(), CODE);
    let caller = [0, CALL, 1, CALL, 2, CALL, 1, END];
    assert_eq!(bodies(&code).unwrap(), [&[0, CALL, 0, END][..], &caller, &[0, END]]);
}

#[test]
fn everything_else_names_the_same_functions() {
    let module = ordered(&module()).unwrap();
    assert_eq!(content(&module, EXPORTS), [2, 1, b'm', 2, 0, 1, b'f', FUNCTION, 2]);
    assert_eq!(content(&module, START), [3]);
    assert_eq!(content(&module, ELEMENTS), [1, 0, 0x41, 1, END, 2, 3, 1]);
}

#[test]
fn a_table_of_another_form_is_refused() {
    let mut module = module();
    let place = module.windows(4).position(|bytes| bytes == [ELEMENTS, 8, 1, 0]).unwrap();
    module[place + 3] = 4;
    assert!(ordered(&module).is_err());
}
