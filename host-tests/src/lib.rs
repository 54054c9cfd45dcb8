//! What the tests of this workspace share: a proxy-wasm host that runs the built filter (`proxy_wasm`), a real
//! Envoy ([`envoy`]), the corpus of Markdown cases that every data plane has to agree on ([`corpus`]), and the data
//! planes that are asked ([`subject`]). The examples of the playground ([`gallery`]) have the corpus' format.

pub mod client;
pub mod corpus;
pub mod envoy;
mod examples;
mod filters;
pub mod gallery;
mod loopback;
#[cfg(feature = "vm")]
pub mod proxy_wasm;
pub mod readme;
pub mod subject;

pub use examples::examples;
pub use filters::{Filters, filters};
pub use loopback::{Loopback, PORT_OFFSET};
