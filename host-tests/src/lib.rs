//! What the tests of this workspace share: a proxy-wasm host that runs the built filter ([`proxy_wasm`]).

mod filters;
pub mod proxy_wasm;

pub use filters::{Filters, filters};
