//! What each match asks of a request beside host and path, as sets of numbers.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::{
    Dictionary,
    pattern::Pattern,
    sort::sort_by_key,
    table::{ArmDefinition, ArmId, Definition, FieldDefinition, ValueDefinition, index},
};

/// The predicates of every match. The rarer a predicate is, the greater its number.
pub(super) struct Predicates {
    of_arms: Vec<Box<[u32]>>,
    /// Of each predicate the others that hold wherever it does.
    implied: Vec<Vec<u32>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Predicate<'d> {
    Method(&'d str),
    Header(&'d str, Value<'d>),
    Query(&'d str, Value<'d>),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Value<'d> {
    Exact(&'d str),
    /// Index into [`Definition::patterns`].
    Pattern(u32),
}

impl Predicates {
    pub(super) fn of(definition: &Definition) -> Self {
        let mut numbers: HashMap<Predicate<'_>, u32, FixedState> = HashMap::default();
        let mut counts: Vec<(Predicate<'_>, usize)> = Vec::new();
        let mut of_arms: Vec<Box<[u32]>> = Vec::with_capacity(definition.arms.len());
        for arm in &definition.arms {
            let numbered = predicates(arm).map(|predicate| {
                let number = *numbers.entry(predicate).or_insert_with(|| {
                    counts.push((predicate, 0));
                    id(counts.len() - 1)
                });
                if let Some((_, count)) = counts.get_mut(index(number)) {
                    *count += 1;
                }
                number
            });
            of_arms.push(numbered.collect());
        }
        let mut by_rarity: Vec<u32> = (0..id(counts.len())).collect();
        sort_by_key(&mut by_rarity, |number| {
            std::cmp::Reverse(counts.get(index(*number)).map_or(0, |(_, count)| *count))
        });
        let mut ranks = vec![0; counts.len()];
        for (rank, number) in by_rarity.iter().enumerate() {
            if let Some(place) = ranks.get_mut(index(*number)) {
                *place = id(rank);
            }
        }
        for set in &mut of_arms {
            for number in set.iter_mut() {
                *number = ranks.get(index(*number)).copied().unwrap_or_default();
            }
            set.sort_unstable();
        }
        let ordered: Vec<_> = by_rarity
            .iter()
            .filter_map(|number| counts.get(index(*number)).map(|(predicate, _)| *predicate))
            .collect();
        Predicates { of_arms, implied: implied(&ordered, definition) }
    }

    /// What the match asks for, in ascending order.
    pub(super) fn of_arm(&self, arm: ArmId) -> &[u32] {
        self.of_arms.get(arm.index()).map(|set| &**set).unwrap_or_default()
    }

    /// Everything that is true of each request that the match takes, in ascending order.
    pub(super) fn sure(&self, arm: ArmId) -> Vec<u32> {
        let own = self.of_arm(arm);
        let more = own.iter().filter_map(|number| self.implied.get(index(*number))).flatten();
        let mut all: Vec<u32> = own.iter().chain(more).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Whether every number of `few` is in `many`; both ascend.
pub(super) fn is_subset(few: &[u32], many: &[u32]) -> bool {
    let mut many = many.iter();
    few.iter().all(|number| many.any(|other| other == number))
}

fn predicates(arm: &ArmDefinition) -> impl Iterator<Item = Predicate<'_>> {
    arm.tests.iter().flat_map(|tests| {
        let method = tests.method.as_deref().map(Predicate::Method);
        let headers = tests.headers.iter().map(|field| Predicate::Header(&field.name, value(field)));
        let queries = tests.queries.iter().map(|field| Predicate::Query(&field.name, value(field)));
        method.into_iter().chain(headers).chain(queries)
    })
}

fn value(field: &FieldDefinition) -> Value<'_> {
    match &field.value {
        ValueDefinition::Exact(value) => Value::Exact(value),
        ValueDefinition::Pattern(number) => Value::Pattern(*number),
    }
}

/// How many values are tried with how many expressions of one field.
const MOST_TRIALS: usize = 10_000;

/// A value that an expression matches makes the expression hold.
fn implied<'d>(predicates: &[Predicate<'d>], definition: &Definition) -> Vec<Vec<u32>> {
    let by_field = |(number, predicate): (u32, &Predicate<'d>)| match predicate {
        Predicate::Method(_) => None,
        Predicate::Header(name, value) => Some(((true, *name), (number, *value))),
        Predicate::Query(name, value) => Some(((false, *name), (number, *value))),
    };
    let by_field: Dictionary<_, _> = (0..).zip(predicates).filter_map(by_field).collect();
    let mut implied = vec![Vec::new(); predicates.len()];
    for same in by_field.groups() {
        let mut field = Field::default();
        for ((header, _), (number, value)) in same {
            match *value {
                // Several lines of a header are joined; what such a value looks like is not told here.
                Value::Exact(value) if *header && value.contains([',', ';']) => {}
                Value::Exact(value) => field.values.push((*number, value)),
                Value::Pattern(pattern) => field.patterns.push((*number, pattern)),
            }
        }
        if field.values.len() * field.patterns.len() > MOST_TRIALS {
            continue;
        }
        for (number, pattern) in &field.patterns {
            let source = definition.patterns.get(index(*pattern));
            let Some(Ok(pattern)) = source.map(|source| Pattern::new(source)) else { continue };
            for (value_number, _) in field.values.iter().filter(|(_, value)| pattern.matches(value)) {
                if let Some(list) = implied.get_mut(index(*value_number)) {
                    list.push(*number);
                }
            }
        }
    }
    implied
}

/// The predicates of one header or query parameter.
#[derive(Default)]
struct Field<'d> {
    values: Vec<(u32, &'d str)>,
    patterns: Vec<(u32, u32)>,
}

fn id(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
