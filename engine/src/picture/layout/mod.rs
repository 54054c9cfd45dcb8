//! Coordinates for nodes in columns: which above which, how high, and the lines between them.

mod align;
mod order;
mod path;
mod slots;

use self::slots::Slots;
use super::collapse::Link;

/// A node before it has a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// A greater one stands further to the right.
    pub(super) rank: usize,
    pub(super) width: i32,
    /// Even.
    pub(super) height: i32,
    /// Whether it stays beside the others that hang from the same node, in the order given.
    pub(super) keeps_order: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    /// Index into the columns.
    pub(super) column: usize,
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) rank: usize,
    pub(super) x: i32,
    width: i32,
}

pub(super) struct Layout {
    pub(super) width: i32,
    pub(super) height: i32,
    /// In the order of the shapes.
    pub(super) boxes: Vec<Placed>,
    pub(super) columns: Vec<Column>,
    /// In the order of the links.
    pub(super) paths: Vec<String>,
}

const MARGIN: i32 = 24;
/// The titles of the columns.
const TITLE: i32 = 32;
const COLUMN_GAP: i32 = 48;

impl Layout {
    pub(super) fn of(shapes: &[Shape], links: &[Link]) -> Self {
        let columns = columns(shapes);
        let column_of: Vec<_> = shapes.iter().map(|shape| column_of(shape, &columns)).collect();
        let slots = Slots::of(shapes, &column_of, columns.len(), links);
        let order = order::of(&slots);
        let heights = align::of(&slots, &order);
        let top = (0..slots.len()).map(|slot| edge(&slots, &heights, slot, -1)).min().unwrap_or_default();
        let down = MARGIN + TITLE - top;
        let centres: Vec<_> = heights.iter().map(|height| height + down).collect();
        let bottom = (0..slots.len()).map(|slot| edge(&slots, &centres, slot, 1)).max();
        let placed = shapes.iter().zip(&column_of).zip(&centres).map(|((shape, column), centre)| {
            let at = columns.get(*column);
            Placed {
                column: *column,
                x: at.map_or(MARGIN, |at| at.x),
                y: centre - shape.height / 2,
                width: at.map_or(shape.width, |at| at.width),
                height: shape.height,
            }
        });
        let boxes: Vec<_> = placed.collect();
        let paths = path::of(&slots, &boxes, &columns, &centres, links);
        let right = columns.last().map_or(MARGIN, |last| last.x + last.width);
        Layout {
            width: right + MARGIN,
            height: bottom.unwrap_or(MARGIN + TITLE) + MARGIN,
            boxes,
            columns,
            paths,
        }
    }
}

/// The upper (-1) or the lower (1) edge of a slot.
fn edge(slots: &Slots, centres: &[i32], slot: usize, side: i32) -> i32 {
    centres.get(slot).copied().unwrap_or_default() + side * slots.height(slot) / 2
}

/// The ranks that have nodes, each as wide as its widest.
fn columns(shapes: &[Shape]) -> Vec<Column> {
    let ranks = shapes.iter().map(|shape| shape.rank + 1).max().unwrap_or_default();
    let mut widths = vec![None; ranks];
    for shape in shapes {
        if let Some(width) = widths.get_mut(shape.rank) {
            *width = (*width).max(Some(shape.width));
        }
    }
    let mut x = MARGIN;
    let column = |(rank, width): (usize, Option<i32>)| {
        let width = width?;
        let column = Column { rank, x, width };
        x += width + COLUMN_GAP;
        Some(column)
    };
    widths.into_iter().enumerate().filter_map(column).collect()
}

fn column_of(shape: &Shape, columns: &[Column]) -> usize {
    columns.partition_point(|column| column.rank < shape.rank)
}
