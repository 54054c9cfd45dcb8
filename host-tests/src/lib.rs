//! host-tests
