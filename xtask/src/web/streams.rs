//! The code of a module, sorted by what its bytes mean: all opcodes, then all numbers of local variables, then all
//! offsets, and so on. Each kind repeats itself more than the mixture, so it compresses to an eighth less. The page
//! puts them back (`web-playground/app/src/engine/streams.ts`).

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use crate::web::code::{CODE, HEADER, Immediates, Reader, immediates, prefixed_numbers, push_number};

/// What stands for the section of the code: a section that WebAssembly does not have.
const SORTED_CODE: u8 = CODE | 0x80;

/// What each stream holds. Immediates have a stream for each opcode, which is its number.
const DECLARATIONS: u16 = 0x400;
const OPCODES: u16 = 0x401;
/// Of constants, the opcode behind them says more: they are addends, values to compare with or addresses.
const CONSTANTS: u16 = 0x100;
const ALIGNMENTS: u16 = 0x200;

struct Streams<'a> {
    bytes: BTreeMap<u16, Vec<u8>>,
    /// A constant, until it is known what follows.
    constant: Option<&'a [u8]>,
}

/// The module with its code sorted. Everything else stays as it is.
pub(super) fn sorted(module: &[u8]) -> Result<Vec<u8>> {
    let mut reader = Reader(module);
    let mut output = reader.take(HEADER)?.to_owned();
    while !reader.0.is_empty() {
        let id = reader.byte()?;
        let content = reader.sized()?;
        let (id, content) =
            if id == CODE { (SORTED_CODE, sorted_code(content)?) } else { (id, content.to_owned()) };
        output.push(id);
        push_number(&mut output, content.len());
        output.extend(content);
    }
    Ok(output)
}

/// The number of functions, then each stream: what it holds, its length and its bytes.
fn sorted_code(content: &[u8]) -> Result<Vec<u8>> {
    let mut reader = Reader(content);
    let functions = reader.number()?;
    let mut streams = Streams { bytes: BTreeMap::new(), constant: None };
    for number in 0..functions {
        let body = Reader(reader.sized()?);
        streams.function(body).with_context(|| format!("cannot sort the code of function {number}"))?;
    }
    let mut output = Vec::new();
    push_number(&mut output, functions);
    for (what, bytes) in streams.bytes {
        push_number(&mut output, what.into());
        push_number(&mut output, bytes.len());
        output.extend(bytes);
    }
    Ok(output)
}

// === impl Streams ===

impl<'a> Streams<'a> {
    fn function(&mut self, mut body: Reader<'a>) -> Result<()> {
        let declarations = self.put(DECLARATIONS, body.leb()?);
        for _ in 0..Reader(declarations).number()? {
            self.put(DECLARATIONS, body.leb()?);
            self.put(DECLARATIONS, body.take(1)?);
        }
        // The page does not know the length: what ends the function is its last `end`.
        let mut depth = 1;
        while depth > 0 {
            let opcode = body.byte()?;
            match opcode {
                0x02..=0x04 => depth += 1,
                0x0b => depth -= 1,
                _ => {}
            }
            self.instruction(opcode, &mut body)?;
        }
        if !body.0.is_empty() {
            bail!("there is more behind its end");
        }
        Ok(())
    }

    fn instruction(&mut self, opcode: u8, body: &mut Reader<'a>) -> Result<()> {
        let own = u16::from(opcode);
        if let Some(constant) = self.constant.take() {
            self.put(CONSTANTS + own, constant);
        }
        self.put(OPCODES, &[opcode]);
        match immediates(opcode)? {
            Immediates::Numbers(count) => self.numbers(own, count, body)?,
            Immediates::Bytes(count) => {
                self.put(own, body.take(count)?);
            }
            Immediates::Place => {
                self.numbers(ALIGNMENTS + own, 1, body)?;
                self.numbers(own, 1, body)?;
            }
            Immediates::Constant => self.constant = Some(body.leb()?),
            Immediates::List(more) => {
                let count = Reader(self.put(own, body.leb()?)).number()?;
                self.numbers(own, count + more, body)?;
            }
            Immediates::Prefixed => {
                let second = Reader(self.put(own, body.leb()?)).number()?;
                self.numbers(own, prefixed_numbers(second)?, body)?;
            }
        }
        Ok(())
    }

    fn numbers(&mut self, what: u16, count: usize, body: &mut Reader<'a>) -> Result<()> {
        for _ in 0..count {
            self.put(what, body.leb()?);
        }
        Ok(())
    }

    fn put<'b>(&mut self, what: u16, bytes: &'b [u8]) -> &'b [u8] {
        self.bytes.entry(what).or_default().extend(bytes);
        bytes
    }
}
