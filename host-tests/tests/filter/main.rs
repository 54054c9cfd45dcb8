//! The built filters under a host that does what Envoy does, and worse.

mod abi;
mod configuration;
mod corpus;
mod cost;
mod failures;
mod hostile;
mod misdirected;
mod native;
mod observability;
mod sessions;
mod shop;
mod streams;
mod structure;
mod weights;
