//! Links as SVG paths: cubic curves between columns, straight through the columns in between.

use std::fmt::Write;

use super::{super::collapse::Link, Column, Placed, slots::Slots};

/// How far a line swings out that comes back to its own column; less than the margin.
const SWING: i32 = 20;

pub(super) fn of(
    slots: &Slots,
    boxes: &[Placed],
    columns: &[Column],
    centres: &[i32],
    links: &[Link],
) -> Vec<String> {
    let drawn = |(number, link): (usize, &Link)| {
        let (Some(from), Some(to)) = (boxes.get(link.from), boxes.get(link.to)) else {
            return String::new();
        };
        let middle = |at: &Placed| at.y + at.height / 2;
        if from.column == to.column {
            let (start, end) = (Point { x: from.x, y: middle(from) }, Point { x: to.x, y: middle(to) });
            return Line::from(start).through(start.by(-SWING), end.by(-SWING), end);
        }
        if from.column > to.column {
            let (start, end) =
                (Point { x: from.x, y: middle(from) }, Point { x: to.x + to.width, y: middle(to) });
            return Line::from(start).curve(end).0;
        }
        let mut line = Line::from(Point { x: from.x + from.width, y: middle(from) });
        for lane in slots.way(number) {
            let (Some(column), Some(y)) = (columns.get(slots.column(*lane)), centres.get(*lane)) else {
                continue;
            };
            line = line.curve(Point { x: column.x, y: *y }).straight(column.x + column.width);
        }
        line.curve(Point { x: to.x, y: middle(to) }).0
    };
    links.iter().enumerate().map(drawn).collect()
}

#[derive(Clone, Copy)]
struct Point {
    x: i32,
    y: i32,
}

impl Point {
    fn by(self, dx: i32) -> Self {
        Point { x: self.x + dx, y: self.y }
    }
}

/// A path and where it ends.
struct Line(String, Point);

impl Line {
    fn from(start: Point) -> Self {
        Line(format!("M{} {}", start.x, start.y), start)
    }

    fn curve(mut self, end: Point) -> Self {
        let half = (end.x - self.1.x) / 2;
        let (leaving, arriving) = (self.1.by(half), end.by(-half));
        self.put(leaving, arriving, end);
        self
    }

    fn straight(mut self, x: i32) -> Self {
        let _ = write!(self.0, "H{x}");
        self.1.x = x;
        self
    }

    fn through(mut self, leaving: Point, arriving: Point, end: Point) -> String {
        self.put(leaving, arriving, end);
        self.0
    }

    fn put(&mut self, leaving: Point, arriving: Point, end: Point) {
        let [a, b, c] = [leaving, arriving, end];
        let _ = write!(self.0, "C{} {} {} {} {} {}", a.x, a.y, b.x, b.y, c.x, c.y);
        self.1 = end;
    }
}
