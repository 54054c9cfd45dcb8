//! The engine from manifests to decisions, through its public interface.

mod agreement;
mod arrows;
#[cfg(feature = "assist")]
mod assist;
mod attachments;
mod comparison;
mod conditions;
mod cost;
mod editing;
mod explanation;
mod findings;
mod graph;
mod nodes;
mod oracle;
mod picture;
mod random;
mod sentences;
mod shadowing;
mod streams;
mod support;
mod tables;
