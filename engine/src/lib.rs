//! How Gateway API routes attach and match, and why.
//!
//! `bytes ─read→ Sources ─admit→ World ─attach→ Graph ─compile→ Table ─decide→ Decision ─actions→ Actions`
//!
//! Every stage is a plain function from an owned value to an owned value: no I/O, no clock, no
//! randomness (both are arguments), no panics. ARCHITECTURE.md tells the whole story.

// The filter faces the internet, and admission faces whatever people wrote.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::disallowed_methods,
        clippy::disallowed_types
    )
)]

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
#[cfg(feature = "ask")]
pub mod ask;
#[cfg(feature = "assist")]
pub mod assist;
#[cfg(feature = "manifests")]
pub mod attach;
#[cfg(feature = "manifests")]
pub mod base64;
#[cfg(feature = "manifests")]
pub mod compile;
#[cfg(feature = "manifests")]
mod dictionary;
#[cfg(feature = "yaml")]
mod explain;
#[cfg(feature = "yaml")]
mod findings;
mod keyed;
mod map;
#[cfg(feature = "picture")]
pub mod picture;
#[cfg(feature = "yaml")]
pub mod report;
mod shared_str;
#[cfg(feature = "manifests")]
mod sort;
#[cfg(feature = "manifests")]
pub mod source;

pub use self::shared_str::SharedStr;
#[cfg(feature = "manifests")]
pub use self::{dictionary::Dictionary, sort::distinct};
