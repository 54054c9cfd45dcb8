//! How high each slot stands: as near to its neighbours as the order of its column leaves room.

use super::slots::Slots;

const GAP: i32 = 14;
/// Beside a lane.
const LANE_GAP: i32 = 10;

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
    Both,
}

/// The middle of each slot, in pixels.
pub(super) fn of(slots: &Slots, columns: &[Vec<usize>]) -> Vec<i32> {
    let mut centres = vec![0.0; slots.len()];
    for column in columns {
        let offsets = offsets(slots, column);
        let middle = offsets.last().copied().unwrap_or_default() / 2.0;
        put(&mut centres, column, offsets.into_iter().map(|offset| offset - middle));
    }
    for side in [Side::Left, Side::Right, Side::Left, Side::Right, Side::Both] {
        let mut pass = |column: &Vec<usize>| {
            let near = near(slots, column, &centres, side);
            put(&mut centres, column, near.into_iter());
        };
        match side {
            Side::Right => columns.iter().rev().for_each(&mut pass),
            Side::Left | Side::Both => columns.iter().for_each(&mut pass),
        }
    }
    centres.into_iter().map(|centre| centre.round() as i32).collect()
}

fn put(centres: &mut [f64], column: &[usize], values: impl Iterator<Item = f64>) {
    for (slot, value) in column.iter().zip(values) {
        if let Some(centre) = centres.get_mut(*slot) {
            *centre = value;
        }
    }
}

/// How far below the first slot of its column each has to stand at least.
fn offsets(slots: &Slots, column: &[usize]) -> Vec<f64> {
    let mut offset = 0;
    let mut last = None;
    let one = |slot: &usize| {
        if let Some(last) = last {
            let gap = if slots.is_lane(last) || slots.is_lane(*slot) { LANE_GAP } else { GAP };
            offset += (slots.height(last) + slots.height(*slot)) / 2 + gap;
        }
        last = Some(*slot);
        f64::from(offset)
    };
    column.iter().map(one).collect()
}

/// The heights that are nearest to the means of the neighbours' (least squares), with the order and the
/// distances kept: pools of slots that would overlap move as one.
fn near(slots: &Slots, column: &[usize], centres: &[f64], side: Side) -> Vec<f64> {
    let offsets = offsets(slots, column);
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (slot, offset) in column.iter().zip(&offsets) {
        let mut pool = (wish(slots, *slot, centres, side) - offset, 1);
        while let Some((sum, count)) =
            pools.pop_if(|(sum, count)| *sum / *count as f64 > pool.0 / pool.1 as f64)
        {
            pool = (pool.0 + sum, pool.1 + count);
        }
        pools.push(pool);
    }
    let means = pools.into_iter().flat_map(|(sum, count)| std::iter::repeat_n(sum / count as f64, count));
    means.zip(offsets).map(|(mean, offset)| mean + offset).collect()
}

fn wish(slots: &Slots, slot: usize, centres: &[f64], side: Side) -> f64 {
    let at = |slot: &usize| centres.get(*slot).copied().unwrap_or_default();
    let (left, right) = match side {
        Side::Left => (slots.left(slot), [].as_slice()),
        Side::Right => ([].as_slice(), slots.right(slot)),
        Side::Both => (slots.left(slot), slots.right(slot)),
    };
    match left.len() + right.len() {
        0 => at(&slot),
        count => left.iter().chain(right).map(at).sum::<f64>() / count as f64,
    }
}
