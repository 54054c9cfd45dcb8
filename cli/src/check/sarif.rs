//! SARIF 2.1.0, what code scanning services read.

use std::collections::BTreeSet;

use engine::report::Diagnostic;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::handbook;

/// What may stand in the path of a URI as it is (RFC 3986, section 3.3).
const NOT_IN_PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) fn log(diagnostics: &[Diagnostic]) -> Value {
    let codes: BTreeSet<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    let rules: Vec<_> = codes.iter().map(|code| rule(code)).collect();
    let results: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| {
            let rule = codes.iter().position(|code| *code == diagnostic.code);
            result(diagnostic, rule)
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "gatewright",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// What a code means and what to do about it, as the documentation says.
fn rule(code: &str) -> Value {
    let title = code.replace('-', " ");
    let Some(entry) = handbook::entry(code) else {
        return json!({ "id": code, "shortDescription": { "text": title } });
    };
    json!({
        "id": code,
        "shortDescription": { "text": title },
        "fullDescription": { "text": plain(entry.meaning()) },
        "help": { "text": plain(entry.remedy()), "markdown": entry.remedy() },
        "defaultConfiguration": { "level": entry.severity() },
    })
}

fn plain(markdown: &str) -> String {
    markdown.replace('`', "")
}

fn result(diagnostic: &Diagnostic, rule: Option<usize>) -> Value {
    let text = match &diagnostic.hint {
        Some(hint) => format!("{}\n{hint}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    json!({
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity,
        "message": { "text": text },
        "locations": location(diagnostic).into_iter().collect::<Vec<_>>(),
    })
}

fn location(diagnostic: &Diagnostic) -> Option<Value> {
    let path = diagnostic.file.as_deref()?;
    // A relative path counts from the root of the repository; a full one needs to say what it is.
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    let uri = format!("{scheme}{}", utf8_percent_encode(path, NOT_IN_PATH));
    let mut physical = Map::new();
    physical.insert("artifactLocation".to_owned(), json!({ "uri": uri }));
    if let Some(range) = diagnostic.range {
        let region = json!({
            "startLine": range.start.line,
            "startColumn": range.start.column,
            "endLine": range.end.line,
            "endColumn": range.end.column,
        });
        physical.insert("region".to_owned(), region);
    }
    let mut location = Map::new();
    location.insert("physicalLocation".to_owned(), physical.into());
    if let Some(object) = &diagnostic.object {
        let name = format!("{}/{}: {}", object.kind, object.name, diagnostic.field_path);
        let name = name.trim_end_matches([':', ' ']);
        location.insert("logicalLocations".to_owned(), json!([{ "fullyQualifiedName": name }]));
    }
    Some(location.into())
}

#[cfg(test)]
mod tests;
