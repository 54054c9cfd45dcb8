//! `admit`: what the API server would do with each object.
