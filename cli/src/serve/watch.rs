use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

/// A save is several events. They are over when there was none for so long.
const QUIET: Duration = Duration::from_millis(100);

/// Files and directories whose changes are waited for.
#[derive(Debug)]
pub(crate) struct Watch {
    // Watches until it is dropped.
    _watcher: RecommendedWatcher,
    events: UnboundedReceiver<notify::Result<Event>>,
    watched: Vec<Watched>,
    /// What changed and is not told yet.
    changed: Option<BTreeSet<PathBuf>>,
}

#[derive(Debug)]
enum Watched {
    /// One file. Its directory is what is really watched: many editors save a file by moving another
    /// into its place, and a watch on the file would go away with the old one.
    File(PathBuf),
    /// Everything below, also what is not there yet.
    Directory(PathBuf),
}

// === impl Watch ===

impl Watch {
    pub(crate) fn start(paths: &[PathBuf]) -> notify::Result<Self> {
        let (sender, events) = unbounded_channel();
        let mut watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more when we are about to be dropped.
            let _ = sender.send(event);
        })?;
        let mut watched = Vec::new();
        for path in paths {
            // Events carry absolute paths.
            let path = std::path::absolute(path)?;
            if path.is_dir() {
                watcher.watch(&path, RecursiveMode::Recursive)?;
                watched.push(Watched::Directory(path));
            } else {
                let directory = path.parent().ok_or(io::Error::from(io::ErrorKind::NotFound))?;
                watcher.watch(directory, RecursiveMode::NonRecursive)?;
                watched.push(Watched::File(path));
            }
        }
        Ok(Self { _watcher: watcher, events, watched, changed: None })
    }

    /// The paths that changed, once the changes have come to rest. None of them means that the system
    /// lost track, which is a change too. Nothing is forgotten when this is cancelled.
    pub(crate) async fn changed(&mut self) -> notify::Result<BTreeSet<PathBuf>> {
        loop {
            let event = if self.changed.is_none() {
                self.events.recv().await
            } else {
                timeout(QUIET, self.events.recv()).await.unwrap_or_default()
            };
            match event {
                Some(event) => self.take(event?),
                // Quiet: the sender lives in the watcher, which is ours.
                None => return Ok(self.changed.take().unwrap_or_default()),
            }
        }
    }

    fn take(&mut self, event: Event) {
        // Reading the files is no change.
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        let lost = event.need_rescan();
        let paths = event.paths.into_iter().filter(|path| self.concerns(path)).collect::<BTreeSet<_>>();
        if lost || !paths.is_empty() {
            self.changed.get_or_insert_default().extend(paths);
        }
    }

    fn concerns(&self, path: &Path) -> bool {
        self.watched.iter().any(|watched| match watched {
            Watched::File(file) => file == path,
            Watched::Directory(directory) => path.starts_with(directory) && may_hold_manifests(path),
        })
    }
}

/// Manifests, and what may be a directory of them that came or went.
fn may_hold_manifests(path: &Path) -> bool {
    match path.extension() {
        None => true,
        Some(extension) => ["yaml", "yml", "json"].iter().any(|it| extension == *it),
    }
}
