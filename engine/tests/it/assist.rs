//! Completion and hover, as stories: a text with `|` where the cursor is.

mod anywhere;
mod bare;
mod hover;
mod keys;
mod names;
mod values;

use std::sync::LazyLock;

use engine::{
    admit::{AdmitOptions, Channel},
    analysis::{Analysis, Options},
    assist::{Completion, Completions, DOCUMENTATION, Documentation, Hover},
    source::Position,
};

use crate::support::{analyse, analyse_with};

static DOCS: LazyLock<Documentation> = LazyLock::new(|| Documentation::read(DOCUMENTATION.to_owned()));

/// The text without its cursor, and where that is.
fn cursor(text: &str) -> (String, Position) {
    let (before, after) = text.split_once('|').expect("the story has a cursor");
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (format!("{before}{after}"), Position { line, column })
}

fn complete(text: &str) -> Completions {
    let (text, position) = cursor(text);
    analyse(&text).complete("manifests.yaml", position, &DOCS)
}

fn complete_in(channel: Channel, text: &str) -> Completions {
    let (text, position) = cursor(text);
    let admit = AdmitOptions { channel, ..AdmitOptions::default() };
    analyse_with(&text, &Options { admit, ..Options::default() }).complete("manifests.yaml", position, &DOCS)
}

fn labels(text: &str) -> Vec<String> {
    complete(text).items.into_iter().map(|item| item.label).collect()
}

fn item(text: &str, label: &str) -> Completion {
    let items = complete(text).items;
    let labels: Vec<_> = items.iter().map(|item| item.label.clone()).collect();
    items.into_iter().find(|item| item.label == label).unwrap_or_else(|| panic!("no `{label}` in {labels:?}"))
}

/// The text after an item is taken.
fn taken(text: &str, label: &str) -> String {
    let (before, after) = text.split_once('|').expect("the story has a cursor");
    let found = complete(text);
    let item = found.items.into_iter().find(|item| item.label == label).expect("the item is offered");
    let from = before.split_inclusive('\n').take(found.from.line - 1).map(str::len).sum::<usize>();
    let line = &before[from..];
    let inside = line.char_indices().nth(found.from.column - 1).map_or(line.len(), |(at, _)| at);
    format!("{}{}{after}", &before[..from + inside], item.insert.unwrap_or(item.label))
}

fn hover(text: &str) -> Option<Hover> {
    let (text, position) = cursor(text);
    analyse(&text).hover("manifests.yaml", position, &DOCS)
}

fn analysis(text: &str) -> Analysis {
    analyse(text)
}

const ROUTE: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: r\n";
const GATEWAY: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: g\n";
