//! Every CEL rule that is declared is kept by one of its twins and broken by the other. That the API server says the
//! same of them is tested in `host-tests`.

#[path = "../../../../host-tests/tests/admission/pairs.rs"]
mod pairs;

use std::{fs, path::Path};

use serde_json::json;

use self::pairs::{Never, Pair, pairs, place};
use super::{
    declarations::{each_node, each_schema},
    *,
};
use crate::{
    admit::{FieldErrorKind, KindInfo, Version},
    source::{Input, read},
};

#[expect(clippy::disallowed_methods, reason = "tests read files")]
fn all_pairs() -> Vec<Pair> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../host-tests/admission/twins");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let inputs = files
        .filter(|file| file.extension().is_some_and(|extension| extension == "yaml"))
        .map(|file| Input { path: file.display().to_string(), bytes: fs::read(&file).unwrap() });
    let (sources, problems) = read(inputs.collect());
    assert!(problems.is_empty(), "{problems:?}");
    pairs(sources.values().collect())
}

/// A rule as it is declared for one version of a kind in one channel.
#[derive(Debug)]
struct Declared<'a> {
    known: &'static KindInfo,
    version: &'static Version,
    channel: Channel,
    path: &'a str,
    message: &'a str,
}

impl Declared<'_> {
    fn fits(&self, pair: &Pair) -> bool {
        let channel = match self.channel {
            Channel::Standard => "standard",
            Channel::Experimental => "experimental",
        };
        pair.kind == self.known.kind
            && pair.path == self.path
            && pair.message == self.message
            && pair.channel.as_ref().is_none_or(|only| only == channel)
            && pair.version.as_ref().is_none_or(|only| only == self.version.name)
    }

    fn admit(&self, object: &Value) -> Vec<FieldError> {
        let schema = schema_of(self.known.group, self.version.name, self.known.kind, self.channel).unwrap();
        validate(schema, object.clone()).errors
    }

    fn is_broken_in(&self, error: &FieldError) -> bool {
        error.kind == FieldErrorKind::Rule
            && error.message.ends_with(self.message)
            && place(&error.path.to_string()) == self.path
    }

    fn check(&self, pair: &Pair) {
        let kept = complaints(&self.admit(&pair.valid));
        assert_eq!(kept.is_empty(), pair.never != Some(Never::Kept), "{self:?}: {kept:?}");
        let broken = self.admit(&pair.invalid);
        let (of_rule, others): (Vec<_>, Vec<_>) =
            broken.into_iter().partition(|error| self.is_broken_in(error));
        assert_eq!(of_rule.len(), usize::from(pair.never != Some(Never::Broken)), "{self:?}: {others:?}");
        if pair.never != Some(Never::Broken) {
            let others = complaints(&others);
            let foreseen = |other: &String| pair.also.iter().any(|part| other.contains(part));
            assert!(others.iter().all(foreseen), "{self:?}: {others:?}");
        }
    }
}

#[test]
fn each_rule_is_kept_by_one_twin_and_broken_by_the_other() {
    let pairs = all_pairs();
    let mut without = Vec::new();
    each_schema(|known, version, channel, schema| {
        each_node(&schema.root, "", &mut |path, node| {
            // Rules about updates say nothing about the objects of a file.
            let rules = node.rules.iter().filter(|rule| !rule.program.is_transition());
            for rule in rules {
                let declared = Declared { known, version, channel, path, message: &rule.message };
                match pairs.iter().find(|pair| declared.fits(pair)) {
                    Some(pair) => declared.check(pair),
                    None => without.push(format!("{declared:?}")),
                }
            }
        });
    });
    assert!(without.is_empty(), "rules without twins:\n{}", without.join("\n"));
}

#[test]
fn a_rule_about_updates_does_not_bind_new_objects() {
    let updates: Vec<_> = all_pairs().into_iter().filter(|pair| pair.old.is_some()).collect();
    assert!(!updates.is_empty());
    for pair in updates {
        assert_eq!(complaints(&admit(pair.invalid).errors), [""; 0], "{}", pair.kind);
    }
}

#[test]
fn a_rule_that_cannot_be_evaluated_is_broken() {
    let listener = json!({"name": "a", "port": 1, "protocol": "HTTPS", "tls": {}});
    assert_eq!(
        complaints(&admit(gateway(json!({"listeners": [listener]}))).errors),
        ["spec.listeners[0].tls: Invalid value: \"object\": no such key: certificateRefs evaluating rule: \
          certificateRefs or options must be specified when mode is Terminate"]
    );
}
