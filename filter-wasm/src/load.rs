use engine::table::{Table, decode};

/// The table that a plugin configuration describes, or why there is none.
pub(crate) fn table(configuration: &[u8]) -> Result<Table, String> {
    #[cfg(feature = "full")]
    if configuration.trim_ascii_start().starts_with(b"{")
        || configuration.trim_ascii_start().starts_with(b"[")
    {
        return manifests::table(configuration);
    }
    let definition = decode(configuration).map_err(|error| error.to_string())?;
    Table::build(definition).map_err(|error| error.to_string())
}

#[cfg(feature = "full")]
mod manifests {
    use engine::{
        analysis::{Analysis, Options},
        source::{Severity, read_json},
        table::Table,
    };

    /// Envoy turns a `google.protobuf.Struct` into JSON: a `v1` List, or one object.
    pub(super) fn table(configuration: &[u8]) -> Result<Table, String> {
        let text = str::from_utf8(configuration).map_err(|error| format!("not UTF-8: {error}"))?;
        let (sources, problems) = read_json("plugin configuration", text);
        let analysis = Analysis::of(sources, problems, &Options::default());
        let refused: Vec<_> = analysis.refusals().map(|problem| analysis.line(problem)).collect();
        if !refused.is_empty() {
            return Err(refused.join("; "));
        }
        // A route that does not attach is no reason to turn the others away; it is one to say so.
        for problem in analysis.problems.iter().filter(|problem| problem.severity != Severity::Note) {
            crate::host::log_warning(&format!("gatewright: {}", analysis.line(problem)));
        }
        Ok(analysis.table)
    }
}
