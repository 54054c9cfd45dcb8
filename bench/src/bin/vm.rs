//! Goal 3: `decide` as wasm. The module is the crate `guest`, built with the filter's profile; wasmtime runs it. The same
//! as native code is `native decide`: xtask runs the two in turns. Prints lines of `name value …`.

use std::env;
use std::process::ExitCode;
use std::time::Instant;

use bench::stats::Spread;
use bench::workload::{Shape, WARM};
use wasmtime::{Engine, Instance, Module, Store};

const ROUNDS: usize = 9;

/// A sample is so many passes over the requests.
const PASSES: u32 = 40;

fn main() -> ExitCode {
    let words: Vec<_> = env::args().skip(1).collect();
    let found = match words.as_slice() {
        [module, shape, rules] => Shape::named(shape).zip(rules.parse().ok()).map(|it| (module.clone(), it)),
        _ => None,
    };
    let Some((module, (shape, rules))) = found else {
        eprintln!("usage: vm MODULE SHAPE RULES");
        return ExitCode::FAILURE;
    };
    match time(&module, shape, rules) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}

fn time(module: &str, shape: Shape, rules: u32) -> wasmtime::Result<()> {
    let engine = Engine::default();
    let module = Module::from_file(&engine, module)?;
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[])?;
    let load = instance.get_typed_func::<(u32, u32), ()>(&mut store, "load")?;
    load.call(&mut store, (u32::from(shape == Shape::OneHost), rules))?;
    let decide = instance.get_typed_func::<u32, u32>(&mut store, "decide")?;
    println!("found {}", decide.call(&mut store, 1)?);
    let mut samples = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        decide.call(&mut store, PASSES)?;
        samples.push(start.elapsed().as_nanos() as f64 / f64::from(PASSES) / WARM as f64);
    }
    if let Some(Spread { least, median, most }) = Spread::of(samples) {
        println!("decide {median:.3} {least:.3} {most:.3}");
    }
    Ok(())
}
