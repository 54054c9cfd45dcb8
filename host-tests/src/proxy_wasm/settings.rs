use std::collections::BTreeSet;

use super::fault::Fault;
use super::host::LogLevel;

/// What a test decides about the Envoy that a filter runs in.
#[derive(Clone, Debug)]
pub struct Settings {
    pub vm_configuration: Vec<u8>,
    /// What `proxy_get_log_level` answers.
    pub log_level: LogLevel,
    /// Nanoseconds since 1970; it does not move by itself.
    pub now: u64,
    /// Seeds `random_get`.
    pub seed: u64,
    /// The clusters that `proxy_http_call` finds.
    pub clusters: BTreeSet<String>,
    /// Environment variables of the VM.
    pub environment: Vec<(String, String)>,
    /// Faults that are there before the filter starts.
    pub faults: Vec<Fault>,
    /// Instructions (wasmtime's fuel) that one call into the filter may take. Envoy sets no limit.
    pub fuel: u64,
    /// Envoy's limit is 1 GiB.
    pub memory_bytes: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            vm_configuration: Vec::new(),
            log_level: LogLevel::Info,
            now: 1_767_225_600_000_000_000,
            seed: 1,
            clusters: BTreeSet::new(),
            environment: Vec::new(),
            faults: Vec::new(),
            fuel: 2_000_000_000,
            memory_bytes: 1 << 30,
        }
    }
}
