//! Sorting in few bytes. Each type that the standard library sorts costs 3 to 6 KB of wasm; here it
//! sorts numbers, and the list follows. Items that compare as equal stay in their order.

use std::cmp::Ordering;

#[cfg(test)]
mod tests;

pub(crate) fn sort_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    if list.len() < 2 {
        return;
    }
    let order = order(list.len(), &|left, right| match (list.get(left), list.get(right)) {
        (Some(left), Some(right)) => compare(left, right),
        _ => Ordering::Equal,
    });
    arrange(list, &order);
}

/// Makes the key of each item once.
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl FnMut(&T) -> K) {
    let keys: Vec<K> = list.iter().map(key).collect();
    let order = order(keys.len(), &|left, right| keys.get(left).cmp(&keys.get(right)));
    arrange(list, &order);
}

/// The numbers of the keys, of the least one first, in a time that grows with their number alone.
pub(crate) fn by_keys(keys: &[u128]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..).take(keys.len()).collect();
    let mut sorted = order.clone();
    let first = keys.first().copied().unwrap_or_default();
    let varying = keys.iter().fold(0, |varying, key| varying | key ^ first);
    let byte = |number: u32, shift: u32| {
        let key = usize::try_from(number).ok().and_then(|number| keys.get(number));
        key.map_or(0, |key| (key >> shift) as u8)
    };
    // One byte after the other, the least significant first.
    for shift in (0..u128::BITS).step_by(8).filter(|shift| (varying >> shift) as u8 != 0) {
        let mut places = [0_usize; 256];
        for number in &order {
            if let Some(place) = places.get_mut(usize::from(byte(*number, shift))) {
                *place += 1;
            }
        }
        let mut before = 0;
        for place in &mut places {
            before += std::mem::replace(place, before);
        }
        for number in &order {
            if let Some(place) = places.get_mut(usize::from(byte(*number, shift)))
                && let Some(slot) = sorted.get_mut(*place)
            {
                *slot = *number;
                *place += 1;
            }
        }
        std::mem::swap(&mut order, &mut sorted);
    }
    order
}

/// The numbers below `len` as the items with these numbers follow each other.
fn order(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|left, right| compare(*left, *right));
    order
}

/// Brings the item with the first number to the front, and so on.
fn arrange<T>(list: &mut [T], order: &[usize]) {
    let mut goals = vec![0; order.len()];
    for (goal, number) in order.iter().enumerate() {
        if let Some(slot) = goals.get_mut(*number) {
            *slot = goal;
        }
    }
    for number in 0..goals.len() {
        // Each turn brings one item home.
        while let Some(goal) = goals.get(number).copied().filter(|goal| *goal != number) {
            list.swap(number, goal);
            goals.swap(number, goal);
        }
    }
}
