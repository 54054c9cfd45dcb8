use std::fmt;

use crate::source::FieldPath;

/// Where a walk over an object stands, without allocating until somebody asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Root,
    Field(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    pub(crate) const ROOT: At<'static> = At { parent: None, step: Step::Root };

    pub(crate) fn field(&'a self, name: &'a str) -> At<'a> {
        At { parent: Some(self), step: Step::Field(name) }
    }

    pub(crate) fn index(&'a self, index: usize) -> At<'a> {
        At { parent: Some(self), step: Step::Index(index) }
    }

    pub(crate) fn path(&self) -> FieldPath {
        self.steps().into_iter().fold(FieldPath::root(), |path, step| match step {
            Step::Root => path,
            Step::Field(name) => path.field(name),
            Step::Index(index) => path.index(index),
        })
    }

    fn steps(&self) -> Vec<Step<'a>> {
        let mut steps = vec![self.step];
        let mut parent = self.parent;
        while let Some(at) = parent {
            steps.push(at.step);
            parent = at.parent;
        }
        steps.reverse();
        steps
    }
}

// === impl Display ===

/// As the API server writes a path inside its messages: map keys are joined by dots like fields.
impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for step in self.steps() {
            match step {
                Step::Root => continue,
                Step::Field(name) => write!(f, "{separator}{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
            separator = ".";
        }
        Ok(())
    }
}
