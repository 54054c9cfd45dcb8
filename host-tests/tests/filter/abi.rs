use host_tests::proxy_wasm::Module;

use crate::shop::{FULL, LEAN};

/// What the filter asks of a proxy. An addition is a new demand on every Envoy: it wants a reason.
pub(crate) const CALLED: [&str; 14] = [
    "env.proxy_add_header_map_value",
    "env.proxy_define_metric",
    "env.proxy_get_buffer_bytes",
    "env.proxy_get_current_time_nanoseconds",
    "env.proxy_get_header_map_pairs",
    "env.proxy_get_header_map_value",
    "env.proxy_get_property",
    "env.proxy_increment_metric",
    "env.proxy_log",
    "env.proxy_remove_header_map_value",
    "env.proxy_replace_header_map_value",
    "env.proxy_send_local_response",
    "env.proxy_set_property",
    "wasi_snapshot_preview1.random_get",
];

/// What Envoy looks for: the ABI's version, memory, and the phases that do something. Each other phase would be a call
/// into the VM for each request.
const EXPORTS: [&str; 8] = [
    "malloc",
    "memory",
    "proxy_abi_version_0_2_1",
    "proxy_on_configure",
    "proxy_on_context_create",
    "proxy_on_delete",
    "proxy_on_request_headers",
    "proxy_on_response_headers",
];

fn builds() -> [(&'static str, &'static Module); 2] {
    [("lean", &LEAN), ("full", &FULL)]
}

#[test]
fn the_filter_imports_what_it_needs_and_nothing_else() {
    for (build, module) in builds() {
        let imports = module.imports();
        let added: Vec<_> = imports.iter().filter(|name| !CALLED.contains(&name.as_str())).collect();
        assert!(added.is_empty(), "the {build} filter imports also {added:?}");
        let gone = missing(&CALLED, &imports);
        assert!(gone.is_empty(), "the {build} filter no longer imports {gone:?}: take them off the list");
    }
}

#[test]
fn the_filter_exports_what_it_has_to_do_and_nothing_else() {
    for (build, module) in builds() {
        // The linker's names begin with two underscores.
        let mut exports: Vec<_> =
            module.exports().into_iter().filter(|name| !name.starts_with("__")).collect();
        exports.sort();
        assert_eq!(exports, EXPORTS, "the {build} filter");
    }
}

fn missing<'a>(expected: &[&'a str], names: &[String]) -> Vec<&'a str> {
    expected.iter().copied().filter(|expected| !names.iter().any(|name| name == expected)).collect()
}
