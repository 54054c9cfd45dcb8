use engine::table::{Table, decode};

/// The table that a plugin configuration describes, or why there is none.
pub(crate) fn table(configuration: &[u8]) -> Result<Table, String> {
    match decode(configuration) {
        Ok(definition) => Table::build(definition).map_err(|error| error.to_string()),
        #[cfg(feature = "full")]
        Err(engine::table::BundleError::NotABundle) => crate::manifests::table(configuration),
        Err(error) => Err(error.to_string()),
    }
}
