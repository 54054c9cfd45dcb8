//! Which slot stands above which: sweeps over the columns that put each slot at the mean of its
//! neighbours, and of all that came out the order with the fewest crossings.

use super::slots::Slots;
use crate::sort::sort_by;

const ROUNDS: usize = 4;
/// Nobody sees a crossing more or less among that many.
const MANY: usize = 5_000;

/// The slots of each column, from top to bottom.
pub(super) fn of(slots: &Slots) -> Vec<Vec<usize>> {
    let mut columns = vec![Vec::new(); slots.columns()];
    for slot in 0..slots.len() {
        if let Some(column) = columns.get_mut(slots.column(slot)) {
            column.push(slot);
        }
    }
    let mut sweep = Sweep { slots, columns, places: vec![0.0; slots.len()], wanted: vec![0.0; slots.len()] };
    (0..slots.columns()).for_each(|column| sweep.number(column));
    sweep.forward();
    let mut best = sweep.columns.clone();
    let mut fewest = crossings(slots, &best);
    for _ in 0..if slots.len() > MANY { 1 } else { ROUNDS } {
        if fewest == 0 {
            break;
        }
        sweep.backward();
        sweep.forward();
        let crossings = crossings(slots, &sweep.columns);
        if crossings < fewest {
            (best, fewest) = (sweep.columns.clone(), crossings);
        }
    }
    best
}

struct Sweep<'a> {
    slots: &'a Slots,
    columns: Vec<Vec<usize>>,
    /// How far down each slot stands in its column, from 0 to 1.
    places: Vec<f64>,
    /// Where the neighbours on the right would have each slot.
    wanted: Vec<f64>,
}

impl Sweep<'_> {
    fn place(&self, slot: usize) -> f64 {
        at(&self.places, slot)
    }

    fn number(&mut self, column: usize) {
        let slots = self.columns.get(column).map(Vec::as_slice).unwrap_or_default();
        let count = slots.len() as f64;
        for (index, slot) in slots.iter().enumerate() {
            if let Some(place) = self.places.get_mut(*slot) {
                *place = (index as f64 + 0.5) / count;
            }
        }
    }

    /// From left to right; what keeps its order stays beside its owner.
    fn forward(&mut self) {
        for column in 0..self.slots.columns() {
            self.sort(column, |sweep, slot| {
                let left = sweep.slots.left(slot);
                match left.first() {
                    None => sweep.place(slot),
                    Some(owner) if sweep.slots.keeps_order(slot) => sweep.place(*owner),
                    Some(_) => mean(left, &sweep.places),
                }
            });
        }
    }

    /// From right to left; what keeps its order only hands on what its neighbours want.
    fn backward(&mut self) {
        self.wanted.clone_from(&self.places);
        for column in (0..self.slots.columns()).rev() {
            let slots = self.columns.get(column).cloned().unwrap_or_default();
            for slot in &slots {
                let right = self.slots.right(*slot);
                if !right.is_empty() {
                    let wanted = mean(right, &self.wanted);
                    put(&mut self.wanted, *slot, wanted);
                }
            }
            self.sort(column, |sweep, slot| {
                if sweep.slots.keeps_order(slot) { sweep.place(slot) } else { at(&sweep.wanted, slot) }
            });
            for slot in slots.iter().filter(|slot| !self.slots.keeps_order(**slot)) {
                let place = self.place(*slot);
                put(&mut self.wanted, *slot, place);
            }
        }
    }

    fn sort(&mut self, column: usize, key: impl Fn(&Self, usize) -> f64) {
        let Some(slots) = self.columns.get(column) else { return };
        let mut keyed: Vec<_> = slots
            .iter()
            .enumerate()
            .map(|(index, slot)| {
                let keeps_order = self.slots.keeps_order(*slot);
                (key(self, *slot), !keeps_order, if keeps_order { *slot } else { index }, *slot)
            })
            .collect();
        sort_by(&mut keyed, |left, right| {
            let rest = |entry: &(f64, bool, usize, usize)| (entry.1, entry.2);
            left.0.total_cmp(&right.0).then_with(|| rest(left).cmp(&rest(right)))
        });
        if let Some(slots) = self.columns.get_mut(column) {
            *slots = keyed.into_iter().map(|(.., slot)| slot).collect();
        }
        self.number(column);
    }
}

fn at(list: &[f64], slot: usize) -> f64 {
    list.get(slot).copied().unwrap_or_default()
}

fn put(list: &mut [f64], slot: usize, value: f64) {
    if let Some(place) = list.get_mut(slot) {
        *place = value;
    }
}

fn mean(slots: &[usize], values: &[f64]) -> f64 {
    slots.iter().map(|slot| at(values, *slot)).sum::<f64>() / slots.len().max(1) as f64
}

/// How many pairs of links cross between neighbouring columns.
fn crossings(slots: &Slots, columns: &[Vec<usize>]) -> u64 {
    let mut index = vec![0; slots.len()];
    for column in columns {
        for (number, slot) in column.iter().enumerate() {
            if let Some(place) = index.get_mut(*slot) {
                *place = number;
            }
        }
    }
    let index = |slot: &usize| index.get(*slot).copied().unwrap_or_default();
    let between = |column: &Vec<usize>| {
        let mut ends = Vec::new();
        for slot in column {
            let mut right: Vec<_> = slots.right(*slot).iter().map(index).collect();
            right.sort_unstable();
            ends.extend(right);
        }
        inversions(&ends)
    };
    columns.iter().map(between).sum()
}

/// How many pairs of a list stand in the wrong order: a Fenwick tree counts those that came before.
fn inversions(list: &[usize]) -> u64 {
    let size = list.iter().max().map_or(0, |max| max + 1);
    let mut tree = vec![0_u64; size + 1];
    let mut count = 0;
    for (seen, value) in (0_u64..).zip(list) {
        let mut not_greater = 0;
        let mut place = value + 1;
        while place > 0 {
            not_greater += tree.get(place).copied().unwrap_or_default();
            place &= place - 1;
        }
        count += seen - not_greater;
        let mut place = value + 1;
        while let Some(sum) = tree.get_mut(place) {
            *sum += 1;
            place += place & place.wrapping_neg();
        }
    }
    count
}
