use std::collections::BTreeMap;

use super::{super::collapse::Link, Shape};

/// What stands in the columns: first the nodes by their number, then the lanes on which links cross the
/// columns between their ends.
pub(super) struct Slots {
    columns: usize,
    slots: Vec<Slot>,
    /// The lanes of each link, from left to right.
    ways: Vec<Vec<usize>>,
}

struct Slot {
    column: usize,
    height: i32,
    keeps_order: bool,
    is_lane: bool,
    /// The slots in the next column on either side that it is linked with.
    left: Vec<usize>,
    right: Vec<usize>,
}

impl Slots {
    pub(super) fn of(shapes: &[Shape], column_of: &[usize], columns: usize, links: &[Link]) -> Self {
        let node = |(shape, column): (&Shape, &usize)| Slot {
            column: *column,
            height: shape.height,
            keeps_order: shape.keeps_order,
            is_lane: false,
            left: Vec::new(),
            right: Vec::new(),
        };
        let slots = shapes.iter().zip(column_of).map(node).collect();
        let mut slots = Slots { columns, slots, ways: Vec::new() };
        // Links of one node share a lane.
        let mut lanes = BTreeMap::new();
        for link in links {
            let (from, to) = (slots.column(link.from), slots.column(link.to));
            let mut way = Vec::new();
            if from < to {
                let mut last = link.from;
                for column in from + 1..to {
                    let lane = *lanes
                        .entry((link.from, link.attached, column))
                        .or_insert_with(|| slots.add_lane(last, column));
                    way.push(lane);
                    last = lane;
                }
                slots.join(last, link.to);
            }
            slots.ways.push(way);
        }
        slots
    }

    fn add_lane(&mut self, last: usize, column: usize) -> usize {
        let number = self.slots.len();
        self.slots.push(Slot {
            column,
            height: 0,
            keeps_order: false,
            is_lane: true,
            left: Vec::new(),
            right: Vec::new(),
        });
        self.join(last, number);
        number
    }

    fn join(&mut self, left: usize, right: usize) {
        if let Some(slot) = self.slots.get_mut(left) {
            slot.right.push(right);
        }
        if let Some(slot) = self.slots.get_mut(right) {
            slot.left.push(left);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    pub(super) fn column(&self, slot: usize) -> usize {
        self.slots.get(slot).map_or(0, |slot| slot.column)
    }

    pub(super) fn height(&self, slot: usize) -> i32 {
        self.slots.get(slot).map_or(0, |slot| slot.height)
    }

    pub(super) fn keeps_order(&self, slot: usize) -> bool {
        self.slots.get(slot).is_some_and(|slot| slot.keeps_order)
    }

    pub(super) fn is_lane(&self, slot: usize) -> bool {
        self.slots.get(slot).is_some_and(|slot| slot.is_lane)
    }

    pub(super) fn left(&self, slot: usize) -> &[usize] {
        self.slots.get(slot).map(|slot| slot.left.as_slice()).unwrap_or_default()
    }

    pub(super) fn right(&self, slot: usize) -> &[usize] {
        self.slots.get(slot).map(|slot| slot.right.as_slice()).unwrap_or_default()
    }

    pub(super) fn way(&self, link: usize) -> &[usize] {
        self.ways.get(link).map(Vec::as_slice).unwrap_or_default()
    }
}
