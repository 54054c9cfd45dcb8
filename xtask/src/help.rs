use anyhow::{Error, anyhow};

/// An error that ends in what a person can do about it.
pub(crate) fn with_help(error: Error, what: &str, help: &str) -> Error {
    anyhow!("{what}: {error:#}\nhelp: {help}")
}
