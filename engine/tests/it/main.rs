//! The engine from manifests to decisions, through its public interface.

mod agreement;
mod explanation;
mod oracle;
mod random;
mod support;
