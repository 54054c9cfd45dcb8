use envoy_config::Part;

/// What Envoy's statistics about a part begin with.
pub(super) fn statistics(part: Part) -> &'static str {
    match part {
        Part::Clusters => "cluster_manager.cds.",
        Part::Routes => "http.gatewright.rds.gatewright.",
        Part::Filter => "extension_config_discovery.http_filter.gatewright.",
        Part::Listeners => "listener_manager.lds.",
    }
}
