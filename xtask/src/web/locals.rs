//! The local variables of a module's functions, given other numbers: those with which code repeats what other code
//! says. Two functions that do the same with other variables are then the same bytes, which compressors see.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::ops::Range;

use anyhow::{Context, Result};
use wasmparser::{FunctionBody, Operator, Parser, Payload};

use crate::web::likeness::{PIECE, WINDOW};

/// So many variables have a number of one byte. The others keep theirs: all code stays where it is.
const SHORT: usize = 128;
/// How often the variables of a function are gone through, at most.
const ROUNDS: usize = 4;
/// What a piece is worth that gzip still sees. One that comes anywhere else is worth a bit for each doubling.
const SEEN: u32 = 10;

/// Where a function stands in the module, and its variables.
struct Function {
    place: Range<usize>,
    /// Where the code names each variable, counted from where the function begins.
    uses: Vec<Vec<usize>>,
    /// Numbers that may be exchanged: those of one type, parameters left out.
    exchangeable: Vec<Range<usize>>,
}

/// How often pieces come, by a hash of theirs.
struct Counts(Vec<u32>);

/// The code that there is, and what of it gzip still sees.
struct Known {
    everywhere: Counts,
    window: Counts,
    texts: VecDeque<Vec<u8>>,
    bytes: usize,
}

/// The same module with other numbers for local variables. No byte of it moves.
pub(super) fn renumbered(module: &[u8]) -> Result<Vec<u8>> {
    let functions = functions(module)?;
    let mut module = module.to_owned();
    let mut known = Known::of(functions.iter().map(|function| &module[function.place.clone()]));
    for function in functions {
        let text = &mut module[function.place.clone()];
        known.everywhere.forget(text);
        function.renumber(text, &known);
        known.everywhere.add(text);
        known.show(text);
    }
    Ok(module)
}

fn functions(module: &[u8]) -> Result<Vec<Function>> {
    let (mut parameters, mut types, mut functions) = (Vec::new(), Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::TypeSection(section) => {
                for declared in section.into_iter_err_on_gc_types() {
                    parameters.push(declared?.params().len());
                }
            }
            Payload::FunctionSection(section) => types = section.into_iter().collect::<Result<_, _>>()?,
            Payload::CodeSectionEntry(body) => {
                let own = types.get(functions.len()).and_then(|&own: &u32| parameters.get(own as usize));
                functions.push(Function::read(&body, *own.context("a function has no type")?)?);
            }
            _ => {}
        }
    }
    Ok(functions)
}

// === impl Function ===

impl Function {
    fn read(body: &FunctionBody<'_>, parameters: usize) -> Result<Self> {
        let place = body.range();
        let (mut exchangeable, mut next) = (Vec::new(), parameters);
        for declared in body.get_locals_reader()? {
            let (count, _) = declared?;
            let end = next + count as usize;
            exchangeable.push(next.min(SHORT)..end.min(SHORT));
            next = end;
        }
        let mut uses = vec![Vec::new(); SHORT];
        for operator in body.get_operators_reader()?.into_iter_with_offsets() {
            let (operator, offset) = operator?;
            if let Operator::LocalGet { local_index }
            | Operator::LocalSet { local_index }
            | Operator::LocalTee { local_index } = operator
                && let Some(uses) = uses.get_mut(local_index as usize)
            {
                // Behind the opcode.
                uses.push(offset + 1 - place.start);
            }
        }
        Ok(Self { place, uses, exchangeable })
    }

    /// Exchanges numbers, two at a time, as long as the code becomes more like what is known.
    fn renumber(mut self, text: &mut [u8], known: &Known) {
        for _ in 0..ROUNDS {
            let mut is_better = false;
            for numbers in self.exchangeable.clone() {
                for one in numbers.clone() {
                    for other in one + 1..numbers.end {
                        is_better |= self.exchange(one, other, text, known);
                    }
                }
            }
            if !is_better {
                break;
            }
        }
    }

    /// Whether two variables are better off with each other's number. They keep it then.
    fn exchange(&mut self, one: usize, other: usize, text: &mut [u8], known: &Known) -> bool {
        let pieces = self.pieces(one, other, text);
        let worth = |text: &[u8]| pieces.iter().map(|&at| known.worth(&text[at..at + PIECE])).sum::<u32>();
        let before = worth(text);
        self.swap(one, other, text);
        let is_better = worth(text) > before;
        if !is_better {
            self.swap(one, other, text);
        }
        is_better
    }

    /// Where the pieces begin that name one of two variables.
    fn pieces(&self, one: usize, other: usize, text: &[u8]) -> Vec<usize> {
        let last = text.len().saturating_sub(PIECE);
        let uses = self.uses[one].iter().chain(&self.uses[other]);
        let mut pieces: Vec<_> = uses.flat_map(|&at| (at + 1).saturating_sub(PIECE)..=at.min(last)).collect();
        pieces.sort_unstable();
        pieces.dedup();
        pieces
    }

    fn swap(&mut self, one: usize, other: usize, text: &mut [u8]) {
        self.uses.swap(one, other);
        for number in [one, other] {
            self.uses[number].iter().for_each(|&at| text[at] = number as u8);
        }
    }
}

// === impl Known ===

impl Known {
    fn of<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Self {
        let (mut everywhere, window) = (Counts::new(), Counts::new());
        texts.for_each(|text| everywhere.add(text));
        Self { everywhere, window, texts: VecDeque::new(), bytes: 0 }
    }

    fn worth(&self, piece: &[u8]) -> u32 {
        let doublings = u32::BITS - self.everywhere.of(piece).leading_zeros();
        if self.window.of(piece) > 0 { doublings + SEEN } else { doublings }
    }

    /// Code that is behind what comes next.
    fn show(&mut self, text: &[u8]) {
        self.window.add(text);
        self.bytes += text.len();
        self.texts.push_back(text.to_owned());
        while self.bytes > WINDOW
            && self.texts.len() > 1
            && let Some(oldest) = self.texts.pop_front()
        {
            self.window.forget(&oldest);
            self.bytes -= oldest.len();
        }
    }
}

// === impl Counts ===

impl Counts {
    const BITS: u32 = 20;

    fn new() -> Self {
        Self(vec![0; 1 << Self::BITS])
    }

    /// Of pieces with one hash, which seldom are different ones.
    fn of(&self, piece: &[u8]) -> u32 {
        self.0[Self::hash(piece)]
    }

    fn add(&mut self, text: &[u8]) {
        text.windows(PIECE).for_each(|piece| self.0[Self::hash(piece)] += 1);
    }

    fn forget(&mut self, text: &[u8]) {
        text.windows(PIECE).for_each(|piece| self.0[Self::hash(piece)] -= 1);
    }

    fn hash(piece: &[u8]) -> usize {
        let number = piece.iter().fold(0u64, |number, &byte| number << 8 | u64::from(byte));
        // The golden ratio: its multiples are spread well.
        (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - Self::BITS)) as usize
    }
}
