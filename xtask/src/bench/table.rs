use std::fmt;

/// What was measured, a row each, as Markdown.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    subject: String,
    value: String,
    goal: Option<(String, bool)>,
}

// === impl Table ===

impl Table {
    /// A figure that is there to compare with.
    pub(crate) fn row(&mut self, subject: impl Into<String>, value: impl Into<String>) {
        self.rows.push(Row { subject: subject.into(), value: value.into(), goal: None });
    }

    /// A figure that has a goal, and whether it meets it.
    pub(crate) fn goal(
        &mut self,
        subject: impl Into<String>,
        value: impl Into<String>,
        goal: impl Into<String>,
        met: bool,
    ) {
        let goal = Some((goal.into(), met));
        self.rows.push(Row { subject: subject.into(), value: value.into(), goal });
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("| what | measured | goal | met |\n| --- | --- | --- | --- |\n")?;
        for Row { subject, value, goal } in &self.rows {
            let (goal, met) = match goal {
                Some((goal, true)) => (goal.as_str(), "yes"),
                Some((goal, false)) => (goal.as_str(), "no"),
                None => ("", ""),
            };
            writeln!(f, "| {subject} | {value} | {goal} | {met} |")?;
        }
        Ok(())
    }
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Table, grouped};

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([7.0, 999.6, 1_234_567.0].map(grouped), ["7", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_row_says_whether_it_meets_its_goal() {
        let mut table = Table::default();
        table.goal("a", "3", "≤ 2", false);
        table.row("b", "4");
        let rows = "| what | measured | goal | met |\n| --- | --- | --- | --- |\n| a | 3 | ≤ 2 | no |\n| b | 4 |  |  |\n";
        assert_eq!(table.to_string(), rows);
    }
}
