//! The bytes of a WebAssembly module, as far as sorting its code takes.

use anyhow::{Context, Result, bail};

pub(super) const HEADER: usize = 8;
pub(super) const CODE: u8 = 10;

/// What follows an opcode.
pub(super) enum Immediates {
    Numbers(usize),
    Bytes(usize),
    /// An alignment and an offset.
    Place,
    Constant,
    /// A number of numbers, these, and more of them.
    List(usize),
    /// A second opcode, and its numbers.
    Prefixed,
}

/// Bytes that are read once, from the front.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

pub(super) fn push_number(output: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        output.push(number as u8 | 0x80);
        number >>= 7;
    }
    output.push(number as u8);
}

/// Of what the compiler and wasm-opt write: no exceptions, no vectors, no threads.
pub(super) fn immediates(opcode: u8) -> Result<Immediates> {
    Ok(match opcode {
        0x00 | 0x01 | 0x05 | 0x0b | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 | 0xd1 => Immediates::Numbers(0),
        0x02..=0x04 | 0x0c | 0x0d | 0x10 | 0x20..=0x26 | 0x3f | 0x40 | 0x42 | 0xd0 | 0xd2 => {
            Immediates::Numbers(1)
        }
        0x11 => Immediates::Numbers(2),
        0x0e => Immediates::List(1),
        0x1c => Immediates::List(0),
        0x28..=0x3e => Immediates::Place,
        0x41 => Immediates::Constant,
        0x43 => Immediates::Bytes(4),
        0x44 => Immediates::Bytes(8),
        0xfc => Immediates::Prefixed,
        _ => bail!("the instruction {opcode:#04x} is not known"),
    })
}

pub(super) fn prefixed_numbers(second: usize) -> Result<usize> {
    Ok(match second {
        0..=7 => 0,
        9 | 11 | 13 | 15..=17 => 1,
        8 | 10 | 12 | 14 => 2,
        _ => bail!("the instruction 0xfc {second} is not known"),
    })
}

// === impl Reader ===

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).context("the module ends too early")?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// A number as it is written, signed or not: LEB128.
    pub(super) fn leb(&mut self) -> Result<&'a [u8]> {
        let length = self.0.iter().position(|byte| byte & 0x80 == 0).context("the module ends too early")?;
        self.take(length + 1)
    }

    pub(super) fn number(&mut self) -> Result<usize> {
        let bytes = self.leb()?.iter().rev();
        Ok(bytes.fold(0, |number, byte| number << 7 | usize::from(byte & 0x7f)))
    }

    /// Bytes with their number before them.
    pub(super) fn sized(&mut self) -> Result<&'a [u8]> {
        let size = self.number()?;
        self.take(size)
    }
}
