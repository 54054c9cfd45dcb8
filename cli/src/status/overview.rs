//! The tables, in the manner of `kubectl get`.

use engine::report::{Row, Table};

use crate::{manifests::Manifests, output::clean, scope::Scope, table::columns};

pub(super) fn of(manifests: &Manifests) -> String {
    let Manifests { analysis, scope, .. } = manifests;
    let tables = match scope {
        Scope::Everything => analysis.tables(|_| true),
        Scope::Gateway { .. } => analysis.tables(|document| scope.has_document(analysis, document)),
    };
    if tables.is_empty() {
        return "the input has no GatewayClass, Gateway, route or policy\n".to_owned();
    }
    let drawn: Vec<_> = tables.iter().map(drawn).collect();
    format!("{}\n", drawn.join("\n\n"))
}

fn drawn(table: &Table) -> String {
    let header: Vec<_> = table.columns.iter().map(String::as_str).collect();
    let clean_row = |row: &Row| row.cells.iter().map(|cell| clean(cell).into_owned()).collect();
    columns(Some(&header), table.rows.iter().map(clean_row))
}
