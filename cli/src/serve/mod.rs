//! `gatewright serve`: a real Envoy beside its backends, as a child of this process, and what keeps it
//! up to date.
//!
//! `session` turns manifests into plans and `announce` tells people of them. All else is told what to
//! run by an [`envoy_config::Plan`] and does not know what a route is.

mod admin;
mod announce;
mod apply;
mod backends;
mod child;
mod echo;
mod envoy;
mod files;
mod identity;
mod log;
mod piece;
mod retire;
mod session;
mod sockets;
mod status_file;
mod watch;

pub(crate) use self::session::run;

#[cfg(test)]
mod tests;
