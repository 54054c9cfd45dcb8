//! One cell of the native measurements in a process of its own: xtask runs it as it is for times, and under callgrind
//! for instructions. It prints lines of `name value …`.

use std::alloc::System;
use std::env;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use bench::counting::{Counting, watched};
use bench::engine::{Ready, Router};
use bench::peers::{Grouped, Linear, Matchit, Peer};
use bench::stats::Spread;
use bench::workload::{COLD, Shape, WARM, Workload, definition, requests};

#[global_allocator]
static HEAP: Counting<System> = Counting(System);

const USAGE: &str = "usage: native count|time|decide|heap SHAPE RULES";

fn main() -> ExitCode {
    let words: Vec<_> = env::args().skip(1).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let [what, shape, rules] = words[..] else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    let (Some(shape), Ok(rules)) = (Shape::named(shape), rules.parse()) else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    match what {
        "count" => count(shape, rules),
        "time" => time(shape, rules),
        "decide" => decide(shape, rules),
        "heap" => heap(shape, rules),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// All that is measured on one workload.
struct Subjects {
    router: Router,
    matchit: Matchit,
    grouped: Grouped,
    linear: Linear,
}

impl Subjects {
    fn of(workload: &Workload) -> Self {
        Subjects {
            router: Router::build(definition(workload)),
            matchit: Matchit::of(workload),
            grouped: Grouped::of(workload),
            linear: Linear::of(workload),
        }
    }
}

// The loops that are measured. Callgrind collects while one of them runs, and writes down what it has when it ends:
// their names are in xtask/src/bench/callgrind.rs.

#[inline(never)]
fn measured_decide(router: &Router, requests: &[Ready<'_>]) -> usize {
    requests.iter().filter(|request| router.decide(black_box(request)).is_some()).count()
}

#[inline(never)]
fn measured_serve(router: &Router, requests: &[Ready<'_>]) -> usize {
    (0..).zip(requests).map(|(draw, request)| router.serve(black_box(request), draw)).sum()
}

#[inline(never)]
fn measured_matchit(peer: &Matchit, requests: &[Ready<'_>]) -> usize {
    find(peer, requests)
}

#[inline(never)]
fn measured_grouped(peer: &Grouped, requests: &[Ready<'_>]) -> usize {
    find(peer, requests)
}

#[inline(never)]
fn measured_linear(peer: &Linear, requests: &[Ready<'_>]) -> usize {
    find(peer, requests)
}

#[inline(always)]
fn find(peer: &impl Peer, requests: &[Ready<'_>]) -> usize {
    requests.iter().filter(|request| peer.find(black_box(request.request())).is_some()).count()
}

/// A scan of many rules takes long, and one request tells nearly as much about it as 256.
fn few<T>(requests: &[T], rules: usize) -> &[T] {
    let enough = (WARM * 1_000 / rules).clamp(16, WARM);
    &requests[..enough.min(requests.len())]
}

/// Runs each loop once, after a round that is not counted. Prints over how many requests each went, in the order of
/// the dumps.
fn count(shape: Shape, rules: usize) {
    let workload = Workload::of(shape, rules);
    let list = requests(&workload, WARM);
    let warm: Vec<_> = list.iter().map(Ready::of).collect();
    let few = few(&warm, rules);
    let all = Subjects::of(&workload);
    // What is made at its first use is made now.
    warm.iter().for_each(|request| {
        black_box((all.router.decide(request), all.router.serve(request, 0)));
    });
    black_box(measured_decide(&all.router, &warm));
    println!("decide {}", warm.len());
    black_box(measured_serve(&all.router, &warm));
    println!("serve {}", warm.len());
    black_box(measured_matchit(&all.matchit, &warm));
    println!("matchit {}", warm.len());
    black_box(measured_grouped(&all.grouped, few));
    println!("grouped {}", few.len());
    black_box(measured_linear(&all.linear, few));
    println!("linear {}", few.len());
}

/// Samples of each subject, taken in turn.
const ROUNDS: usize = 15;

/// A sample is at least this long.
const LONG_ENOUGH: f64 = 4e6;

/// Nanoseconds a request, warm and cold: the median of the samples, the least and the most.
fn time(shape: Shape, rules: usize) {
    let workload = Workload::of(shape, rules);
    let list = requests(&workload, COLD);
    let ready: Vec<_> = list.iter().map(Ready::of).collect();
    let warm = &ready[..WARM];
    let few = few(warm, rules);
    let all = Subjects::of(&workload);
    let subjects: [(&str, usize, &dyn Fn() -> usize); 7] = [
        ("decide", warm.len(), &|| measured_decide(&all.router, warm)),
        ("serve", warm.len(), &|| measured_serve(&all.router, warm)),
        ("matchit", warm.len(), &|| measured_matchit(&all.matchit, warm)),
        ("grouped", few.len(), &|| measured_grouped(&all.grouped, few)),
        ("linear", few.len(), &|| measured_linear(&all.linear, few)),
        ("decide-cold", ready.len(), &|| measured_decide(&all.router, &ready)),
        ("matchit-cold", ready.len(), &|| measured_matchit(&all.matchit, &ready)),
    ];
    let mut samples = vec![Vec::new(); subjects.len()];
    let repeats: Vec<usize> = subjects
        .iter()
        .map(|(_, _, run)| {
            run();
            let took = nanoseconds(1, run);
            (LONG_ENOUGH / took.max(1.0)).ceil() as usize
        })
        .collect();
    for _ in 0..ROUNDS {
        for ((samples, repeats), (_, requests, run)) in samples.iter_mut().zip(&repeats).zip(&subjects) {
            samples.push(nanoseconds(*repeats, run) / (*repeats * requests) as f64);
        }
    }
    for ((name, ..), samples) in subjects.iter().zip(samples) {
        if let Some(Spread { least, median, most }) = Spread::of(samples) {
            println!("{name} {median:.1} {least:.1} {most:.1}");
        }
    }
}

/// `decide` alone, as `vm` times it as wasm.
fn decide(shape: Shape, rules: usize) {
    let workload = Workload::of(shape, rules);
    let list = requests(&workload, WARM);
    let warm: Vec<_> = list.iter().map(Ready::of).collect();
    let router = Router::build(definition(&workload));
    println!("found {}", measured_decide(&router, &warm));
    let sample = |_| nanoseconds(40, &|| measured_decide(&router, &warm)) / (40 * WARM) as f64;
    if let Some(Spread { least, median, most }) = Spread::of((0..9).map(sample).collect()) {
        println!("decide {median:.3} {least:.3} {most:.3}");
    }
}

fn nanoseconds(times: usize, run: &dyn Fn() -> usize) -> f64 {
    let start = Instant::now();
    (0..times).for_each(|_| {
        black_box(run());
    });
    start.elapsed().as_nanos() as f64
}

/// Allocations of all warm requests together, and what the table keeps.
fn heap(shape: Shape, rules: usize) {
    let workload = Workload::of(shape, rules);
    let list = requests(&workload, WARM);
    let warm: Vec<_> = list.iter().map(Ready::of).collect();
    let (router, table) = watched(|| Router::build(definition(&workload)));
    measured_decide(&router, &warm);
    let (_, decide) = watched(|| measured_decide(&router, &warm));
    let (_, serve) = watched(|| measured_serve(&router, &warm));
    println!("decide {}", decide.allocations);
    println!("serve {}", serve.allocations);
    println!("table {}", table.kept);
}
