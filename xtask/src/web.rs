//! The engine for JavaScript, the npm package around it and what is made of them: everything in `target/web`.

mod bindgen;
mod npm;
mod package;

use anyhow::Result;

use crate::cache;
use crate::checkout::Checkout;
use crate::filter::FilterTools;

/// Builds the module with its JavaScript, and the npm package. What is fresh is left alone.
pub(crate) fn build(checkout: &Checkout, tools: &FilterTools) -> Result<()> {
    let directory = checkout.root().join("target/web");
    let _lock = cache::lock(&directory.join("lock"))?;
    let engine = bindgen::build(checkout, tools, &directory)?;
    package::build(checkout, &engine, &directory)
}

/// The npm package in every environment that it is for.
pub(crate) fn test(checkout: &Checkout) -> Result<()> {
    package::test(checkout)
}
