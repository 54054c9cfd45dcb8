use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::{
    documentation::{DOCUMENTATION, Documentation, Type},
    schema, skeleton,
    values::scalar,
};
use crate::{
    admit::{AdmitOptions, Channel, known_kinds, schema_of},
    analysis::{Analysis, Options},
    source::{Input, read},
};

static DOCS: LazyLock<Documentation> = LazyLock::new(|| Documentation::read(DOCUMENTATION.to_owned()));

/// What the schemas have, as far as the documentation follows them.
#[derive(Default)]
struct Walk {
    /// Paths of fields without documentation.
    missing: BTreeSet<String>,
    /// Types and entries that a schema has.
    used: BTreeSet<(&'static str, &'static str)>,
    types: BTreeSet<&'static str>,
    /// Values that the schemas name, by the type that documents them. Nothing where a schema leaves them open.
    values: BTreeMap<&'static str, Option<BTreeSet<String>>>,
}

impl Walk {
    fn of_all_schemas() -> Self {
        let mut walk = Walk::default();
        for known in known_kinds() {
            let documented = DOCS.find(known.kind).expect("every kind is documented");
            assert!(!documented.text.is_empty(), "{}", known.kind);
            for channel in [Channel::Standard, Channel::Experimental] {
                for version in known.served(channel) {
                    let api_version = format!("{}/{}", known.group, version.name);
                    let (_, root) =
                        schema::kind(&api_version, known.kind, channel).expect("the kind has a schema");
                    walk.fields(known.kind, root, documented);
                }
            }
        }
        walk
    }

    fn fields(&mut self, path: &str, content: schema::Type<'_>, documented: Type<'static>) {
        self.types.insert(documented.name);
        for field in content.fields() {
            let path = format!("{path}.{}", field.name);
            let Some(entry) = documented.entry(field.name) else {
                self.missing.insert(path);
                continue;
            };
            self.used.insert((entry.owner.name, entry.name));
            self.below(&path, field.content, entry.content());
        }
    }

    fn below(&mut self, path: &str, content: schema::Type<'_>, documented: Option<Type<'static>>) {
        if let Some(items) = content.items() {
            return self.below(path, items, documented);
        }
        let values: BTreeSet<_> = content.values().filter_map(|named| scalar(named.value)).collect();
        match documented {
            Some(documented) if content.fields().next().is_some() => self.fields(path, content, documented),
            Some(documented) => {
                self.types.insert(documented.name);
                let known = self.values.entry(documented.name).or_insert_with(|| Some(BTreeSet::new()));
                match known {
                    Some(known) if !values.is_empty() => known.extend(values),
                    _ => *known = None,
                }
            }
            None if content.fields().next().is_some() => {
                self.missing.insert(format!("{path}.*"));
            }
            None if !values.is_empty() => {
                self.missing.insert(format!("{path} = {values:?}"));
            }
            None => {}
        }
    }
}

#[test]
fn every_field_of_every_kind_is_documented() {
    assert_eq!(Walk::of_all_schemas().missing, BTreeSet::new());
}

#[test]
fn what_is_documented_exists() {
    let walk = Walk::of_all_schemas();
    for documented in DOCS.types() {
        let bases: BTreeSet<_> =
            DOCS.types().filter_map(|other| other.base()).map(|base| base.name).collect();
        let is_used = walk.types.contains(documented.name) || bases.contains(documented.name);
        assert!(is_used, "no schema has a {}", documented.name);
        let of_values = walk.values.contains_key(documented.name);
        for entry in
            documented.entries().into_iter().filter(|entry| entry.owner.name == documented.name && !of_values)
        {
            let used = walk.used.contains(&(documented.name, entry.name))
                || walk.values.keys().any(|name| {
                    DOCS.find(name)
                        .is_some_and(|other| other.base().map(|base| base.name) == Some(documented.name))
                });
            assert!(used, "no schema has {}.{}", documented.name, entry.name);
        }
    }
}

#[test]
fn values_are_documented_as_the_schemas_have_them() {
    for (name, values) in Walk::of_all_schemas().values {
        let Some(values) = values else { continue };
        let documented: BTreeSet<_> =
            DOCS.find(name).unwrap().entries().into_iter().map(|entry| entry.name.to_owned()).collect();
        assert_eq!(documented, values, "{name}");
    }
}

#[test]
fn documentation_is_sentences() {
    for documented in DOCS.types() {
        let texts = documented
            .entries()
            .into_iter()
            .map(|entry| (entry.name, entry.text))
            .chain([("", documented.text)]);
        for (name, text) in texts.filter(|(_, text)| !text.is_empty()) {
            assert!(text.ends_with('.') && text.len() > 4, "{}.{name}: {text}", documented.name);
            assert!(
                !text.contains(". ") || text.matches(". ").count() < 3,
                "{}.{name}: {text}",
                documented.name
            );
        }
    }
}

#[test]
fn no_type_is_documented_twice() {
    let mut seen = BTreeSet::new();
    for documented in DOCS.types() {
        assert!(seen.insert(documented.name), "{}", documented.name);
        let own: Vec<_> = documented.entries().into_iter().map(|entry| entry.name).collect();
        let names: BTreeSet<_> = own.iter().collect();
        assert_eq!(names.len(), own.len(), "{}", documented.name);
    }
}

#[test]
fn every_type_that_a_field_names_is_there() {
    for entry in DOCS.types().flat_map(|documented| documented.entries()) {
        assert!(entry.is_whole(), "{}.{}", entry.owner.name, entry.name);
    }
}

#[test]
fn every_skeleton_is_admitted() {
    let mut kinds = BTreeSet::new();
    for (known, text) in skeleton::objects(&DOCS) {
        kinds.insert(known.kind);
        let version = known.served(Channel::Experimental).next().unwrap().name;
        assert!(schema_of(known.group, version, known.kind, Channel::Experimental).is_some());
        let input = Input { path: "skeleton.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
        let (sources, problems) = read(vec![input]);
        let options = Options { admit: AdmitOptions::default(), ..Options::default() };
        let analysis = Analysis::of(sources, problems, &options);
        let refusals: Vec<_> = analysis.refusals().map(|problem| &problem.message).collect();
        assert_eq!(refusals, Vec::<&String>::new(), "{}", known.kind);
        assert_eq!(analysis.world.objects().count(), 1, "{}", known.kind);
    }
    let without: Vec<_> =
        known_kinds().iter().map(|known| known.kind).filter(|kind| !kinds.contains(kind)).collect();
    assert_eq!(without, ["XMesh", "ConfigMap", "EndpointSlice"]);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads the files")]
fn the_text_has_every_file() {
    let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/assist/docs");
    for file in std::fs::read_dir(directory).unwrap() {
        let path = file.unwrap().path();
        assert!(DOCUMENTATION.contains(&std::fs::read_to_string(&path).unwrap()), "{}", path.display());
    }
}

#[test]
fn what_is_no_documentation_says_nothing() {
    for text in
        ["", "@", "\n\n", "@here\n", "@here", "@here\n\n@there", "  field: text", ": text", "\n\n\n\n@\n\n"]
    {
        let types: Vec<_> =
            Documentation::read(text.to_owned()).types().map(|known| known.name.to_owned()).collect();
        assert!(types.iter().all(|name| name.starts_with("field")), "{text:?}: {types:?}");
    }
}
