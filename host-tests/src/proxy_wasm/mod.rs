//! A host for proxy-wasm ABI 0.2.1 that answers as Envoy does, for tests of the built filter.
//!
//! ```no_run
//! # use host_tests::proxy_wasm::{Module, Plugin, Request, Outcome};
//! let module = Module::load("gatewright.wasm".as_ref())?;
//! let mut plugin = Plugin::start(&module, b"the configuration")?;
//! let mut exchange = plugin.request(Request::get("foo.example.com", "/login"));
//! assert!(matches!(exchange.outcome, Outcome::Continue { .. }));
//! let response = plugin.respond(&mut exchange, [(":status", "200")].into())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The host has no clock, no randomness of its own and no thread: the same calls give the same answers. Where
//! Envoy's behaviour depends on things outside the filter (listener metadata, clusters, time), the test sets them
//! in [`Settings`] and [`Request`]. A hostcall that this host does not model ends the call with an error that
//! names it, so that no test passes on an invented answer.

mod abi;
mod exchange;
mod fault;
mod headers;
mod host;
mod hostcalls;
mod map;
mod memory;
mod metrics;
mod module;
mod pairs;
mod plugin;
mod reply;
mod settings;
mod status;
mod stream;
mod vm;

#[cfg(test)]
mod tests;

pub use exchange::{Exchange, Outcome, Request};
pub use fault::Fault;
pub use headers::Headers;
pub use host::{Call, Log, LogLevel};
pub use metrics::Metric;
pub use module::{LoadError, Module};
pub use plugin::{Plugin, StartError};
pub use reply::LocalReply;
pub use settings::Settings;
pub use status::Status;
pub use vm::Trap;
