use std::path::{Path, PathBuf};

use anyhow::Context;
use engine::{analysis::Analysis, report::Moment};

use super::files::replace;
use crate::exit::Failure;

/// The file of `--status`, from which others learn what runs.
#[derive(Debug)]
pub(super) struct StatusFile {
    path: PathBuf,
}

// === impl StatusFile ===

impl StatusFile {
    /// Refuses a file that is one of the manifests: its objects would take the place of those in the others,
    /// and each time that it is written would be a change.
    pub(super) fn new(path: &Path, manifests: &[PathBuf]) -> Result<Self, Failure> {
        let file = real(path);
        for manifest in manifests.iter().filter(|path| path.as_path() != Path::new("-")) {
            let real = real(manifest);
            let why = if manifest.is_dir() && file.starts_with(&real) {
                "lies below the directory"
            } else if file == real {
                "is the file"
            } else {
                continue;
            };
            return Err(Failure::Usage(format!(
                "--status: `{}` {why} `{}`, from which manifests are read: name a file elsewhere",
                path.display(),
                manifest.display()
            )));
        }
        Ok(Self { path: path.to_owned() })
    }

    pub(super) fn write(&self, analysis: &Analysis, moment: &Moment<'_>) -> anyhow::Result<()> {
        let list = analysis.status_list_at(moment, |_| true);
        replace(&self.path, list.to_string().as_bytes())
            .with_context(|| format!("cannot write `{}`", self.path.display()))
    }
}

/// A path without links; of one that is not there yet, what there is of it.
fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut missing = Vec::new();
    for there in path.ancestors() {
        if let Ok(real) = there.canonicalize() {
            return missing.iter().rev().fold(real, |path, name| path.join(name));
        }
        missing.extend(there.file_name());
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(path: &Path, manifests: &Path) -> Option<String> {
        match StatusFile::new(path, &[manifests.to_owned()]) {
            Err(Failure::Usage(why)) => Some(why),
            Err(other) => panic!("{other:?}"),
            Ok(_) => None,
        }
    }

    #[test]
    fn no_manifest_is_written_over() {
        let directory = tempfile::tempdir().unwrap();
        let (manifests, link) = (directory.path().join("manifests"), directory.path().join("link"));
        std::fs::create_dir(&manifests).unwrap();
        std::os::unix::fs::symlink(&manifests, &link).unwrap();
        for below in
            [manifests.join("status.json"), link.join("status"), manifests.join("not/yet/there.json")]
        {
            let why = refusal(&below, &manifests).unwrap();
            assert!(why.contains("lies below the directory"), "{why}");
        }
        let file = manifests.join("routes.yaml");
        assert!(refusal(&link.join("routes.yaml"), &file).unwrap().contains("is the file"));
        assert_eq!(refusal(&manifests.join("status.json"), &file), None);
        assert_eq!(refusal(&directory.path().join("manifests.json"), &manifests), None);
    }
}
