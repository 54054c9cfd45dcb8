use std::fmt;

/// A line of a `status` fence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusFact {
    /// `HTTPRoute default/foo at infra/web  Accepted=False NotAllowedByListeners`.
    Condition {
        /// Kind and name, with the namespace if it has one; a listener is `Listener default/web/http`.
        object: String,
        /// The parent or the ancestor that the condition is about, `default/web` or `default/web/http`. A line
        /// without one is about all.
        at: Option<String>,
        condition: String,
        status: String,
        reason: String,
    },
    /// `error field-unknown  HTTPRoute default/foo spec.rule`.
    Problem {
        severity: String,
        code: String,
        /// The object and the field.
        place: String,
    },
}

const SEVERITIES: [&str; 3] = ["error", "warning", "note"];

// === impl StatusFact ===

impl StatusFact {
    pub(super) fn parse(line: &str) -> Result<Self, String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [severity, code, place @ ..] if SEVERITIES.contains(severity) && !place.is_empty() => {
                Ok(Self::Problem {
                    severity: (*severity).to_owned(),
                    code: (*code).to_owned(),
                    place: place.join(" "),
                })
            }
            [kind, name, state, reason] => Self::condition(kind, name, None, state, reason),
            [kind, name, "at", parent, state, reason] => {
                Self::condition(kind, name, Some(*parent), state, reason)
            }
            _ => Err(Self::advice(line)),
        }
    }

    fn condition(
        kind: &str,
        name: &str,
        at: Option<&str>,
        state: &str,
        reason: &str,
    ) -> Result<Self, String> {
        let (condition, status) = state.split_once('=').ok_or_else(|| Self::advice(state))?;
        Ok(Self::Condition {
            object: format!("{kind} {name}"),
            at: at.map(str::to_owned),
            condition: condition.to_owned(),
            status: status.to_owned(),
            reason: reason.to_owned(),
        })
    }

    fn advice(text: &str) -> String {
        format!(
            "`{text}` is no fact: write `KIND NAMESPACE/NAME  CONDITION=STATUS REASON`, with `at NAMESPACE/PARENT` \
             behind the name where there are several, or `error CODE  KIND NAMESPACE/NAME FIELD`"
        )
    }

    fn is_problem(&self) -> bool {
        matches!(self, Self::Problem { .. })
    }

    /// Whether both are about the same condition; a fact without a parent is about those of all.
    fn same_subject(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Condition { object, at, condition, .. },
                Self::Condition { object: object2, at: at2, condition: condition2, .. },
            ) => object == object2 && condition == condition2 && (at.is_none() || at == at2),
            _ => false,
        }
    }

    fn same_answer(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Condition { status, reason, .. },
                Self::Condition { status: status2, reason: reason2, .. },
            ) => status == status2 && reason == reason2,
            _ => false,
        }
    }

    /// Whether a reader wants to see it although nothing asked for it: whether routes are accepted, and whatever is
    /// not as it should be.
    fn is_news(&self) -> bool {
        let Self::Condition { object, condition, status, reason, .. } = self else { return false };
        match condition.as_str() {
            "Conflicted" | "PartiallyInvalid" | "OverlappingTLSConfig" => status == "True",
            "Accepted" if object.contains("Route ") => true,
            "Accepted" => status != "True" || reason != "Accepted",
            _ => status != "True",
        }
    }
}

impl fmt::Display for StatusFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Condition { object, at, condition, status, reason } => {
                write!(f, "{object}")?;
                if let Some(at) = at {
                    write!(f, " at {at}")?;
                }
                write!(f, "  {condition}={status} {reason}")
            }
            Self::Problem { severity, code, place } => write!(f, "{severity} {code}  {place}"),
        }
    }
}

/// What is not as it is listed, one line each.
pub(super) fn differences(expected: &[StatusFact], actual: &[StatusFact]) -> Vec<String> {
    let mut wrong = Vec::new();
    if expected.is_empty() && !actual.is_empty() {
        wrong.push("  expected  nothing yet".to_owned());
    }
    for fact in expected {
        if fact.is_problem() {
            if !actual.contains(fact) {
                wrong.push(format!("  expected  {fact}\n  actual    nothing of the kind"));
            }
            continue;
        }
        let mut answers = actual.iter().filter(|other| fact.same_subject(other)).peekable();
        if answers.peek().is_none() {
            wrong.push(format!("  expected  {fact}\n  actual    nothing of the kind"));
        }
        wrong.extend(
            answers
                .filter(|other| !fact.same_answer(other))
                .map(|other| format!("  expected  {fact}\n  actual    {other}")),
        );
    }
    let unlisted = actual.iter().filter(|fact| fact.is_problem() && !expected.contains(fact));
    wrong.extend(unlisted.map(|fact| format!("  expected  no such problem\n  actual    {fact}")));
    wrong
}

/// The lines of a fence that holds: what was listed, else what is news, and all problems.
pub(super) fn expectation(expected: &[StatusFact], actual: &[StatusFact]) -> Vec<String> {
    let mut facts: Vec<String> = Vec::new();
    let mut add = |fact: &StatusFact| {
        let line = fact.to_string();
        if !facts.contains(&line) {
            facts.push(line);
        }
    };
    for fact in expected.iter().filter(|fact| !fact.is_problem()) {
        let answers: Vec<_> = actual.iter().filter(|other| fact.same_subject(other)).collect();
        if !answers.is_empty() && answers.iter().all(|other| fact.same_answer(other)) {
            add(fact);
        } else {
            answers.into_iter().for_each(&mut add);
        }
    }
    if expected.is_empty() {
        actual.iter().filter(|fact| fact.is_news()).for_each(&mut add);
    }
    actual.iter().filter(|fact| fact.is_problem()).for_each(&mut add);
    facts
}
