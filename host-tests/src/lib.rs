//! What the tests of this workspace share: a proxy-wasm host that runs the built filter ([`proxy_wasm`]), and
//! the corpus of Markdown cases that every data plane has to agree on ([`corpus`]).

pub mod corpus;
mod filters;
pub mod proxy_wasm;

pub use filters::{Filters, filters};
