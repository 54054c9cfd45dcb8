//! Which files are read: what the command line names, and what lies below its directories.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{IsTerminal, Read},
    path::{Path, PathBuf},
};

use anyhow::Context;
use engine::source::Input;
use walkdir::{DirEntry, WalkDir};

use crate::{exit::Failure, output};

/// No more is read of a file: one of this size is refused anyway, and `/dev/zero` ends.
const MOST_BYTES: u64 = 256 << 20;

/// Reads everything that the paths lead to, each file once, in the paths' order. Behind it come the files
/// with CustomResourceDefinitions; their numbers are answered as well.
pub(crate) fn read(
    paths: &[PathBuf],
    definitions: &[PathBuf],
) -> Result<(Vec<Input>, BTreeSet<usize>), Failure> {
    let mut inputs = Inputs::default();
    inputs.paths(paths)?;
    inputs.named.clear();
    inputs.paths(definitions)?;
    Ok((inputs.list, inputs.named))
}

#[derive(Default)]
struct Inputs {
    list: Vec<Input>,
    seen: BTreeMap<PathBuf, usize>,
    /// The numbers of the files that were named, whether they are read now or were before.
    named: BTreeSet<usize>,
}

impl Inputs {
    fn paths(&mut self, paths: &[PathBuf]) -> Result<(), Failure> {
        for path in paths {
            if path.as_os_str() == "-" {
                self.standard_input()?;
            } else if !path.exists() {
                return Err(Failure::Usage(missing(path)));
            } else if path.is_dir() {
                self.directory(path)?;
            } else {
                self.file(path)?;
            }
        }
        Ok(())
    }

    /// Whether a file is new. If so, it becomes the next in the list.
    fn is_new(&mut self, identity: PathBuf) -> bool {
        let next = self.list.len();
        let number = *self.seen.entry(identity).or_insert(next);
        self.named.insert(number);
        number == next
    }

    fn standard_input(&mut self) -> Result<(), Failure> {
        if !self.is_new(PathBuf::from("-")) {
            return Ok(());
        }
        let stdin = std::io::stdin();
        if stdin.is_terminal() {
            output::complain("reading manifests from the terminal: end with Ctrl-D");
        }
        let mut bytes = Vec::new();
        stdin.lock().take(MOST_BYTES).read_to_end(&mut bytes).context("cannot read standard input")?;
        self.list.push(Input { path: "<stdin>".to_owned(), bytes });
        Ok(())
    }

    fn directory(&mut self, directory: &Path) -> Result<(), Failure> {
        let mut found = false;
        let walk = WalkDir::new(directory).follow_links(true).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
            let entry = entry.with_context(|| format!("cannot read `{}`", directory.display()))?;
            if entry.file_type().is_file() && is_manifest(entry.path()) {
                found = true;
                self.file(entry.path())?;
            }
        }
        if !found {
            return Err(Failure::Usage(format!(
                "`{}` has no manifests: no file below it ends in .yaml, .yml or .json",
                directory.display()
            )));
        }
        Ok(())
    }

    fn file(&mut self, path: &Path) -> Result<(), Failure> {
        let context = || format!("cannot read `{}`", path.display());
        // A pipe (`<(kubectl …)`) has no other name.
        let identity = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if !self.is_new(identity) {
            return Ok(());
        }
        let file = File::open(path).with_context(context)?;
        // Room for what is there, and for the look at the end; a pipe tells nothing.
        let size = file.metadata().map_or(0, |metadata| metadata.len().min(MOST_BYTES));
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
        file.take(MOST_BYTES).read_to_end(&mut bytes).with_context(context)?;
        let shown = path.strip_prefix("./").unwrap_or(path);
        self.list.push(Input { path: shown.to_string_lossy().into_owned(), bytes });
        Ok(())
    }
}

fn missing(path: &Path) -> String {
    let shown = path.display().to_string();
    let is_method = !shown.is_empty() && shown.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_request = is_method || shown == "curl" || shown.contains("://");
    let hint = if is_request {
        ": a request stands behind `--`, as in `gatewright explain . -- GET /login`"
    } else {
        ""
    };
    format!("`{shown}` does not exist{hint}")
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

fn is_manifest(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        ["yaml", "yml", "json"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}
