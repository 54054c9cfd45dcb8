//! Puts the built playground, if there is one, into the binary.

use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// What `cargo xtask web` builds, as seen from this package.
const PLAYGROUND: &str = "../target/web/playground";

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join(PLAYGROUND);
    println!("cargo::rerun-if-changed=build.rs");
    watch(&root);
    let mut files = Vec::new();
    if root.join("index.html").is_file() {
        list(&root, &mut files)?;
    }
    files.sort();
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("playground.rs");
    let mut code = fs::File::create(out)?;
    writeln!(code, "&[")?;
    for file in &files {
        let name = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let file = fs::canonicalize(file)?;
        writeln!(code, "    ({name:?}, include_bytes!({:?})),", file.to_string_lossy())?;
    }
    writeln!(code, "]")
}

/// The nearest directory that is there: cargo would rebuild each time for one that is not.
fn watch(directory: &Path) {
    if let Some(there) = directory.ancestors().find(|directory| directory.exists()) {
        println!("cargo::rerun-if-changed={}", there.display());
    }
}

fn list(directory: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
