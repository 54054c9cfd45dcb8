use engine::table::{BundleError, Table};

/// The table that a plugin configuration describes, or why there is none.
pub(crate) fn table(configuration: Vec<u8>) -> Result<Table, String> {
    #[cfg(feature = "full")]
    if !Table::is_bundle(&configuration) {
        return crate::manifests::table(&configuration);
    }
    Table::open(configuration).map_err(|error: BundleError| error.to_string())
}
