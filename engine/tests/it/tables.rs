//! The tables that the command line and the browser print.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::{random, support::analyse};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_row_fills_its_columns_and_stands_for_a_node(case in random::case()) {
        let analysis = analyse(&case.text);
        let graph = analysis.report("2026-01-02T03:04:05Z", |_| true).graph;
        let ids: BTreeSet<_> = graph.nodes.iter().map(|node| node.id.as_str()).collect();
        let tables = analysis.tables(|_| true);
        for table in &tables {
            prop_assert!(!table.rows.is_empty());
            for row in &table.rows {
                prop_assert_eq!(row.cells.len(), table.columns.len());
                let known = row.node.as_deref().is_some_and(|node| ids.contains(node));
                // Of a Gateway that nobody takes, the listeners are in no graph.
                prop_assert!(known || table.kind == "Listener" && row.node.is_none(), "{:?}", row);
            }
        }
        let rows = |kind: &str| tables.iter().find(|table| table.kind == kind).map_or(0, |table| table.rows.len());
        prop_assert_eq!(rows("HTTPRoute") + rows("GRPCRoute"), analysis.world.routes.len());
        prop_assert_eq!(rows("Gateway"), analysis.world.gateways.len());
    }
}

#[test]
fn objects_that_are_not_wanted_have_no_rows() {
    let analysis = analyse(
        "
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: c}
spec: {controllerName: example.com/c}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec: {gatewayClassName: c, listeners: [{name: l, port: 80, protocol: HTTP}]}
",
    );
    let gateway = analysis.world.gateways[0].document;
    let tables = analysis.tables(|document| document == gateway);
    let kinds: Vec<_> = tables.iter().map(|table| table.kind).collect();
    assert_eq!(kinds, ["Gateway", "Listener"]);
    assert_eq!(tables[1].rows[0].cells, ["default", "g/l", "80", "HTTP", "*", "0", "True"]);
}
