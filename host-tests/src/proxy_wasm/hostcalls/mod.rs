//! The hostcalls themselves, by subject. Each reads its arguments, changes the host, and answers a status.

pub(super) mod buffers;
pub(super) mod context;
pub(super) mod headers;
pub(super) mod http;
pub(super) mod log;
pub(super) mod metrics;
pub(super) mod properties;
pub(super) mod reply;
pub(super) mod shared;
pub(super) mod wasi;
