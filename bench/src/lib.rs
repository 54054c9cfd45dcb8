//! The measuring half of `cargo xtask bench`: one workload, the engine and its peers on it, and the programs that
//! xtask runs by themselves, under callgrind or beside an Envoy. docs/PERFORMANCE.md tells what is measured and how.

pub mod counting;
pub mod engine;
#[cfg(feature = "envoy")]
pub mod envoy;
pub mod peers;
pub mod stats;
pub mod workload;
