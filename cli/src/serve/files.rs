use std::io::{self, Write};
use std::path::Path;

use serde_json::Value;
use tempfile::NamedTempFile;

/// Puts a document in the place of another in one step, so that no reader ever sees half of it. The
/// move is also what wakes Envoy: it looks for nothing else in a watched directory.
pub(super) fn replace(path: &Path, document: &Value) -> io::Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(directory)?;
    file.write_all(document.to_string().as_bytes())?;
    file.persist(path)?;
    Ok(())
}
