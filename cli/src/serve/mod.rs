//! A real Envoy beside its backends, as a child of this process, and what keeps it up to date.
//!
//! Everything here is told what to run by a [`envoy_config::Plan`]; nothing here knows what a route is.

mod admin;
mod apply;
mod child;
pub(crate) mod echo;
pub(crate) mod envoy;
mod files;
pub(crate) mod log;
mod part;
mod retire;
mod sockets;
pub(crate) mod watch;

#[cfg(test)]
mod tests;
