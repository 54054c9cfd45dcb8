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
    arrange(&order, &mut |left, right| list.swap(left, right));
}

/// Makes the key of each item once.
#[cfg(feature = "manifests")]
pub(crate) fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl FnMut(&T) -> K) {
    let keys: Vec<K> = list.iter().map(key).collect();
    let order = order(keys.len(), &|left, right| keys.get(left).cmp(&keys.get(right)));
    arrange(&order, &mut |left, right| list.swap(left, right));
}

/// The numbers below `len` as the items with these numbers follow each other.
fn order(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|left, right| compare(*left, *right));
    order
}

/// Brings the item with the first number to the front, and so on.
fn arrange(order: &[usize], swap: &mut dyn FnMut(usize, usize)) {
    let mut goals = vec![0; order.len()];
    for (goal, number) in order.iter().enumerate() {
        if let Some(slot) = goals.get_mut(*number) {
            *slot = goal;
        }
    }
    for number in 0..goals.len() {
        // Each turn brings one item home.
        while let Some(goal) = goals.get(number).copied().filter(|goal| *goal != number) {
            swap(number, goal);
            goals.swap(number, goal);
        }
    }
}
