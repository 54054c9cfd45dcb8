use std::collections::BTreeMap;

use fastrand::Rng;
use serde_json::Value;

use super::{
    answer::Question,
    mutate::mutate,
    oracle::{Kind, Oracle},
    schema::Schema,
    seeds::{Donors, Seed, Seeds},
    values::pick,
};

/// A source of mutated objects. An object depends on the generator's seed and its number alone.
#[derive(Debug)]
pub(crate) struct Generator<'a> {
    seed: u64,
    kinds: &'a [Kind],
    seeds: &'a Seeds,
    donors: BTreeMap<&'a str, Donors<'a>>,
}

// === impl Generator ===

impl<'a> Generator<'a> {
    pub(crate) fn new(seed: u64, oracle: &'a Oracle, seeds: &'a Seeds) -> Self {
        let donors = oracle
            .kinds
            .iter()
            .map(|kind| (kind.kind.as_str(), seeds.donors(&kind.kind, Schema::new(&kind.schema))))
            .collect();
        Generator { seed, kinds: &oracle.kinds, seeds, donors }
    }

    pub(crate) fn question(&self, number: usize) -> Question {
        let mut rng = Rng::with_seed(self.seed.wrapping_mul(1_000_003).wrapping_add(number as u64));
        let kind = &self.kinds[number % self.kinds.len()];
        let seed = self.origin(&mut rng, &kind.kind);
        let mut object = seed.object.clone();
        object["apiVersion"] = Value::from(kind.api_version.as_str());
        for _ in 0..mutations(&mut rng) {
            mutate(&mut rng, &mut object, Schema::new(&kind.schema), &self.donors[kind.kind.as_str()]);
        }
        let origin = format!("object {number} of seed {}, from {}", self.seed, seed.name);
        Question { channel: kind.channel(), object, old: None, origin }
    }

    fn origin(&self, rng: &mut Rng, kind: &str) -> &'a Seed {
        let twins = self.seeds.twins(kind);
        if twins.is_empty() || rng.u8(..3) > 0 { pick(rng, self.seeds.of(kind)) } else { pick(rng, twins) }
    }
}

/// Mostly one, so that the object is wrong in one way and no fault hides another.
fn mutations(rng: &mut Rng) -> u8 {
    match rng.u8(..20) {
        0 => 0,
        1..13 => 1,
        13..17 => 2,
        _ => rng.u8(3..8),
    }
}
