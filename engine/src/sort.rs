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
    arrange(order, &mut |left, right| list.swap(left, right));
}

/// Makes the key of each item once.
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl FnMut(&T) -> K) {
    let keys: Vec<K> = list.iter().map(key).collect();
    let order = order(keys.len(), &|left, right| keys.get(left).cmp(&keys.get(right)));
    arrange(order, &mut |left, right| list.swap(left, right));
}

/// Each item once, in order.
pub fn distinct<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut list: Vec<_> = items.into_iter().collect();
    sort_by(&mut list, Ord::cmp);
    list.dedup();
    list
}

/// So many bits of a key are sorted at once.
pub(crate) const DIGIT: u32 = 11;

/// Puts numbers in the order of their keys, the greatest first, by one digit of them after the other from the last to
/// the first. It compares nothing, so what it costs grows with the list alone.
pub(crate) fn sort_by_numbers(order: &mut Vec<u32>, key: impl Fn(u32) -> u64) {
    let first = order.first().map_or(0, |number| key(*number));
    let differing = order.iter().fold(0, |differing, number| differing | key(*number) ^ first);
    let mut sorted = order.clone();
    for shift in (0..u64::BITS).step_by(DIGIT as usize) {
        let digit = |bits: u64| (bits >> shift) as usize % (1 << DIGIT);
        if digit(differing) == 0 {
            continue;
        }
        // The greatest comes first.
        let digit = |number: &u32| digit(!key(*number));
        // How many have a digit, then where the next of them goes: behind those that come before it.
        let mut places = vec![0; 1 << DIGIT];
        for number in order.iter() {
            if let Some(count) = places.get_mut(digit(number)) {
                *count += 1;
            }
        }
        let mut before = 0;
        for place in &mut places {
            before += std::mem::replace(place, before);
        }
        for number in order.iter() {
            let Some(place) = places.get_mut(digit(number)) else { continue };
            if let Some(slot) = sorted.get_mut(*place) {
                *slot = *number;
            }
            *place += 1;
        }
        std::mem::swap(order, &mut sorted);
    }
}

/// The numbers below `len` as the items with these numbers follow each other.
fn order(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..).take(len).collect();
    order.sort_by(|left, right| compare(index(*left), index(*right)));
    order
}

/// Brings the item with the first number to the front, and so on.
pub(crate) fn arrange(mut order: Vec<u32>, swap: &mut dyn FnMut(usize, usize)) {
    for start in (0..).take(order.len()) {
        // Each turn brings one item home, and takes along what stood there, until that is at home as well.
        let mut here = start;
        while let Some(number) = order.get_mut(index(here)) {
            let from = std::mem::replace(number, here);
            if from == start {
                break;
            }
            swap(index(here), index(from));
            here = from;
        }
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
