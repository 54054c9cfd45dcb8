//! Goal 2: what it takes to get from manifests, or from the filter's configuration, to a table. Prints lines of
//! `name value …`.

use std::env;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use bench::counting::{Counting, Heap, watched};
use bench::engine::{Router, bundle, compiled, read_file};
use bench::stats::Spread;
use bench::workload::{Format, Shape, Workload, definition, manifests};
use mimalloc::MiMalloc;

#[global_allocator]
static HEAP: Counting<MiMalloc> = Counting(MiMalloc);

const ROUNDS: usize = 5;

fn main() -> ExitCode {
    let words: Vec<_> = env::args().skip(1).collect();
    let found = match words.as_slice() {
        [shape, rules] => Shape::named(shape).zip(rules.parse().ok()),
        _ => None,
    };
    let Some((shape, rules)) = found else {
        eprintln!("usage: compile SHAPE RULES");
        return ExitCode::FAILURE;
    };
    let workload = Workload::of(shape, rules);
    let bytes = bundle(&definition(&workload));
    println!("bundle {}", bytes.len());
    load(&bytes);
    for (name, file, format) in
        [("yaml", "workload.yaml", Format::Yaml), ("json", "workload.json", Format::Json)]
    {
        whole(name, file, &manifests(&workload, format));
    }
    ExitCode::SUCCESS
}

/// What the filter does with its configuration.
fn load(bytes: &[u8]) {
    let (router, heap) = watched(|| Router::load(bytes));
    println!("load-kept {}", heap.kept);
    println!("load-peak {}", heap.peak);
    println!("load-allocations {}", heap.allocations);
    drop(router);
    say("load-seconds", (0..ROUNDS).map(|_| timed(|| drop(black_box(Router::load(bytes))))).collect());
}

/// `read → compile`, and `compile` alone.
fn whole(name: &str, file: &str, text: &str) {
    println!("{name}-bytes {}", text.len());
    let mut alone = Vec::new();
    let mut seconds = Vec::new();
    let mut most = Heap { allocations: 0, kept: 0, peak: 0 };
    for _ in 0..ROUNDS {
        let ((), heap) = watched(|| {
            let run = || {
                let sources = read_file(file, text);
                let definition = compiled(&sources, &mut |compile| alone.push(timed(compile)));
                drop(black_box(Router::build(definition)));
            };
            seconds.push(timed(run));
        });
        most = heap;
    }
    println!("{name}-peak {}", most.peak);
    say(&format!("{name}-seconds"), seconds);
    say(&format!("{name}-compile-seconds"), alone);
}

fn timed(run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64()
}

fn say(name: &str, samples: Vec<f64>) {
    if let Some(Spread { least, median, most }) = Spread::of(samples) {
        println!("{name} {median:.6} {least:.6} {most:.6}");
    }
}
