use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

#[cfg(feature = "assist")]
use super::{AdmitOptions, take::admit};
use super::{World, take::codes};
#[cfg(feature = "assist")]
use crate::source::{Edited, Sources, split_off};
use crate::{
    SharedStr,
    source::{DocId, FieldPath, Place, Problem, Severity},
};

/// What admission makes of sources.
#[derive(Debug, Default)]
pub struct Taken {
    pub world: World,
    pub problems: Vec<Problem>,
    pub(crate) names: Names,
}

/// Documents by kind, namespace and name.
pub(crate) type Names = BTreeMap<(Cow<'static, str>, SharedStr, SharedStr), Vec<DocId>>;

// === impl Taken ===

impl Taken {
    /// Of objects with one name the last stays, as when the files are applied in order.
    pub(super) fn drop_older(&mut self) {
        let mut dropped = BTreeSet::new();
        for documents in self.names.values() {
            let last = documents.iter().max();
            dropped.extend(documents.iter().filter(|document| Some(*document) != last));
        }
        self.problems.extend(dropped.iter().map(|document| {
            Problem {
                severity: Severity::Warning,
                code: codes::DUPLICATE_OBJECT,
                message:
                    "another object further on has the same kind, namespace and name, and replaces this one"
                        .to_owned(),
                place: Place::Field {
                    document: *document,
                    path: FieldPath::root().field("metadata").field("name"),
                },
                hint: Some("remove one of them, or give it another name".to_owned()),
            }
        }));
        if !dropped.is_empty() {
            self.world.retain(&mut |document| !dropped.contains(document));
        }
    }

    /// Admits the documents that an edit put in the place of others. Afterwards all is as [`admit`] makes it of the
    /// new sources.
    #[cfg(feature = "assist")]
    pub(crate) fn edit(mut self, sources: &Sources, options: &AdmitOptions, edited: &Edited) -> Self {
        // What was dropped is not there any more, and may be wanted now.
        if self.names.values().any(|documents| documents.len() > 1) {
            return admit(sources, options);
        }
        let mut behind = self.world.split_off(DocId(edited.start));
        behind.retain(&mut |document| edited.renumber(document));
        let mut problems = split_off(&mut self.problems, |problem| document(problem).0 < edited.start);
        problems.retain_mut(|problem| match &mut problem.place {
            Place::Field { document, .. } | Place::Key { document, .. } => edited.renumber(document),
            Place::Text(_) | Place::File(_) => false,
        });
        self.names.retain(|_, documents| {
            documents.retain_mut(|document| edited.renumber(document));
            !documents.is_empty()
        });
        self.take(sources, options, edited.start..edited.new_end);
        self.world.append(behind);
        self.problems.append(&mut problems);
        self.drop_older();
        self
    }
}

/// What a problem of admission is about.
#[cfg(feature = "assist")]
fn document(problem: &Problem) -> DocId {
    match problem.place {
        Place::Field { document, .. } | Place::Key { document, .. } => document,
        // Only reading knows these.
        Place::Text(_) | Place::File(_) => DocId(0),
    }
}
