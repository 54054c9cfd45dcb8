use std::collections::{BTreeMap, BTreeSet};

use engine::{
    admit::CustomKinds,
    analysis::{Analysis, Options},
    attach::AttachOptions,
    source::{DocId, Input, Severity, read},
};

use super::*;

type Build = fn() -> Vec<u8>;

/// Files that no Markdown can show.
const BUILT: &[(&str, Build)] = &[
    ("file-too-large", || vec![b'#'; (64 << 20) + 1]),
    ("not-text", || b"kind: \0".to_vec()),
    ("not-utf-8", || b"kind: caf\xe9".to_vec()),
    ("control-character", || b"kind: \x07".to_vec()),
    ("too-many-problems", || b"---\nkind: Service\n".repeat(2000)),
];

/// Codes that no file leads to here, and who sees to them instead.
const ELSEWHERE: &[(&str, &str)] = &[
    ("too-many-values", "the reader's own tests, with a smaller budget: eight million values take long"),
    ("object-too-deep", "admission's own tests: a file is stopped by `too-deep`"),
    ("object-not-understood", "nobody: it is a bug"),
];

/// An example that is no manifest, but says what manifests may be.
const GIVEN_TO_CRD: &str = "given to --crd";

struct Example {
    bytes: Vec<u8>,
    is_definition: bool,
    /// Codes beside the one that is explained.
    with: BTreeSet<&'static str>,
}

impl Entry {
    pub(in crate::check) fn example_bytes(&self) -> Option<Vec<u8>> {
        self.example().map(|example| example.bytes)
    }

    fn example(&self) -> Option<Example> {
        if let Some((_, build)) = BUILT.iter().find(|(code, _)| *code == self.code) {
            return Some(Example {
                bytes: build(),
                is_definition: false,
                with: BTreeSet::from(["not-an-object", "missing-api-version"]),
            });
        }
        let (info, text) = fence(self.body)?;
        let (place, with) = info.split_once("with ").unwrap_or((info, ""));
        let text = match place.trim().trim_end_matches(',') {
            "" | GIVEN_TO_CRD => text.to_owned(),
            "in a route" => format!("{}---\n{}", surroundings(), in_a_route(text)),
            "beside the Gateway" => format!("{}---\n{text}", surroundings()),
            other => panic!("{}: what is `{other}`?", self.code),
        };
        Some(Example {
            bytes: text.into_bytes(),
            is_definition: place == GIVEN_TO_CRD,
            with: with.split_whitespace().collect(),
        })
    }
}

/// The words behind `yaml` and the text of the first fence.
fn fence(text: &'static str) -> Option<(&'static str, &'static str)> {
    let (_, after) = text.split_once("```yaml")?;
    let (info, after) = after.split_once('\n')?;
    Some((info.trim(), after.split_once("```")?.0))
}

fn surroundings() -> &'static str {
    let (info, text) = fence(TEXT).unwrap();
    assert_eq!(info, "surroundings");
    text
}

fn in_a_route(spec: &str) -> String {
    let indented: String = spec.lines().map(|line| format!("  {line}\n")).collect();
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: cart\nspec:\n  parentRefs: [{{name: web}}]\n{indented}"
    )
}

/// The codes of a file and the severities they come with.
fn found(entry: Entry, example: Example) -> BTreeMap<&'static str, BTreeSet<String>> {
    let Example { bytes, is_definition, .. } = example;
    let (sources, mut problems) = read(vec![Input { path: "example.yaml".to_owned(), bytes }]);
    let mut options = Options::default();
    if is_definition {
        let (custom, more) = CustomKinds::read(&sources, (0..sources.documents.len()).map(DocId));
        options.admit.custom = custom;
        problems.extend(more);
    }
    if entry.code == "gatewayclass-not-accepted" {
        options.attach = AttachOptions { controller: Some("example.com/gateway-controller".to_owned()) };
    }
    let mut found: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for problem in Analysis::of(sources, problems, &options).problems {
        let severity = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        found.entry(problem.code).or_default().insert(severity.to_owned());
    }
    found
}

#[test]
fn every_example_yields_its_code_and_no_other() {
    let mut wrong = Vec::new();
    for entry in entries() {
        let code = entry.code;
        let Some(example) = entry.example() else {
            if !ELSEWHERE.iter().any(|(elsewhere, _)| *elsewhere == code) {
                wrong.push(format!("{code} has no example"));
            }
            continue;
        };
        let built = BUILT.iter().any(|(built, _)| *built == code);
        let with = example.with.clone();
        let found = found(entry, example);
        let others: BTreeSet<_> = found.keys().copied().filter(|found| *found != code).collect();
        if found.get(code) != Some(&BTreeSet::from([entry.severity()])) || !built && others != with {
            wrong.push(format!("{code}: {found:?}, and not {with:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_meaning_and_a_remedy() {
    let all: Vec<_> = entries().collect();
    assert!(all.len() > 70, "is this test blind? it sees {} codes", all.len());
    for entry in all {
        for text in [entry.meaning(), entry.remedy()] {
            assert!(text.ends_with('.') && text.len() > 10, "{}: {text}", entry.code);
        }
    }
}

#[test]
fn what_has_no_example_is_documented() {
    for (code, _) in ELSEWHERE {
        assert!(entry(code).is_some_and(|entry| entry.example().is_none()), "{code}");
    }
}
