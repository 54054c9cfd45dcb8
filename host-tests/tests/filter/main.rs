//! The built filters under a host that does what Envoy does, and worse.

mod abi;
mod configuration;
mod corpus;
mod cost;
mod failures;
mod hostile;
mod native;
mod misdirected;
mod observability;
mod shop;
mod weights;
