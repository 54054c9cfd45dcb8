//! What `read` makes of files, by topic.

pub(super) mod anything;
mod compact;
mod edit;
mod encoding;
mod limits;
mod places;
mod stream;
mod syntax;
mod values;

use super::{
    Input, Position,
    budget::{Allowance, Budget},
    read,
    read::read_within,
};
use crate::source::{Problem, Sources};

/// Reads one file.
fn read_text(text: impl AsRef<[u8]>) -> (Sources, Vec<Problem>) {
    read(vec![Input { path: "test.yaml".to_owned(), bytes: text.as_ref().to_vec() }])
}

/// The objects of a file that has no problem, as JSON.
fn objects(text: &str) -> Vec<serde_json::Value> {
    let (sources, problems) = read_text(text);
    assert_eq!(problems, [], "{text}");
    sources.values().collect()
}

/// The names of the objects that a file holds, whatever problems it has.
fn names(text: impl AsRef<[u8]>) -> Vec<String> {
    let (sources, _) = read_text(text);
    sources.values().map(|value| value["metadata"]["name"].as_str().unwrap_or("?").to_owned()).collect()
}

/// `code line:column` of each problem.
fn problems(text: impl AsRef<[u8]>) -> Vec<String> {
    let (sources, problems) = read_text(text);
    let place = |problem: &Problem| match sources.locate_place(&problem.place) {
        Some(location) => show(location.range.start),
        None => "file".to_owned(),
    };
    problems.iter().map(|problem| format!("{} {}", problem.code, place(problem))).collect()
}

/// The first problem's message and hint.
fn advice(text: impl AsRef<[u8]>) -> (String, String) {
    let problem = read_text(text).1.remove(0);
    (problem.message, problem.hint.unwrap_or_default())
}

fn show(position: Position) -> String {
    format!("{}:{}", position.line, position.column)
}

/// A small object with a name.
fn service(name: &str) -> String {
    format!("apiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\n")
}
