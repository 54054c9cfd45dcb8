use engine::analysis::Analysis;
use engine::report::{Diagnostic, ObjectReference};
use serde_json::Value;

use super::status::StatusFact;

/// Conditions carry a time, and no fact is about it.
const NOW: &str = "2025-01-01T00:00:00Z";

/// Every condition and every problem.
pub fn said(analysis: &Analysis) -> Vec<StatusFact> {
    let list = analysis.status_list(NOW, |_| true);
    let mut facts: Vec<StatusFact> = items(&list, "items").iter().flat_map(of_object).collect();
    facts.extend(analysis.diagnostics().iter().map(problem));
    facts
}

fn of_object(object: &Value) -> Vec<StatusFact> {
    let (kind, metadata, status) = (text(object, "kind"), &object["metadata"], &object["status"]);
    let namespace = text(metadata, "namespace");
    let name = full_name(namespace, text(metadata, "name"));
    let mut facts = conditions(&format!("{kind} {name}"), None, status);
    for listener in items(status, "listeners") {
        facts.extend(conditions(&format!("Listener {name}/{}", text(listener, "name")), None, listener));
    }
    for (list, reference) in [("parents", "parentRef"), ("ancestors", "ancestorRef")] {
        for entry in items(status, list) {
            let at = place(&entry[reference], namespace);
            facts.extend(conditions(&format!("{kind} {name}"), Some(&at), entry));
        }
    }
    facts
}

fn conditions(object: &str, at: Option<&str>, owner: &Value) -> Vec<StatusFact> {
    let fact = |condition: &Value| StatusFact::Condition {
        object: object.to_owned(),
        at: at.map(str::to_owned),
        condition: text(condition, "type").to_owned(),
        status: text(condition, "status").to_owned(),
        reason: text(condition, "reason").to_owned(),
    };
    items(owner, "conditions").iter().map(fact).collect()
}

/// A reference from a namespace as a fact has it.
fn place(reference: &Value, namespace: &str) -> String {
    let namespace = reference["namespace"].as_str().unwrap_or(namespace);
    let mut place = full_name(namespace, text(reference, "name"));
    if let Some(section) = reference["sectionName"].as_str() {
        place = format!("{place}/{section}");
    }
    if let Some(port) = reference["port"].as_u64() {
        place = format!("{place}:{port}");
    }
    place
}

fn problem(diagnostic: &Diagnostic) -> StatusFact {
    let place = match &diagnostic.object {
        Some(ObjectReference { kind, namespace, name, .. }) => {
            let name = full_name(namespace.as_deref().unwrap_or_default(), name);
            format!("{kind} {name} {}", diagnostic.field_path)
        }
        None => diagnostic.file.clone().unwrap_or_default(),
    };
    StatusFact::Problem {
        severity: diagnostic.severity.to_owned(),
        code: diagnostic.code.to_owned(),
        place: place.trim().to_owned(),
    }
}

fn full_name(namespace: &str, name: &str) -> String {
    if namespace.is_empty() { name.to_owned() } else { format!("{namespace}/{name}") }
}

fn items<'a>(owner: &'a Value, list: &str) -> &'a [Value] {
    owner[list].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text<'a>(owner: &'a Value, field: &str) -> &'a str {
    owner[field].as_str().unwrap_or_default()
}
