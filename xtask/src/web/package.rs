use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::checkout::Checkout;
use crate::process;
use crate::progress::say;
use crate::web::npm;

/// Puts the npm package around a built engine, and packs it; both are skipped where nothing changed.
/// The directory `package` is what npm sends, `gatewright.tgz` how.
pub(super) fn build(checkout: &Checkout, engine: &Path, directory: &Path) -> Result<()> {
    let source = source(checkout);
    let (package, tarball) = (directory.join("package"), directory.join("gatewright.tgz"));
    npm::install(checkout, &source)?;
    let stamp = directory.join("package.stamp");
    let wanted = fingerprint(checkout, engine)?;
    let is_fresh = tarball.exists() && fs::read_to_string(&stamp).is_ok_and(|found| found == wanted);
    if !is_fresh {
        say("web", "building the package");
        let mut build = Command::new("node");
        process::run(build.arg(source.join("build.mjs")).args([engine, &package]))?;
        pack(checkout, &package, &tarball)?;
        fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    }
    let size = fs::metadata(&tarball).with_context(|| format!("cannot read {}", tarball.display()))?.len();
    say("web", format_args!("{}: {size} bytes", tarball.display()));
    Ok(())
}

pub(super) fn install_tests(checkout: &Checkout) -> Result<()> {
    npm::install(checkout, &source(checkout).join("tests"))
}

/// The package, packed, in every environment that it is for.
pub(super) fn test(checkout: &Checkout, chromium: &Path) -> Result<()> {
    install_tests(checkout)?;
    let tests = source(checkout).join("tests");
    let mut test = Command::new("node");
    process::run(test.current_dir(tests).args(["--test", "--test-reporter=spec"]).env("CHROMIUM", chromium))
}

/// A file with a name that says no version, so that examples can depend on it.
fn pack(checkout: &Checkout, package: &Path, tarball: &Path) -> Result<()> {
    let mut pack = Command::new("npm");
    pack.current_dir(package).args(["pack", "--silent", "--cache"]).arg(checkout.cache("npm"));
    let name = process::output(pack.stderr(io::stderr()))?;
    let packed = package.join(&name);
    fs::rename(&packed, tarball).with_context(|| format!("npm has not written {}", packed.display()))
}

fn source(checkout: &Checkout) -> PathBuf {
    checkout.root().join("web-playground/package")
}

/// Everything the package is made of. Only ever compared on the machine that wrote it.
fn fingerprint(checkout: &Checkout, engine: &Path) -> Result<String> {
    let source = source(checkout);
    let mut files = vec![checkout.root().join("LICENSE"), checkout.root().join("web-playground/types.d.ts")];
    for directory in [engine, &source, &source.join("src")] {
        let entries =
            fs::read_dir(directory).with_context(|| format!("cannot list {}", directory.display()))?;
        files.extend(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()));
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        (file, content).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
