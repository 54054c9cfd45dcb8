use super::*;

const START: [u8; HEADER] = *b"\0asm\x01\0\0\0";

/// A module of one function.
fn module(body: &[u8]) -> Vec<u8> {
    let size = body.len() as u8;
    [&START[..], &[CODE, size + 2, 1, size], body].concat()
}

/// What a stream of the module's code holds.
fn stream(module: &[u8], wanted: u16) -> Vec<u8> {
    let sorted = sorted(module).unwrap();
    let mut reader = Reader(&sorted[HEADER + 1..]);
    reader.number().unwrap();
    assert_eq!(reader.number().unwrap(), 1, "functions");
    while !reader.0.is_empty() {
        let (what, length) = (reader.number().unwrap(), reader.number().unwrap());
        let bytes = reader.take(length).unwrap();
        if what == usize::from(wanted) {
            return bytes.to_owned();
        }
    }
    Vec::new()
}

/// `(local i32) local.get 0, i32.const 300, i32.add, i32.load offset=8, drop, end`
const BODY: [u8; 14] = [1, 1, 0x7f, 0x20, 0x00, 0x41, 0xac, 0x02, 0x6a, 0x28, 0x02, 0x08, 0x1a, 0x0b];

#[test]
fn opcodes_are_together() {
    assert_eq!(stream(&module(&BODY), OPCODES), [0x20, 0x41, 0x6a, 0x28, 0x1a, 0x0b]);
}

#[test]
fn a_constant_goes_by_the_opcode_behind_it() {
    assert_eq!(stream(&module(&BODY), CONSTANTS + 0x6a), [0xac, 0x02]);
}

#[test]
fn a_place_in_memory_is_an_alignment_and_an_offset() {
    let module = module(&BODY);
    assert_eq!(stream(&module, ALIGNMENTS + 0x28), [2]);
    assert_eq!(stream(&module, 0x28), [8]);
}

#[test]
fn what_is_not_code_stays() {
    let data = [&START[..], &[11, 1, 0]].concat();
    assert_eq!(sorted(&data).unwrap(), data);
}

#[test]
fn an_instruction_that_is_not_known_is_named() {
    let error = sorted(&module(&[0, 0xfd, 0x0b])).unwrap_err();
    assert_eq!(format!("{error:#}"), "cannot sort the code of function 0: the instruction 0xfd is not known");
}

#[test]
fn a_function_ends_where_its_blocks_do() {
    // `block end` and no `end` of the function.
    assert!(sorted(&module(&[0, 0x02, 0x40, 0x0b])).is_err());
    // `end`, and an `end` too many.
    assert!(sorted(&module(&[0, 0x0b, 0x0b])).is_err());
}
