//! The proxy-wasm filter: load a table, look at a request, let the engine decide, perform what it
//! says. It never panics, whatever a client, a configuration or the host does: a panic ends the VM
//! and with it other people's requests.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod abi;
mod contexts;
mod counters;
mod host;
mod load;
#[cfg(feature = "full")]
mod manifests;
mod perform;
mod random;
mod stream;
#[cfg(feature = "full")]
mod structure;
mod tell;
mod view;

use engine::table::Table;

use crate::{random::Random, view::Spare};

/// What all streams of a configuration share.
struct Shared {
    table: Table,
    random: Random,
    spare: Spare,
}

/// The configuration that the proxy has for us, or why there is none.
fn configure() -> Result<Shared, String> {
    let configuration = host::plugin_configuration().unwrap_or_default();
    let table = load::table(configuration)?;
    counters::define();
    Ok(Shared { table, random: Random::seeded(), spare: Spare::default() })
}
