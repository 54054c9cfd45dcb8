//! Goal 2: what it takes to get from manifests, or from the filter's configuration, to a table. Prints lines of
//! `name value …`.

use std::env;
use std::fs;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use bench::counting::{Counting, watched};
use bench::engine::{Router, bundle, compiled, read_file};
use bench::stats::Spread;
use bench::workload::{Format, Shape, Workload, definition, manifests};
use mimalloc::MiMalloc;

#[global_allocator]
static HEAP: Counting<MiMalloc> = Counting(MiMalloc);

const ROUNDS: usize = 5;

fn main() -> ExitCode {
    let words: Vec<_> = env::args().skip(1).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let workload = |shape, rules: &str| Some(Workload::of(Shape::named(shape)?, rules.parse().ok()?));
    match words.as_slice() {
        ["read", file] => read(file),
        ["load", shape, rules] if let Some(workload) = workload(shape, rules) => load(&workload),
        ["write", shape, rules, file] if let Some(workload) = workload(shape, rules) => {
            write(&workload, file)
        }
        _ => {
            eprintln!("usage: compile read FILE | compile load SHAPE RULES | compile write SHAPE RULES FILE");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// What the filter does with its configuration.
fn load(workload: &Workload) {
    let bytes = bundle(&definition(workload));
    println!("bundle {}", bytes.len());
    let (router, heap) = watched(|| Router::load(&bytes));
    println!("load-kept {}", heap.kept);
    println!("load-peak {}", heap.peak);
    println!("load-allocations {}", heap.allocations);
    drop(router);
    let seconds = (0..ROUNDS).map(|_| timed(|| drop(black_box(Router::load(&bytes)))));
    if let Some(Spread { least, median, most }) = Spread::of(seconds.collect()) {
        println!("load-seconds {median:.6} {least:.6} {most:.6}");
    }
}

/// Writes the manifests to a file of either format.
fn write(workload: &Workload, file: &str) {
    let format = if file.ends_with(".json") { Format::Json } else { Format::Yaml };
    fs::write(file, manifests(workload, format)).expect("the file can be written");
}

/// `read → compile` and the table, and `compile` alone: once, as a program does that has just been started. What it
/// gave back in a round before would be there again, or be on its way to the system.
fn read(file: &str) {
    let text = fs::read_to_string(file).expect("the file can be read");
    println!("bytes {}", text.len());
    let (mut alone, mut seconds) = (0.0, 0.0);
    let ((), heap) = watched(|| {
        let run = || {
            let sources = read_file(file, &text);
            let definition = compiled(&sources, &mut |compile| alone = timed(compile));
            drop(black_box(Router::build(definition)));
        };
        seconds = timed(run);
    });
    println!("peak {}", heap.peak);
    println!("seconds {seconds:.6}");
    println!("compile-seconds {alone:.6}");
}

fn timed(run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64()
}
