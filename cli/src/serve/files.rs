use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Puts a document in the place of another in one step, so that no reader ever sees half of it. The
/// move is also what wakes Envoy: it looks for nothing else in a watched directory.
pub(super) fn replace(path: &Path, document: &[u8]) -> io::Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(directory)?;
    file.write_all(document)?;
    file.persist(path)?;
    Ok(())
}
