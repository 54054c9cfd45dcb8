//! The functions of a module, put in another order: each near those that it is like, which makes a module that hosts
//! compress by gzip smaller by some hundredths.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use crate::web::code::{CODE, HEADER, Reader, push_number};
use crate::web::likeness;

const IMPORTS: u8 = 2;
const FUNCTIONS: u8 = 3;
const EXPORTS: u8 = 7;
const START: u8 = 8;
const ELEMENTS: u8 = 9;

const CALL: u8 = 0x10;
const END: u8 = 0x0b;
const REF_FUNC: u8 = 0xd2;

/// What an import or an export is.
const FUNCTION: u8 = 0;

/// As many functions have a number of one byte, less those that are imported.
const SHORT: usize = 128;

/// The new number of each function.
struct Numbers(Vec<usize>);

/// The same module with its functions in another order.
pub(super) fn ordered(module: &[u8]) -> Result<Vec<u8>> {
    let mut reader = Reader(module);
    let mut output = reader.take(HEADER)?.to_owned();
    let mut sections = Vec::new();
    while !reader.0.is_empty() {
        let id = reader.byte()?;
        sections.push((id, reader.sized()?));
    }
    let content = |wanted| sections.iter().find(|(id, _)| *id == wanted).map(|(_, content)| *content);
    let imported = content(IMPORTS).map_or(Ok(0), imported_functions)?;
    let bodies = bodies(content(CODE).context("the module has no code")?)?;
    let order = order(imported, &bodies)?;
    let numbers = Numbers::of(imported, &order);

    for (id, content) in sections {
        let content = match id {
            FUNCTIONS => reordered(&types(content)?, &order),
            EXPORTS => numbers.exports(content)?,
            START => numbers.start(content)?,
            ELEMENTS => numbers.elements(content)?,
            CODE => {
                let bodies = bodies.iter().map(|body| numbers.body(body)).collect::<Result<Vec<_>>>()?;
                reordered(&bodies, &order)
            }
            _ => content.to_owned(),
        };
        output.push(id);
        push_number(&mut output, content.len());
        output.extend(content);
    }
    Ok(output)
}

/// The most called functions first, since their numbers are short, then each near those that it is like.
fn order(imported: usize, bodies: &[&[u8]]) -> Result<Vec<usize>> {
    let mut calls: BTreeMap<usize, usize> = BTreeMap::new();
    for body in bodies {
        for called in references(body)? {
            *calls.entry(called).or_default() += 1;
        }
    }
    let mut called: Vec<_> = calls.into_iter().filter(|(number, _)| *number >= imported).collect();
    called.sort_by_key(|&(number, count)| (std::cmp::Reverse(count), number));
    called.truncate(SHORT.saturating_sub(imported));
    let mut order: Vec<usize> = called.into_iter().map(|(number, _)| number - imported).collect();
    let others: Vec<usize> = (0..bodies.len()).filter(|number| !order.contains(number)).collect();
    let texts: Vec<&[u8]> = others.iter().map(|&number| bodies[number]).collect();
    order.extend(likeness::order(&texts).into_iter().map(|place| others[place]));
    Ok(order)
}

/// Which functions the code of one names.
fn references(body: &[u8]) -> Result<Vec<usize>> {
    let mut found = Vec::new();
    let (_, mut code) = declarations(body)?;
    while !code.0.is_empty() {
        let instruction = code.instruction()?;
        if matches!(instruction[0], CALL | REF_FUNC) {
            found.push(Reader(&instruction[1..]).number()?);
        }
    }
    Ok(found)
}

/// What a function declares of its local variables, and the code behind that.
fn declarations(body: &[u8]) -> Result<(&[u8], Reader<'_>)> {
    let mut code = Reader(body);
    for _ in 0..code.number()? {
        code.leb()?;
        code.byte()?;
    }
    Ok((&body[..body.len() - code.0.len()], code))
}

fn imported_functions(content: &[u8]) -> Result<usize> {
    let mut reader = Reader(content);
    let count = reader.number()?;
    for _ in 0..count {
        reader.sized()?;
        reader.sized()?;
        if reader.byte()? != FUNCTION {
            bail!("the module imports something that is no function");
        }
        reader.leb()?;
    }
    Ok(count)
}

fn types(content: &[u8]) -> Result<Vec<Vec<u8>>> {
    let mut reader = Reader(content);
    (0..reader.number()?).map(|_| Ok(reader.leb()?.to_owned())).collect()
}

fn bodies(content: &[u8]) -> Result<Vec<&[u8]>> {
    let mut reader = Reader(content);
    (0..reader.number()?).map(|_| reader.sized()).collect()
}

/// A list as a section has it.
fn reordered(items: &[Vec<u8>], order: &[usize]) -> Vec<u8> {
    let mut output = Vec::new();
    push_number(&mut output, items.len());
    order.iter().for_each(|&item| output.extend(&items[item]));
    output
}

// === impl Numbers ===

impl Numbers {
    fn of(imported: usize, order: &[usize]) -> Self {
        let mut numbers: Vec<usize> = (0..imported + order.len()).collect();
        for (place, &function) in order.iter().enumerate() {
            numbers[imported + function] = imported + place;
        }
        Self(numbers)
    }

    /// Reads a number and writes the new one.
    fn put(&self, reader: &mut Reader<'_>, output: &mut Vec<u8>) -> Result<()> {
        let number = reader.number()?;
        let new = self.0.get(number).with_context(|| format!("there is no function {number}"))?;
        push_number(output, *new);
        Ok(())
    }

    /// With its size before it.
    fn body(&self, body: &[u8]) -> Result<Vec<u8>> {
        let (declarations, mut code) = declarations(body)?;
        let mut new = declarations.to_owned();
        while !code.0.is_empty() {
            let instruction = code.instruction()?;
            if matches!(instruction[0], CALL | REF_FUNC) {
                new.push(instruction[0]);
                self.put(&mut Reader(&instruction[1..]), &mut new)?;
            } else {
                new.extend(instruction);
            }
        }
        let mut output = Vec::new();
        push_number(&mut output, new.len());
        output.extend(new);
        Ok(output)
    }

    fn exports(&self, content: &[u8]) -> Result<Vec<u8>> {
        let (mut reader, mut output) = (Reader(content), Vec::new());
        let count = reader.number()?;
        push_number(&mut output, count);
        for _ in 0..count {
            let name = reader.sized()?;
            push_number(&mut output, name.len());
            output.extend(name);
            let kind = reader.byte()?;
            output.push(kind);
            if kind == FUNCTION {
                self.put(&mut reader, &mut output)?;
            } else {
                output.extend(reader.leb()?);
            }
        }
        Ok(output)
    }

    fn start(&self, content: &[u8]) -> Result<Vec<u8>> {
        let mut output = Vec::new();
        self.put(&mut Reader(content), &mut output)?;
        Ok(output)
    }

    /// Of the form that compilers write: the table's functions from a place on.
    fn elements(&self, content: &[u8]) -> Result<Vec<u8>> {
        let (mut reader, mut output) = (Reader(content), Vec::new());
        let segments = reader.number()?;
        push_number(&mut output, segments);
        for _ in 0..segments {
            if reader.number()? != 0 {
                bail!("a table is filled in a way that is not known");
            }
            push_number(&mut output, 0);
            loop {
                let instruction = reader.instruction()?;
                output.extend(instruction);
                if instruction[0] == END {
                    break;
                }
            }
            let functions = reader.number()?;
            push_number(&mut output, functions);
            for _ in 0..functions {
                self.put(&mut reader, &mut output)?;
            }
        }
        Ok(output)
    }
}
