//! Data planes under test. Each one is asked the requests of the corpus; what it did is [`Observed`] in the same
//! terms by all of them, and [`Observed::facts`] turns that into the facts that a case lists.

mod backends;
mod decided;
mod echo;
mod envoy;
mod headers;
#[cfg(feature = "vm")]
mod module;
mod native;
mod observed;
mod package;
#[cfg(feature = "vm")]
mod wasm;

pub use echo::echo;
pub use envoy::Envoy;
pub use headers::Headers;
#[cfg(feature = "vm")]
pub use module::WebModule;
pub use native::Native;
pub use observed::{Observed, Upstream};
pub use package::Package;
#[cfg(feature = "vm")]
pub use wasm::{SOCKET, Wasm};
