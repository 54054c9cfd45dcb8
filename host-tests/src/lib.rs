//! What the tests of this workspace share: a proxy-wasm host that runs the built filter ([`proxy_wasm`]), the
//! corpus of Markdown cases that every data plane has to agree on ([`corpus`]), and the data planes that are asked
//! ([`subject`]).

pub mod corpus;
mod filters;
pub mod proxy_wasm;
pub mod subject;

pub use filters::{Filters, filters};
