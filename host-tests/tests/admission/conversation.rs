use std::{
    io::{BufRead, BufReader, Write},
    sync::mpsc::sync_channel,
    thread,
};

use super::{
    answer::{Answer, Question},
    oracle::Oracle,
};

/// How many questions may be on their way.
const AHEAD: usize = 1_000;

/// Asks every question, while the answers to earlier ones are looked at.
pub(crate) fn ask(
    oracle: &Oracle,
    questions: impl Iterator<Item = Question> + Send,
    mut hear: impl FnMut(Question, Answer),
) {
    let mut child = oracle.start().unwrap_or_else(|problem| panic!("{problem}"));
    let mut input = child.stdin.take().expect("a pipe into the oracle");
    let output = child.stdout.take().expect("a pipe out of the oracle");
    let (asked, waiting) = sync_channel(AHEAD);
    thread::scope(|scope| {
        scope.spawn(move || {
            for question in questions {
                let sent =
                    input.write_all(question.line().as_bytes()).is_ok() && asked.send(question).is_ok();
                if !sent {
                    return;
                }
            }
        });
        let mut lines = BufReader::new(output).lines();
        for question in waiting {
            let line = lines.next().expect("an answer to each question").expect("a readable answer");
            let answer = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
            hear(question, answer);
        }
    });
    let status = child.wait().expect("the end of the oracle");
    assert!(status.success(), "the oracle failed ({status})");
}
