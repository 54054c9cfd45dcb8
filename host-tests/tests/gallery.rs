//! The playground's examples, asked of the engine itself.

use std::path::Path;

use host_tests::{
    corpus::{self, Update},
    gallery::{self, Example},
    subject::Native,
};

fn examples() -> Vec<Example> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web-playground/gallery");
    gallery::load(&dir).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn the_engine_does_what_the_gallery_says() {
    let mut update = Update::asked();
    let mut wrong = Vec::new();
    for example in examples() {
        let native = Native::read(example.inputs());
        let said = gallery::said(&native.analysis);
        let answers: Vec<_> =
            example.case.steps.iter().map(|step| native.ask(&step.request).facts()).collect();
        match &mut update {
            Some(update) => {
                gallery::update(update, &example, &said);
                update.take(&example.case, &Native::SUBJECT, &answers);
            }
            None => {
                wrong.extend(gallery::check(&example, &said).err());
                let checked = corpus::check(&example.case, &Native::SUBJECT, &answers);
                wrong.extend(checked.map_err(|report| report.to_string()).err());
            }
        }
    }
    if let Some(update) = update {
        update.write().expect("the gallery can be written");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Requests of an example that the API server refuses would ask about half of it.
#[test]
fn only_manifests_that_are_admitted_are_asked() {
    for example in examples() {
        let refused = Native::read(example.inputs()).analysis.refusals().count();
        let place = example.case.file.display();
        assert!(refused == 0 || example.case.steps.is_empty(), "{place}: {refused} refusals");
    }
}

/// The gallery shows each group once, so its examples stand together.
#[test]
fn the_examples_of_a_group_follow_each_other() {
    let mut groups: Vec<String> = examples().into_iter().map(|example| example.group).collect();
    groups.dedup();
    let mut unique = groups.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(groups.len(), unique.len(), "{groups:?}");
}
