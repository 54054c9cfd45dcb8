//! Many mutated objects, asked of both.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    str::FromStr,
    time::Instant,
};

use super::{
    answer::{Question, channel_name},
    compare::{Difference, compare},
    conversation::ask,
    differences::Seen,
    generate::Generator,
    minimise::{minimise, signature},
    oracle::{Oracle, Rule},
    seeds::Seeds,
};

/// How many objects are compared, unless `ADMISSION_OBJECTS` says otherwise.
const OBJECTS: usize = 42_000;

/// Which ones, unless `ADMISSION_SEED` says otherwise.
const SEED: u64 = 1;

/// How many different differences are shown.
const SHOWN: usize = 12;

const LONGEST_LINE: usize = 1_000;

fn from_environment<T: FromStr>(variable: &str, otherwise: T) -> T {
    match env::var(variable) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("`{variable}` is `{text}`, which is no number")),
        Err(_) => otherwise,
    }
}

#[test]
fn the_engine_admits_what_the_api_server_admits() {
    let oracle = Oracle::get();
    let seeds = Seeds::load();
    let generator = Generator::new(from_environment("ADMISSION_SEED", SEED), oracle, &seeds);
    let objects = from_environment("ADMISSION_OBJECTS", OBJECTS);

    let start = Instant::now();
    let mut listed = Seen::default();
    let mut admitted = 0_usize;
    let mut rules: BTreeSet<_> = oracle.rules.iter().map(rule_name).collect();
    let all_rules = rules.len();
    let mut found: BTreeMap<Vec<String>, (usize, Question)> = BTreeMap::new();
    ask(oracle, (0..objects).map(|number| generator.question(number)), |question, answer| {
        admitted += usize::from(answer.admitted);
        rules.retain(|(kind, message)| {
            question.object["kind"] != *kind
                || !answer.errors.iter().any(|fault| fault.message.ends_with(message))
        });
        let differences = compare(&question, &answer, &mut listed);
        if !differences.is_empty() {
            found.entry(signature(&differences)).or_insert((0, question)).0 += 1;
        }
    });
    eprintln!(
        "{objects} objects, {admitted} of them admitted, and {} of {all_rules} rules broken, compared in {:.1} s",
        all_rules - rules.len(),
        start.elapsed().as_secs_f64()
    );
    let kinds = found.len();
    if kinds == 0 && objects >= OBJECTS {
        listed.check();
    }
    let mut worst: Vec<_> = found.into_values().collect();
    worst.sort_by_key(|(times, _)| std::cmp::Reverse(*times));
    let shown: Vec<_> =
        worst.into_iter().take(SHOWN).map(|(times, question)| show(oracle, times, question)).collect();
    assert!(
        shown.is_empty(),
        "{kinds} kinds of differences, {} of them:\n\n{}",
        shown.len(),
        shown.join("\n\n")
    );
}

fn rule_name(rule: &Rule) -> (&str, &str) {
    (&rule.kind, &rule.message)
}

fn show(oracle: &Oracle, times: usize, question: Question) -> String {
    let (question, differences) = minimise(oracle, question);
    let object = format!("{} channel: {}", channel_name(question.channel), question.object);
    let lines = [object].into_iter().chain(differences.iter().map(line)).map(|line| excerpt(&line));
    let lines: Vec<_> = lines.collect();
    format!("{times} times, for example {}\n  {}", question.origin, lines.join("\n  "))
}

fn excerpt(line: &str) -> String {
    match line.char_indices().nth(LONGEST_LINE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

fn line(difference: &Difference) -> String {
    let word = |admitted: &bool| if *admitted { "admits" } else { "refuses" };
    match difference {
        Difference::NoSchema => "the engine does not know the kind".to_owned(),
        Difference::Verdict { api_server, engine } => {
            format!("the API server {} it, the engine {} it", word(api_server), word(engine))
        }
        Difference::Object { api_server, engine } => {
            format!("object of the API server: {api_server}\n  object of the engine:     {engine}")
        }
        Difference::Missing(fault) => {
            format!("only the API server: {} {}: {}", fault.kind, fault.field, fault.message)
        }
        Difference::Surplus(fault) => {
            format!("only the engine:     {} {}: {}", fault.kind, fault.field, fault.message)
        }
    }
}
