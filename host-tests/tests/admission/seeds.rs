use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use engine::source::{self, Input};
use host_tests::corpus;
use serde_json::Value;

use super::{schema::Schema, twins};

/// Objects that mutations begin with, by kind.
#[derive(Debug)]
pub(crate) struct Seeds {
    by_kind: BTreeMap<String, Vec<Seed>>,
    /// Objects that keep or break a single rule.
    twins: BTreeMap<String, Vec<Seed>>,
}

#[derive(Debug)]
pub(crate) struct Seed {
    pub(crate) name: String,
    pub(crate) object: Value,
}

/// Values that the seeds of one kind have, for mutations to take over elsewhere.
#[derive(Debug)]
pub(crate) struct Donors<'a> {
    by_place: BTreeMap<String, Vec<&'a Value>>,
    pub(crate) words: Vec<&'a str>,
}

// === impl Seeds ===

impl Seeds {
    /// The objects of `host-tests/admission/seeds`, of the examples, and of the corpus.
    pub(crate) fn load() -> Seeds {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut seeds = Seeds { by_kind: BTreeMap::new(), twins: BTreeMap::new() };
        for folder in std::iter::once(root.join("admission/seeds")).chain(host_tests::examples()) {
            for file in yaml_files_below(&folder) {
                let text = fs::read_to_string(&file).expect("a readable seed");
                seeds.add(&file.display().to_string(), text);
            }
        }
        for case in corpus::load(&root.join("corpus")).unwrap_or_else(|problems| panic!("{problems}")) {
            seeds.add(&format!("corpus: {}", case.title), case.manifests);
        }
        for pair in twins::all_pairs() {
            let twins = seeds.twins.entry(pair.kind).or_default();
            for object in [pair.valid, pair.invalid] {
                twins.push(Seed { name: format!("twins: {}", pair.message), object });
            }
        }
        seeds
    }

    fn add(&mut self, name: &str, text: String) {
        for object in objects(name, text) {
            let kind = object["kind"].as_str().expect("a kind").to_owned();
            let known = self.by_kind.entry(kind).or_default();
            if known.iter().all(|seed| seed.object != object) {
                known.push(Seed { name: name.to_owned(), object });
            }
        }
    }

    pub(crate) fn of(&self, kind: &str) -> &[Seed] {
        self.by_kind.get(kind).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn twins(&self, kind: &str) -> &[Seed] {
        self.twins.get(kind).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn donors(&self, kind: &str, schema: Schema<'_>) -> Donors<'_> {
        let mut donors = Donors { by_place: BTreeMap::new(), words: Vec::new() };
        for seed in self.of(kind) {
            donors.collect(&seed.object, Some(schema), "");
        }
        donors.words = donors.words.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        donors
    }
}

// === impl Donors ===

impl<'a> Donors<'a> {
    /// What other seeds have at a place; list indexes do not count.
    pub(crate) fn at(&self, place: &str) -> &[&'a Value] {
        self.by_place.get(place).map_or(&[], Vec::as_slice)
    }

    fn collect(&mut self, value: &'a Value, schema: Option<Schema<'_>>, place: &str) {
        self.by_place.entry(place.to_owned()).or_default().push(value);
        match value {
            Value::Object(fields) => {
                let is_map = schema.is_some_and(Schema::is_map);
                for (name, value) in fields {
                    let name = if is_map { "*" } else { name };
                    let below = schema.and_then(|schema| schema.field(name));
                    self.collect(value, below, &format!("{place}.{name}"));
                }
            }
            Value::Array(items) => {
                let below = schema.and_then(Schema::items);
                items.iter().for_each(|item| self.collect(item, below, &format!("{place}[]")));
            }
            Value::String(text) => self.words.push(text),
            _ => {}
        }
    }
}

pub(crate) fn yaml_files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(yaml_files_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The Kubernetes objects of a text.
pub(crate) fn objects(name: &str, text: String) -> Vec<Value> {
    let (sources, problems) = source::read(vec![Input { path: name.to_owned(), bytes: text.into_bytes() }]);
    assert!(problems.is_empty(), "{name}: {problems:?}");
    sources.values().collect()
}
