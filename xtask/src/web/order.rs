//! The functions of a module, put in another order: each near those that it is like, which makes a module that hosts
//! compress by gzip smaller by some hundredths.

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::convert::Infallible;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    BinaryReaderError, CodeSectionReader, FunctionBody, FunctionSectionReader, Operator, Parser, Payload,
    TypeRef,
};

use crate::web::likeness;

/// As many functions have a number of one byte, those that are imported among them.
const SHORT: usize = 128;

/// The functions of a module. The first numbers are those of imported ones, its own come behind them.
#[derive(Default)]
struct Functions<'a> {
    imported: usize,
    /// Of its own; the parser sees to it that there are as many bodies.
    types: Vec<u32>,
    bodies: Vec<FunctionBody<'a>>,
}

/// Copies a module and writes its own functions in another order.
struct Reorder<'a> {
    functions: Functions<'a>,
    /// The module's own functions, without the imported ones counted.
    order: Vec<usize>,
    /// The new number of each function, imported ones among them.
    numbers: Vec<u32>,
}

/// The same module with its functions in another order. It may have no section of names, which would need sorting.
pub(super) fn ordered(module: &[u8]) -> Result<Vec<u8>> {
    let mut output = Module::new();
    Reorder::of(Functions::read(module)?)?.parse_core_module(&mut output, Parser::new(0), module)?;
    Ok(output.finish())
}

// === impl Functions ===

impl<'a> Functions<'a> {
    fn read(module: &'a [u8]) -> Result<Self> {
        let mut functions = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        functions.imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(types) => {
                    functions.types = types.into_iter().collect::<Result<_, _>>()?
                }
                Payload::CodeSectionEntry(body) => functions.bodies.push(body),
                _ => {}
            }
        }
        Ok(functions)
    }

    /// The most called functions first, since their numbers are short, then each near those that it is like.
    fn order(&self) -> Result<Vec<usize>, BinaryReaderError> {
        let calls = self.calls()?;
        let (mut order, never): (Vec<_>, Vec<_>) =
            (0..calls.len()).partition(|&function| calls[function] > 0);
        order.sort_by_key(|&function| Reverse(calls[function]));
        let mut others = order.split_off(order.len().min(SHORT.saturating_sub(self.imported)));
        others.extend(never);
        others.sort_unstable();
        let texts: Vec<&[u8]> = others.iter().map(|&function| self.bodies[function].as_bytes()).collect();
        order.extend(likeness::order(&texts).into_iter().map(|place| others[place]));
        Ok(order)
    }

    /// How often the code names each of the module's own functions.
    fn calls(&self) -> Result<Vec<usize>, BinaryReaderError> {
        let mut calls = vec![0; self.imported + self.bodies.len()];
        for body in &self.bodies {
            for operator in body.get_operators_reader()? {
                if let Operator::Call { function_index } | Operator::RefFunc { function_index } = operator? {
                    calls.get_mut(function_index as usize).into_iter().for_each(|count| *count += 1);
                }
            }
        }
        Ok(calls.split_off(self.imported))
    }
}

// === impl Reorder ===

impl<'a> Reorder<'a> {
    fn of(functions: Functions<'a>) -> Result<Self> {
        let order = functions.order()?;
        let mut numbers: Vec<u32> = (0..).take(functions.imported + order.len()).collect();
        for (&function, new) in order.iter().zip(functions.imported..) {
            numbers[functions.imported + function] = new as u32;
        }
        Ok(Self { functions, order, numbers })
    }
}

impl Reencode for Reorder<'_> {
    type Error = Infallible;

    /// All that names a function is given its new number; what names none is left for the next reader to refuse.
    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        Ok(self.numbers.get(function as usize).copied().unwrap_or(function))
    }

    fn parse_function_section(
        &mut self,
        section: &mut FunctionSection,
        _: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for &function in &self.order {
            section.function(self.functions.types[function]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        section: &mut CodeSection,
        _: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for function in self.order.clone() {
            self.parse_function_body(section, self.functions.bodies[function].clone())?;
        }
        Ok(())
    }
}
