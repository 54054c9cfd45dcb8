//! envoy-config
