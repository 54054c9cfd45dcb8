//! `gatewright serve`, as a person runs it: the built program, a real Envoy and the built filter.

mod changes;
mod examples;
mod lifetime;
mod reload;
mod running;
mod shop;
