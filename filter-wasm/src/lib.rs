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

mod counters;
mod host;
mod load;
#[cfg(feature = "full")]
mod manifests;
mod perform;
mod random;
mod stream;
mod tell;
mod view;

use std::rc::Rc;

use engine::table::Table;
use proxy_wasm::{
    traits::{Context, HttpContext, RootContext},
    types::ContextType,
};

use crate::{random::Random, stream::Stream};

proxy_wasm::main! {{
    proxy_wasm::set_root_context(|_| Box::new(Root::default()));
}}

/// One configuration in one VM.
#[derive(Default)]
struct Root {
    shared: Option<Rc<Shared>>,
}

/// What all streams of a configuration share.
struct Shared {
    table: Table,
    random: Random,
}

impl Context for Root {}

impl RootContext for Root {
    fn on_configure(&mut self, _: usize) -> bool {
        let configuration = host::plugin_configuration().unwrap_or_default();
        match load::table(configuration) {
            Ok(table) => {
                counters::define();
                self.shared = Some(Rc::new(Shared { table, random: Random::seeded() }));
                true
            }
            Err(reason) => {
                host::log_error(&format!("gatewright: configuration refused: {reason}"));
                false
            }
        }
    }

    fn create_http_context(&self, _: u32) -> Option<Box<dyn HttpContext>> {
        Some(Box::new(Stream::new(self.shared.clone())))
    }

    fn get_type(&self) -> Option<ContextType> {
        Some(ContextType::HttpContext)
    }
}
