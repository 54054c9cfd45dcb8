//! The tables, in the manner of `kubectl get`.

use std::net::IpAddr;

use engine::report::{Row, Table};

use crate::{manifests::Manifests, output::clean, scope::Scope, table::columns};

pub(super) fn of(manifests: &Manifests, addresses: &[(String, IpAddr)]) -> String {
    let Manifests { analysis, scope, .. } = manifests;
    let mut tables = match scope {
        Scope::Everything => analysis.tables(|_| true),
        Scope::Gateway { .. } => analysis.tables(|document| scope.has_document(analysis, document)),
    };
    if tables.is_empty() {
        return "the input has no GatewayClass, Gateway, route or policy\n".to_owned();
    }
    for table in tables.iter_mut().filter(|table| table.kind == "Gateway") {
        tell(table, addresses);
    }
    let drawn: Vec<_> = tables.iter().map(drawn).collect();
    format!("{}\n", drawn.join("\n\n"))
}

/// Where Gateways really are, instead of where they ask to be.
fn tell(table: &mut Table, addresses: &[(String, IpAddr)]) {
    let column = |name: &str| table.columns.iter().position(|column| column == name);
    let [Some(namespace), Some(name), Some(address)] = ["NAMESPACE", "GATEWAY", "ADDRESS"].map(column) else {
        return;
    };
    for row in &mut table.rows {
        let gateway = format!("{}/{}", row.cells[namespace], row.cells[name]);
        if let Some((_, real)) = addresses.iter().find(|(name, _)| *name == gateway) {
            row.cells[address] = real.to_string();
        }
    }
}

fn drawn(table: &Table) -> String {
    let header: Vec<_> = table.columns.iter().map(String::as_str).collect();
    let clean_row = |row: &Row| row.cells.iter().map(|cell| clean(cell).into_owned()).collect();
    columns(Some(&header), table.rows.iter().map(clean_row))
}
