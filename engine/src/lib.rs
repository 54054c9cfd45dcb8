//! How Gateway API routes attach and match, and why.
//!
//! `bytes ─read→ Sources ─admit→ World ─attach→ Graph ─compile→ Table ─decide→ Decision ─actions→ Actions`
//!
//! Every stage is a plain function from an owned value to an owned value: no I/O, no clock, no
//! randomness (both are arguments), no panics. ARCHITECTURE.md tells the whole story.

pub mod actions;
pub mod decide;
pub mod pattern;
pub mod table;

#[cfg(feature = "manifests")]
pub mod admit;
#[cfg(feature = "manifests")]
pub mod analysis;
#[cfg(feature = "manifests")]
pub mod api;
#[cfg(feature = "manifests")]
pub mod attach;
#[cfg(feature = "manifests")]
pub mod compile;
#[cfg(feature = "yaml")]
mod explain;
#[cfg(feature = "yaml")]
pub mod report;
#[cfg(feature = "manifests")]
pub mod source;
