//! Clients that mean harm, at a real Envoy. Whatever they send, no VM of the filter dies, nobody reaches a backend that
//! no rule sends them to, and whoever else asks meanwhile is answered as always.

mod frames;
mod framing;
mod headers;
mod http2;
mod scene;
mod slow;
mod targets;
