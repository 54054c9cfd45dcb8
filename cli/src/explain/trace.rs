//! The steps of a decision as a list with one mark each.

use anstyle::{AnsiColor, Style};
use engine::report::{Decision, Step, StepKind, Verdict};

use crate::{
    output::{clean, count},
    table,
};

/// How many steps are shown when nobody asks for all.
const MOST: usize = 20;

pub(super) fn of(decision: &Decision, all: bool) -> String {
    let chosen = chosen(decision, all);
    let left_out = decision.trace.len() - chosen.len();
    let rows = chosen.into_iter().map(|(number, step)| row(step, decision.nearest == Some(number)));
    let mut text = painted(&table::indented(&table::columns(None, rows), 2));
    if left_out > 0 {
        let steps = count(left_out, "other step");
        text.push_str(&format!("  … and {steps} of less interest (--all shows every step)\n"));
    }
    text
}

/// The steps to show, the nearest miss first, then in their order.
fn chosen(decision: &Decision, all: bool) -> Vec<(usize, &Step)> {
    let mut steps: Vec<_> = decision.trace.iter().enumerate().collect();
    if !all && steps.len() > MOST {
        steps.sort_by_key(|(number, step)| (dullness(step, decision.nearest == Some(*number)), *number));
        steps.truncate(MOST);
        steps.sort_by_key(|(number, _)| *number);
    }
    if let Some(nearest) = steps.iter().position(|(number, _)| decision.nearest == Some(*number)) {
        steps[..=nearest].rotate_right(1);
    }
    steps
}

/// A step that came close tells more than one that had no chance.
fn dullness(step: &Step, nearest: bool) -> usize {
    match (step.verdict, step.step) {
        _ if nearest => 0,
        (Verdict::Won, _) => 0,
        (Verdict::Outranked, _) => 1,
        (Verdict::Failed, StepKind::Match) => match step.reason.as_str() {
            "hostname" => 5,
            "path" => 4,
            _ => 2,
        },
        (Verdict::Failed, _) => 3,
    }
}

fn row(step: &Step, nearest: bool) -> Vec<String> {
    let kind = match step.step {
        StepKind::Listener => "listener",
        StepKind::Attachment => "route",
        StepKind::Match => "rule",
    };
    let (mark, word) = match (step.verdict, step.step) {
        (Verdict::Won, _) => ("✓", "taken"),
        (Verdict::Outranked, _) => ("–", "outranked"),
        (Verdict::Failed, _) if nearest => ("✗", "closest"),
        (Verdict::Failed, StepKind::Attachment) => ("✗", "not attached"),
        (Verdict::Failed, _) => ("✗", "no match"),
    };
    let place = place(step).unwrap_or_default();
    [format!("{mark} {word}"), kind.to_owned(), step.subject.clone(), reason(step), place]
        .map(|cell| clean(&cell).into_owned())
        .into()
}

/// Why, with what was expected and what came.
pub(super) fn reason(step: &Step) -> String {
    let reason = step.reason.strip_prefix("outranked: ").unwrap_or(&step.reason);
    match (&step.expected, &step.actual) {
        (Some(expected), Some(actual)) => {
            let expected = if expected.is_empty() { "any" } else { expected };
            format!("{reason}: expected {expected}, got {actual}")
        }
        _ => reason.to_owned(),
    }
}

/// `file:line`.
pub(super) fn place(step: &Step) -> Option<String> {
    Some(format!("{}:{}", step.file.as_ref()?, step.line?))
}

/// Colours the marks. They say the same without.
fn painted(text: &str) -> String {
    let paint = |line: &str| {
        let color = match line.trim_start().chars().next() {
            Some('✓') => AnsiColor::Green,
            Some('✗') => AnsiColor::Red,
            _ => AnsiColor::Yellow,
        };
        let style = Style::new().fg_color(Some(color.into()));
        let end = line
            .find(['✓', '✗', '–'])
            .map_or(0, |at| at + line[at..].chars().next().map_or(0, char::len_utf8));
        format!("{style}{}{style:#}{}\n", &line[..end], &line[end..])
    };
    text.lines().map(paint).collect()
}
