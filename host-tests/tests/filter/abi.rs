use host_tests::proxy_wasm::Module;

use crate::shop::{FULL, LEAN};

/// What the filter asks of a proxy. An addition is a new demand on every Envoy: it wants a reason.
pub(crate) const CALLED: [&str; 15] = [
    "env.proxy_add_header_map_value",
    "env.proxy_call_foreign_function",
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

/// What the SDK's traits offer, whose methods stay in the module through their vtables. The filter calls none of these
/// ([`assert_safe`](crate::shop::assert_safe) sees to it); a proxy
/// of the ABI has to offer them all the same.
const LINKED: [&str; 13] = [
    "env.proxy_close_stream",
    "env.proxy_continue_stream",
    "env.proxy_dequeue_shared_queue",
    "env.proxy_done",
    "env.proxy_get_shared_data",
    "env.proxy_get_status",
    "env.proxy_grpc_cancel",
    "env.proxy_grpc_close",
    "env.proxy_grpc_send",
    "env.proxy_register_shared_queue",
    "env.proxy_set_buffer_bytes",
    "env.proxy_set_effective_context",
    "env.proxy_set_header_map_pairs",
];

/// What Envoy looks for: the ABI's version, memory, start, and the phases that do something.
const EXPORTS: [&str; 11] = [
    "_initialize",
    "malloc",
    "memory",
    "proxy_abi_version_0_2_1",
    "proxy_on_configure",
    "proxy_on_context_create",
    "proxy_on_delete",
    "proxy_on_done",
    "proxy_on_request_headers",
    "proxy_on_response_headers",
    "proxy_on_vm_start",
];

fn builds() -> [(&'static str, &'static Module); 2] {
    [("lean", &LEAN), ("full", &FULL)]
}

#[test]
fn the_filter_imports_what_it_needs_and_nothing_else() {
    let listed = [&CALLED[..], &LINKED].concat();
    for (build, module) in builds() {
        let imports = module.imports();
        let added: Vec<_> = imports.iter().filter(|name| !listed.contains(&name.as_str())).collect();
        assert!(added.is_empty(), "the {build} filter imports also {added:?}");
        let gone = missing(&listed, &imports);
        assert!(gone.is_empty(), "the {build} filter no longer imports {gone:?}: take them off the list");
    }
}

#[test]
fn the_filter_exports_the_abi() {
    for (build, module) in builds() {
        let missing = missing(&EXPORTS, &module.exports());
        assert!(missing.is_empty(), "the {build} filter does not export {missing:?}");
    }
}

fn missing<'a>(expected: &[&'a str], names: &[String]) -> Vec<&'a str> {
    expected.iter().copied().filter(|expected| !names.iter().any(|name| name == expected)).collect()
}
