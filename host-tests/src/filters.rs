use std::env;
use std::path::{Path, PathBuf};

/// The two builds of the filter, as `cargo xtask filter` leaves them.
#[derive(Clone, Debug)]
pub struct Filters {
    /// Loads a compiled table.
    pub small: PathBuf,
    /// Loads manifests too.
    pub full: PathBuf,
}

/// Where the built filters are: `GATEWRIGHT_FILTER` and `GATEWRIGHT_FILTER_FULL`, else `target/filter` of this
/// workspace. The error says how to build them.
pub fn filters() -> Result<Filters, String> {
    Ok(Filters {
        small: locate("GATEWRIGHT_FILTER", "gatewright.wasm")?,
        full: locate("GATEWRIGHT_FILTER_FULL", "gatewright-full.wasm")?,
    })
}

fn locate(variable: &str, file: &str) -> Result<PathBuf, String> {
    let path = match env::var_os(variable) {
        Some(path) => PathBuf::from(path),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/filter").join(file),
    };
    if path.is_file() {
        Ok(path)
    } else {
        Err(format!(
            "no filter at `{}`: run `cargo xtask filter`, or set `{variable}` to a built one",
            path.display()
        ))
    }
}
