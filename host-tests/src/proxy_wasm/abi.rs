//! The table of every hostcall: its name, its parameters, and the function that performs it.

use wasmtime::{Caller, Engine, FuncType, Linker, Val, ValType, bail};

use super::host::{Call, Host};
use super::hostcalls::{buffers, context, headers, http, log, metrics, properties, reply, shared, wasi};
use super::memory::{Args, Guest};
use super::status::{Answer, Refusal};

/// A function that the host offers.
pub(crate) struct HostCall {
    pub(crate) name: &'static str,
    /// One letter a parameter: `i` for 32 bit, `I` for 64 bit. Every result is one `i`, but for `proc_exit`.
    parameters: &'static str,
    perform: fn(&mut Guest<'_>, &Args<'_>) -> Answer,
}

/// The modules that a name can be imported from.
const PROXY: &[&str] = &["env"];
const WASI: &[&str] = &["wasi_snapshot_preview1", "wasi_unstable"];

/// While the guest's allocator runs for a hostcall, Envoy allows only these.
const ALLOWED_IN_ALLOCATOR: [&str; 3] = ["proxy_log", "fd_write", "clock_time_get"];

macro_rules! table {
    ($($name:literal $parameters:literal $perform:expr;)*) => {
        &[$(HostCall { name: $name, parameters: $parameters, perform: $perform }),*]
    };
}

const PROXY_CALLS: &[HostCall] = table! {
    "proxy_log" "iii" log::log;
    "proxy_get_log_level" "i" log::get_log_level;
    "proxy_get_current_time_nanoseconds" "i" context::get_current_time;
    "proxy_set_tick_period_milliseconds" "i" context::set_tick_period;
    "proxy_set_effective_context" "i" context::set_effective_context;
    "proxy_done" "" context::done;
    "proxy_continue_stream" "i" context::continue_stream;
    "proxy_close_stream" "i" context::close_stream;
    "proxy_call_foreign_function" "iiiiii" context::call_foreign_function;
    "proxy_get_buffer_bytes" "iiiii" buffers::get_bytes;
    "proxy_get_buffer_status" "iii" buffers::get_status;
    "proxy_set_buffer_bytes" "iiiii" buffers::set_bytes;
    "proxy_get_header_map_pairs" "iii" headers::get_pairs;
    "proxy_set_header_map_pairs" "iii" headers::set_pairs;
    "proxy_get_header_map_value" "iiiii" headers::get_value;
    "proxy_add_header_map_value" "iiiii" headers::add_value;
    "proxy_replace_header_map_value" "iiiii" headers::replace_value;
    "proxy_remove_header_map_value" "iii" headers::remove_value;
    "proxy_get_header_map_size" "ii" headers::get_size;
    "proxy_get_property" "iiii" properties::get;
    "proxy_set_property" "iiii" properties::set;
    "proxy_send_local_response" "iiiiiiii" reply::send_local_response;
    "proxy_http_call" "iiiiiiiiii" http::call;
    "proxy_get_status" "iii" http::get_status;
    "proxy_define_metric" "iiii" metrics::define;
    "proxy_increment_metric" "iI" metrics::increment;
    "proxy_record_metric" "iI" metrics::record;
    "proxy_get_metric" "ii" metrics::get;
    "proxy_get_shared_data" "iiiii" shared::get;
    "proxy_set_shared_data" "iiiii" shared::set;
    "proxy_register_shared_queue" "iii" shared::not_modelled;
    "proxy_resolve_shared_queue" "iiiii" shared::not_modelled;
    "proxy_dequeue_shared_queue" "iii" shared::not_modelled;
    "proxy_enqueue_shared_queue" "iii" shared::not_modelled;
    "proxy_grpc_call" "iiiiiiiiiiii" shared::not_modelled;
    "proxy_grpc_stream" "iiiiiiiii" shared::not_modelled;
    "proxy_grpc_send" "iiii" shared::not_modelled;
    "proxy_grpc_cancel" "i" shared::not_modelled;
    "proxy_grpc_close" "i" shared::not_modelled;
};

const WASI_CALLS: &[HostCall] = table! {
    "args_get" "ii" wasi::args_get;
    "args_sizes_get" "ii" wasi::args_sizes_get;
    "environ_get" "ii" wasi::environ_get;
    "environ_sizes_get" "ii" wasi::environ_sizes_get;
    "clock_time_get" "iIi" wasi::clock_time_get;
    "random_get" "ii" wasi::random_get;
    "fd_write" "iiii" wasi::fd_write;
    "sched_yield" "" wasi::sched_yield;
    "proc_exit" "i" wasi::proc_exit;
};

/// Every function with each module it can be imported from.
pub(crate) fn functions() -> impl Iterator<Item = (&'static str, &'static HostCall)> {
    let of = |modules: &'static [&'static str], calls: &'static [HostCall]| {
        calls.iter().flat_map(move |call| modules.iter().map(move |module| (*module, call)))
    };
    of(PROXY, PROXY_CALLS).chain(of(WASI, WASI_CALLS))
}

pub(crate) fn link(engine: &Engine, linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    for (module, call) in functions() {
        linker.func_new(module, call.name, call.signature(engine), move |caller, params, results| {
            call.run(caller, params, results)
        })?;
    }
    Ok(())
}

// === impl HostCall ===

impl HostCall {
    fn signature(&self, engine: &Engine) -> FuncType {
        let parameter = |letter| if letter == 'I' { ValType::I64 } else { ValType::I32 };
        let result = (self.name != "proc_exit").then_some(ValType::I32);
        FuncType::new(engine, self.parameters.chars().map(parameter), result)
    }

    /// Performs the call, or the fault that a test put in its place, and records it.
    fn run(
        &'static self,
        caller: Caller<'_, Host>,
        params: &[Val],
        results: &mut [Val],
    ) -> wasmtime::Result<()> {
        let args = Args(params);
        let mut guest = Guest::new(caller)?;
        if guest.host().allocating && !ALLOWED_IN_ALLOCATOR.contains(&self.name) {
            bail!("the filter called `{}` inside its allocator, which Envoy forbids", self.name);
        }
        let (answer, trap) = match guest.host().strike(self.name) {
            Some(status) => (Some(status), None),
            None => match (self.perform)(&mut guest, &args) {
                Ok(()) => (Some(0), None),
                Err(Refusal::Code(code)) => (Some(code), None),
                Err(Refusal::Trap(error)) => (None, Some(error)),
            },
        };
        let inputs = std::mem::take(&mut guest.inputs);
        guest.host().calls.push(Call { name: self.name, arguments: args.numbers(), inputs, answer });
        if let (Some(result), Some(answer)) = (results.first_mut(), answer) {
            *result = Val::I32(answer.cast_signed());
        }
        trap.map_or(Ok(()), Err)
    }
}
