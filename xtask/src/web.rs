//! The engine for JavaScript, the npm package around it and what is made of them: everything in `target/web`.

mod bindgen;

use std::path::PathBuf;

use anyhow::Result;

use crate::cache;
use crate::checkout::Checkout;
use crate::filter::FilterTools;

/// Builds the module and its JavaScript, and says in which directory they are. What is fresh is left alone.
pub(crate) fn build(checkout: &Checkout, tools: &FilterTools) -> Result<PathBuf> {
    let directory = checkout.root().join("target/web");
    let _lock = cache::lock(&directory.join("lock"))?;
    bindgen::build(checkout, tools, &directory)
}
