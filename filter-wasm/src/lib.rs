//! filter-wasm
