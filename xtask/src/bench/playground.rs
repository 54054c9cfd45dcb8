//! Goal 8: what somebody who types waits for, as the page's own `npm run measure` says.

use anyhow::Result;

use crate::bench::table::Table;
use crate::checkout::Checkout;
use crate::filter::FilterTools;
use crate::{chromium, web};

/// What the page measures, the word before the figure that has a goal, and the goal in milliseconds.
const GOALS: [(&str, &str, u32); 3] = [
    ("start, until the engine has answered", "median", 4_000),
    ("500 resources, from a key to the whole page", "p95", 100),
    ("10000 resources, from a key to the whole page", "p95", 1_000),
];

pub(crate) fn measure(checkout: &Checkout, table: &mut Table) -> Result<()> {
    let tools = FilterTools::find_or_install(checkout)?;
    web::build(checkout, &tools)?;
    let printed = web::measure(checkout, &chromium::find_or_install()?)?;
    for line in printed.lines() {
        let Some((what, figures)) = line.trim().split_once(": ").filter(|(_, it)| it.starts_with("median "))
        else {
            continue;
        };
        let subject = format!("playground: {what}");
        match GOALS.iter().find(|(it, ..)| *it == what) {
            Some((_, word, goal)) => {
                let met = figure(figures, word).is_some_and(|figure| figure < *goal);
                table.goal(subject, figures, format!("{word} < {goal} ms"), met);
            }
            None => table.row(subject, figures),
        }
    }
    Ok(())
}

/// The number behind a word, as in `median 12 ms, p95 30 ms`.
fn figure(figures: &str, word: &str) -> Option<u32> {
    let part = figures.split(", ").find_map(|part| part.strip_prefix(word))?;
    part.trim().strip_suffix(" ms")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::figure;

    #[test]
    fn a_figure_stands_behind_its_word() {
        assert_eq!(figure("median 12 ms, p95 30 ms, most 44 ms", "p95"), Some(30));
    }
}
