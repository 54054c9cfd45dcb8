//! The engine for JavaScript, the npm package around it and what is made of them: everything in `target/web`.

mod app;
mod bindgen;
mod code;
mod compress;
mod documentation;
mod likeness;
mod locals;
mod npm;
mod order;
mod package;
mod streams;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::cache;
use crate::checkout::Checkout;
use crate::filter::FilterTools;

/// Builds the module with its JavaScript, the npm package and the playground. What is fresh is left alone.
pub(crate) fn build(checkout: &Checkout, tools: &FilterTools) -> Result<()> {
    let directory = checkout.root().join("target/web");
    let _lock = cache::lock(&directory.join("lock"))?;
    let engine = bindgen::build(checkout, tools, &directory)?;
    package::build(checkout, &engine, &directory)?;
    app::build(checkout, &engine, &directory)
}

/// What the tests of the package need from npm, those in Rust too.
pub(crate) fn install_tests(checkout: &Checkout) -> Result<()> {
    package::install_tests(checkout)
}

/// The npm package in every environment that it is for, and the playground in a browser.
pub(crate) fn test(checkout: &Checkout, tools: &FilterTools, chromium: &Path) -> Result<()> {
    package::test(checkout, chromium)?;
    app::test(checkout, tools, chromium)
}

/// What the page says about itself.
pub(crate) fn measure(checkout: &Checkout, chromium: &Path) -> Result<String> {
    app::measure(checkout, chromium)
}

/// Where the built module is.
pub(crate) fn module(checkout: &Checkout) -> PathBuf {
    checkout.root().join("target/web/engine").join(bindgen::MODULE)
}
