#[cfg(feature = "assist")]
use super::{AdmitOptions, take::admit};
use super::{Meta, World, take::codes};
#[cfg(feature = "assist")]
use crate::source::{Edited, Sources, split_off};
use crate::{
    keyed::at,
    map::Map,
    sort::sort_by,
    source::{DocId, FieldPath, Place, Problem, Severity, hint},
};

/// What admission makes of sources.
#[derive(Debug, Default)]
pub struct Taken {
    pub world: World,
    pub problems: Vec<Problem>,
    pub(crate) names: Names,
}

/// Documents by kind, namespace and name.
#[derive(Debug, Default)]
pub(crate) struct Names {
    numbers: Map<String, usize>,
    documents: Vec<Vec<DocId>>,
}

// === impl Names ===

impl Names {
    /// What names an object of a kind.
    pub(super) fn name(kind: &str, Meta { namespace, name, .. }: &Meta) -> String {
        [kind, "/", namespace, "/", name].concat()
    }

    pub(super) fn push(&mut self, name: String, document: DocId) {
        self.extend(name, [document]);
    }

    pub(super) fn append(&mut self, behind: Names) {
        let mut names: Vec<_> = behind.numbers.into_iter().collect();
        // As they would have come if one part had all.
        sort_by(&mut names, |(_, left), (_, right)| left.cmp(right));
        for ((name, _), documents) in names.into_iter().zip(behind.documents) {
            self.extend(name, documents);
        }
    }

    fn extend(&mut self, name: String, documents: impl IntoIterator<Item = DocId>) {
        let next = self.documents.len();
        let number = *self.numbers.entry(name).or_insert(next);
        if let Some(list) = at(&mut self.documents, number) {
            list.extend(documents);
        }
    }
}

// === impl Taken ===

impl Taken {
    /// Of objects with one name the last stays, as when the files are applied in order.
    pub(super) fn drop_older(&mut self) {
        let mut dropped = Vec::new();
        for documents in &self.names.documents {
            let last = documents.iter().max();
            dropped.extend(documents.iter().copied().filter(|document| Some(document) != last));
        }
        sort_by(&mut dropped, DocId::cmp);
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
                hint: hint(|| "remove one of them, or give it another name".to_owned()),
            }
        }));
        if !dropped.is_empty() {
            self.world.retain(&mut |document| dropped.binary_search(document).is_err());
        }
    }

    /// Admits the documents that an edit put in the place of others. Afterwards all is as [`admit`] makes it of the
    /// new sources.
    #[cfg(feature = "assist")]
    pub(crate) fn edit(mut self, sources: &Sources, options: &AdmitOptions, edited: &Edited) -> Self {
        // What was dropped is not there any more, and may be wanted now.
        if self.names.documents.iter().any(|documents| documents.len() > 1) {
            return admit(sources, options);
        }
        let mut behind = self.world.split_off(DocId(edited.start));
        behind.retain(&mut |document| edited.renumber(document));
        let mut problems = split_off(&mut self.problems, |problem| document(problem).0 < edited.start);
        problems.retain_mut(|problem| match &mut problem.place {
            Place::Field { document, .. } | Place::Key { document, .. } => edited.renumber(document),
            Place::Text(_) | Place::File(_) => false,
        });
        for documents in &mut self.names.documents {
            documents.retain_mut(|document| edited.renumber(document));
        }
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
